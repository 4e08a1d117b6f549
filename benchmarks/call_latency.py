"""From the commit of a call's publication to committed notices of it, at a pool of 500, on embedded defaults.

As ``inbox_latency``, with the command that publishes a call and a call that has a condition: some of the pool are told
that they fit, some which condition they miss. The ceiling is the same bare hand-over.
"""

import time
from collections.abc import Iterator

from sqlalchemy import select

from benchmarks.inbox_latency import (
    PAUSE_SECONDS,
    PUBLICATIONS,
    SECONDS,
    HandOver,
    Publisher,
    looker,
)
from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal, percentile
from benchmarks.servers import Place, place
from scenario_market.demo.demands import demands
from scenario_market.domain import clock
from scenario_market.domain.challenges import drafting, publishing, rules
from scenario_market.domain.challenges.models import Challenge, ChallengeClearance
from scenario_market.domain.matching.call_records import ChallengeRun

PROGRAMME = "scenario_challenge"
CONDITIONS = [{"kind": "category", "values": ["solution"]}]
FIXED = {
    "background": "现有方式效率低，质量不稳定",
    "deliverables": ["系统一套"],
    "reward_fen": 100_000_000,
    "budget_ceiling_fen": 150_000_000,
    "funding_source": "own_funds",
    "term_months": 12,
    "ip_ownership": "joint",
    "contract_route": "tender",
    "owner_type": "private",
    "window_days": 35,
    "contact_name": "测试联系人",
    "contact_mobile": "027-00000000",
    "eligibility": CONDITIONS,
}
TAKEN = (
    "title",
    "domain",
    "industries",
    "service_types",
    "content",
    "metrics",
    "district",
    "place",
)


class Caller(Publisher):
    """Publishes calls, and sees when their notices are there."""

    def __init__(self, here: Place) -> None:
        super().__init__(here)
        self.look = looker(here, "challenge", "match_call")

    def new_challenge_keys(self, session: object, challenge_id: int, *, now: object) -> bytes:
        """No bid will come: any key will do."""
        return bytes(32)

    def approve(self, count: int) -> list[int]:
        """Calls that only wait for their publication, as the review would leave them."""
        made = demands(self.city.day(self.here.now()))
        programme = self.city.programmes[PROGRAMME]
        keys = []
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            stamps = {"created_at": now, "updated_at": now, "author_id": self.lead.person_id}
            for number in range(count):
                one = made[number % len(made)]
                fields = {name: getattr(one, name) for name in TAKEN} | FIXED
                fields["place"] = fields["place"] or "一号厂房"
                kept = rules.check(fields, self.city.codes, programme)
                row = Challenge(
                    **drafting.empty() | kept | stamps,
                    state="approved",
                    programme=programme.code,
                    rules=programme.kept(),
                    source="office",
                    owner_organisation_id=1 + number % 500,
                    content_number=1,
                )
                row.author_id = None
                session.add(row)
                session.flush()
                keys.append(row.id)
                session.add_all(
                    ChallengeClearance(
                        challenge_id=row.id,
                        number=1,
                        step=step,
                        signed_by_id=self.lead.person_id,
                        at=now,
                    )
                    for step in self.city.policy["challenge"]["clearance_steps"]
                )
        return keys

    def release(self, challenge_id: int) -> None:
        with self.database.unit_of_work() as session:
            publishing.publish(
                session,
                challenge_id,
                actor=self.lead,
                now=clock.now(session),
                city=self.city,
                version=None,
                sealing=self,
            )

    def told(self) -> int:
        """The largest number of providers told: that they fit, or nearly."""
        with self.database.reading() as session:
            return max(session.scalars(select(ChallengeRun.told + ChallengeRun.near)))


def run(given: Given) -> Iterator[Figure]:
    """On each database."""
    for kind in given.databases:
        with place(kind) as here:
            caller = Caller(here)
            keys = caller.approve(PUBLICATIONS)
            with running(here, "relay", "worker"):
                for key in keys[:5]:  # the worker has loaded its index once the first is through
                    caller.publish(key)
                bare, found, spent = HandOver(here, caller.database, caller.told()), [], []
                until = time.perf_counter() + SECONDS
                for key in keys[5:]:
                    spent.append(1000 * caller.publish(key))
                    found.append(1000 * bare(key))
                    time.sleep(PAUSE_SECONDS)
                    if time.perf_counter() > until:
                        break
                bare.end()
            name = f"{here.kind}, a call's commit to notices, {len(spent)} publications"
            for share, bound in ((0.5, 60), (0.99, 300)):
                yield Figure(
                    f"{name}: p{share * 100:.0f}",
                    percentile(spent, share),
                    "ms",
                    percentile(found, share),
                    less_is_better=True,
                    goal=Goal(bound, of="value", at_most=True),
                )
            caller.database.close()
