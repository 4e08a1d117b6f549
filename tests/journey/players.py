"""The people from call to landmark over HTTP, on a clock that is moved on: a session that has run out is begun anew."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scenario_market.demo.accounts import ACCOUNTS
from tests.journey.conftest import Caller
from tests.waiting import PATIENCE_SECONDS, until

HOUR = 3600.0
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def why(code, text="情况属实，已核对"):
    return {"reason": {"code": code, "text": text}}


class Player(Caller):
    """One of them; ``organisation`` is the one that he first stands for."""

    def do(self, path, body=None, *, of=None, method="POST", status=None):
        """An act on the present version of what is read at ``of`` (by default what stands at the head of the path)."""
        head = of or "/".join(path.split("/")[:3])
        return self.call(method, path, body, version=self.get(head)["version"], status=status)

    def refused(self, path, rule, body=None, *, of=None, method="POST", version=None):
        """An act that a rule refuses; the answer names the rule. ``version``: of what the player may not read."""
        head = of or "/".join(path.split("/")[:3])
        headers = {"If-Match": f'"{version or self.get(head)["version"]}"'}
        answer = self.session.request(
            method, self.base + path, json=body, headers=headers, timeout=PATIENCE_SECONDS
        )
        assert answer.status_code >= 400, (path, answer.text)
        assert rule in answer.text, (path, answer.text)

    def attach(self, path, purpose, name="证明材料.pdf", content=PDF):
        """Send a file along. :returns: its key."""
        answer = self.session.post(
            self.base + path,
            data={"purpose": purpose},
            files={"file": (name, content, "application/pdf")},
            timeout=PATIENCE_SECONDS,
        )
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["id"]

    @property
    def organisation(self):
        return self.get("/me")["mandates"][0]["organisation_id"]


class Players:
    """Everybody by the key of his demonstration account; ``public`` is nobody."""

    def __init__(self, address):
        self.address = address
        self._players = {"public": Player(address)}
        self._numbers = {one.key: one.mobile for one in ACCOUNTS}

    def __getitem__(self, name):
        if name not in self._players:
            self._players[name] = Player(self.address, self._numbers[name])
        return self._players[name]

    @property
    def now(self):
        return datetime.fromisoformat(self["public"].get("/clock")["now"])

    @property
    def today(self):
        """The day it is in the city."""
        told = self["public"].get("/clock")
        return datetime.fromisoformat(told["now"]).astimezone(ZoneInfo(told["timezone"])).date()

    def wait(self, **duration):
        """The market's clock goes on; sessions end by it, so everybody signs in anew."""
        hours = timedelta(**duration).total_seconds() / HOUR
        self["administrator"].post("/clock", {"hours": hours})
        self._players = {"public": self._players["public"]}

    def wait_until(self, instant):
        """The clock goes on to just after an instant."""
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        self.wait(seconds=max(0.0, (moment - self.now).total_seconds()) + 60)

    def reaches(self, path, state, who="public"):
        """Wait until what stands at a path is in a state, by the clock's or a worker's doing."""

        def look():
            seen = self[who].get(path)
            return seen if seen["state"] == state else None

        return until(look, tell=lambda: f"{path} is {self[who].get(path)['state']}, not {state}")
