"""The demonstration's people as REST clients, and what they do together: take a pool in, carry needs to a list."""

import time
from typing import Any

import requests

from benchmarks.servers import Place
from scenario_market.demo import people
from scenario_market.domain import city as city_module
from scenario_market.domain import clock
from scenario_market.domain.parties import sessions
from scenario_market.domain.parties.models import Person

WAIT_SECONDS, LOOK_SECONDS = 60, 0.05


class Client:
    """Calls the REST API as one person."""

    def __init__(self, address: str, token: str) -> None:
        self.address = f"{address}/api/v1"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, version: int | None = None, **options: Any) -> Any:
        """The answer's JSON.

        :raises RuntimeError: the answer is a refusal; its text says which.
        """
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        answer = self.http.request(method, self.address + path, headers=headers, **options)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()


class Office:
    """Everybody that a published need takes. Made before the web process starts."""

    def __init__(self, here: Place) -> None:
        self.city = city_module.load(here.settings.city_dir)
        self.tokens: dict[str, str] = {}
        database = here.database(2)
        with database.unit_of_work() as session:
            now = clock.now(session)
            made = people.make_people(session, now=now, city=self.city)
            owners = people.make_owners(session, made, now=now, city=self.city)
            self.owner_id = next(iter(owners.values()))
            for key, person_id in made.items():
                person = session.get_one(Person, person_id)
                self.tokens[key] = sessions.begin(session, person, way="code", hours=12, now=now)
        database.close()

    def enter(self, address: str) -> None:
        """Begin to call the market at this address."""
        self.clients = {key: Client(address, token) for key, token in self.tokens.items()}

    def as_(self, who: str, method: str, path: str, version: int | None = None, **rest: Any) -> Any:
        return self.clients[who].call(method, path, version, **rest)

    def take_in(
        self, name: str, content: bytes, kind: str = "pool"
    ) -> tuple[dict[str, Any], dict[str, float]]:
        """Import a file: dry run, then its good rows; the import's last state and the seconds of both."""
        began = time.perf_counter()
        form, files = {"kind": kind, "list_title": name}, {"file": (name, content)}
        row = self.as_("reviewer", "POST", "/imports", data=form, files=files)
        row = self._wait(row["id"], {"checked", "failed"})
        checked = time.perf_counter()
        path = f"/imports/{row['id']}/commit"
        self.as_("reviewer", "POST", path, row["version"], json={"mode": "good"})
        row = self._wait(row["id"], {"committed", "failed"})
        spent = {"dry run": checked - began, "commit": time.perf_counter() - checked}
        return row, spent

    def _wait(self, import_id: int, states: set[str]) -> dict[str, Any]:
        deadline = time.perf_counter() + WAIT_SECONDS
        while (row := self.as_("reviewer", "GET", f"/imports/{import_id}"))["state"] not in states:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"import {import_id} is still {row['state']}")
            time.sleep(LOOK_SECONDS)
        if row["state"] == "failed":
            raise RuntimeError(f"import {import_id} failed: {row['failure']}")
        return row

    def approve(self, fields: dict[str, Any]) -> int:
        """A need from its draft to where only the list is lacking, by owner and officers."""
        body = {"organisation_id": self.owner_id, "fields": fields}
        row = self.as_("owner", "POST", "/demands", json=body)
        one = f"/demands/{row['id']}"
        row = self.as_("owner", "POST", f"{one}/submit", row["version"])
        row = self.as_("reviewer", "POST", f"{one}/review", row["version"])
        for who in ("reviewer", "second"):
            row = self.as_(who, "POST", f"{one}/approve", row["version"], json={})
        signers = ("reviewer", "second", "third")
        for place, step in enumerate(self.city.policy["demand"]["clearance_steps"]):
            body = {"step": step}
            row = self.as_(
                signers[place % 3], "POST", f"{one}/clearances", row["version"], json=body
            )
        return row["id"]

    def publish(self, title: str, demand_ids: list[int]) -> None:
        """A list of these demands, published now."""
        row = self.as_("lead", "POST", "/lists", json={"title": title})
        one = f"/lists/{row['id']}"
        row = self.as_("lead", "PATCH", one, row["version"], json={"demand_ids": demand_ids})
        self.as_("lead", "POST", f"{one}/publish", row["version"])
