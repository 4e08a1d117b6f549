"""From the commit of a call's publication to committed notices of it, at a pool of 500, on embedded defaults.

As ``inbox_latency``, with the command that publishes a call and a call that has a condition: some of the pool are told
that they fit, some which condition they miss. The ceiling is the same bare hand-over.
"""

from collections.abc import Iterator

from benchmarks.inbox_latency import Publisher, latencies
from benchmarks.room import Figure, Given
from scenario_market.demo.demands import demands
from scenario_market.domain import clock
from scenario_market.domain.challenges import publishing, rules, versions
from scenario_market.domain.challenges.models import Challenge, ChallengeClearance

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

    kind = "challenge"

    def new_challenge_keys(
        self, session: object, challenge_id: int, *, closes_at: object, now: object
    ) -> bytes:
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
                    **versions.empty() | kept | stamps,
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


def run(given: Given) -> Iterator[Figure]:
    """Of calls."""
    yield from latencies(given, Caller, "a call's commit to notices")
