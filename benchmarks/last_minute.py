"""The last minute of a call: bidders hand large bids in with an attachment while the deadline passes.

On PostgreSQL, under gunicorn, with the whole line behind it; the bidders are a process of their own. Whatever was
answered is compared with what was opened: who was told that his bid is in is in with the content of his receipt, once,
and nobody else is.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal, percentile
from benchmarks.servers import Place, place
from scenario_market.domain import city as city_module
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import beginning, envelope, sections
from scenario_market.domain.bids.models import Bid, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.timing import CLOSE
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.keys.models import ChallengeKey
from scenario_market.domain.parties import sessions
from scenario_market.domain.parties.models import Person
from scenario_market.vault import holding
from tests import factories
from tests.domain.bids.desks import ANSWERS, METRICS
from tests.domain.challenges import calls

BIDDERS = 1_000
MINUTE_SECONDS = 60
OPEN_SECONDS = 56  # the deadline passes so long after the first bidder began
LEAD_SECONDS = 10  # the client makes its bids ready
BID_BYTES, FILE_BYTES = 200_000, 100_000
PATIENCE_SECONDS = 300
ANSWERED = Goal(2.0, of="value", at_most=True)


class Market:
    """A place with an open call and organisations that have begun their bids on it."""

    def __init__(self, where: Place, bidders: int) -> None:
        self.where, self.database = where, where.database()
        self.city = city_module.load(where.settings.city_dir)
        self.keys = holding.web(where.settings)
        with self.database.unit_of_work() as session:
            self.challenge_id = self._call(session)
        self.bidders = [self._bidder(number) for number in range(bidders)]

    def _call(self, session: Any) -> int:
        now = clock.now(session)
        owner = factories.organisation(session, uscc=f"6{0:017}")
        row = calls.call(
            session,
            self.city,
            owner,
            metrics=METRICS,
            term_months=12,
            budget_ceiling_fen=100_000_000,
            closes_at=now + timedelta(days=1),
            questions_close_at=now,
        )
        made = self.keys.sealing.new_challenge_keys(row.id, [], not_before=now)
        row.public_key = made.public_key
        session.add(
            ChallengeKey(
                challenge_id=row.id,
                opening_key_id=made.opening_key_id,
                wrapped=made.wrapped,
                created_at=now,
            )
        )
        return row.id

    def _bidder(self, number: int) -> dict[str, Any]:
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            organisation = factories.organisation(session, uscc=f"7{number:017}")
            person = factories.person(session)
            factories.mandate(session, organisation.id, person.id, "offers")
            person = session.get_one(Person, person.id)
            token = sessions.begin(session, person, way="test", hours=12, now=now)
            actor = Actor(
                person_id=person.id,
                roles=frozenset({"provider"}),
                mandates={organisation.id: frozenset({"offers"})},
            )
            workspace = beginning.begin(
                session,
                self.challenge_id,
                organisation_id=organisation.id,
                actor=actor,
                now=now,
                city=self.city,
                sealing=self.keys.sealing,
            )
            return {"token": token, "key": workspace.access_key}

    def close_in(self, seconds: float) -> None:
        """The deadline is so long away."""
        with self.database.unit_of_work() as session:
            row = session.get_one(Challenge, self.challenge_id)
            assert row.closes_at is not None
            row.closes_at = clock.now(session) + timedelta(seconds=seconds)
            set_deadline(session, CLOSE, row.id, due_at=row.closes_at)

    def plan(self, port: int) -> dict[str, Any]:
        """What the client does."""
        blank = {name: sections.empty(name, self.city.codes) for name in sections.SECTIONS}
        pause = MINUTE_SECONDS / len(self.bidders)
        return {
            "port": port,
            "bid_bytes": BID_BYTES,
            "file_bytes": FILE_BYTES,
            "answers": ANSWERS,
            "etags": {name: envelope.etag(answer) for name, answer in blank.items()},
            "bidders": [
                one | {"after_seconds": number * pause} for number, one in enumerate(self.bidders)
            ],
        }

    def opened(self) -> tuple[dict[str, str], float]:
        """Workspace → hash of the content of its bid, and how long after the deadline all were opened.

        :raises TimeoutError: they are not.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with self.database.reading() as session:
                row = session.get_one(Challenge, self.challenge_id)
                if row.unsealed_at is not None:
                    query = select(Workspace.access_key, Bid.content_hash).join(
                        Workspace, Workspace.id == Bid.workspace_id
                    )
                    found = session.execute(query).all()
                    if len(found) != len({key for key, _ in found}):
                        raise RuntimeError("a workspace has two bids")
                    assert row.closes_at is not None
                    return dict(map(tuple, found)), (
                        row.unsealed_at - row.closes_at
                    ).total_seconds()
            time.sleep(0.5)
        raise TimeoutError("the bids were not opened")


def ask(market: Market, port: int) -> list[dict[str, Any]]:
    """Let the bidders loose; what each was told."""
    client = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bidding_client"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    begin = time.monotonic() + LEAD_SECONDS
    market.close_in(LEAD_SECONDS + OPEN_SECONDS)
    out, _ = client.communicate(f"{json.dumps(market.plan(port))}\n{begin}\n")
    return json.loads(out)


def compared(told: list[dict[str, Any]], opened: dict[str, str]) -> tuple[int, int]:
    """How many were told that they are in, and how many that they are out.

    :raises RuntimeError: somebody was not answered, or what he was told is not what was opened.
    """
    if broken := [one for one in told if "hand_in" not in one]:
        raise RuntimeError(f"{len(broken)} were not answered, the first: {broken[0]}")
    inside = {one["key"]: one["hand_in"]["content_hash"] for one in told if one["hand_in"]["done"]}
    if inside != opened:
        raise RuntimeError(f"told in: {len(inside)}, opened: {len(opened)}, and not the same")
    out = [one["hand_in"] for one in told if not one["hand_in"]["done"]]
    if wrong := [one for one in out if (one["status"], one["rule"]) != (409, "challenge_closed")]:
        raise RuntimeError(f"{len(wrong)} were told something else, the first: {wrong[0]}")
    return len(inside), len(out)


def run(given: Given) -> Iterator[Figure]:
    """The figures; ``--size`` sets the number of bidders."""
    for bidders in given.sizes or (BIDDERS,):
        with place("postgresql") as where:
            market = Market(where, bidders)
            with running(where) as processes:
                before = processes.cpu_seconds("web")
                told = ask(market, processes.port)
                busy = processes.cpu_seconds("web") - before
                opened, opening_seconds = market.opened()
            market.database.close()
        inside, out = compared(told, opened)
        yield from figures(told, f"{bidders} bidders in a minute")
        yield Figure("  told in, each opened once with its content", inside, "bids")
        yield Figure("  told out, the deadline having passed", out, "bids")
        yield Figure("  processor time of the web for each of them", busy / bidders, "s")
        goal = Goal(30.0, of="value", at_most=True)
        yield Figure("  opened after the deadline", opening_seconds, "s", goal=goal)


def figures(told: list[dict[str, Any]], what: str) -> Iterator[Figure]:
    """How long the answers took."""
    for name in ("upload", "hand_in"):
        took = [one[name]["seconds"] for one in told]
        yield Figure(f"{what}: {name} p50", percentile(took, 0.50), "s")
        yield Figure(f"{what}: {name} p99", percentile(took, 0.99), "s", goal=ANSWERED)
