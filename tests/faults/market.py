"""A pool and demands for the fault tests, publications in volume, and what must be true when all is done."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count as numbers

from sqlalchemy import func, insert, select

from scenario_market.demo.demands import demands as fictitious_demands
from scenario_market.demo.providers import providers as fictitious_providers
from scenario_market.domain import audit, clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.deadlines import Deadline, set_deadlines
from scenario_market.domain.demands import needs
from scenario_market.domain.demands.events import DemandListed
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.publishing import EXPIRE
from scenario_market.domain.jobs import Job
from scenario_market.domain.matching.engine import Policy
from scenario_market.domain.matching.engines import make_engine
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.models import Provider
from scenario_market.workers.fan_out import POLICY_KEYS
from tests import factories
from tests.factories import NOW
from tests.waiting import until

POOL = 60
BATCH = 20
STAMPS = {"created_at": NOW, "updated_at": NOW}


@cache
def fiction():
    """Providers and demands to take texts from."""
    return fictitious_providers()[:POOL], fictitious_demands()


@dataclass(frozen=True)
class Leases:
    """Of the undone jobs: seconds until all are due again by themselves; how many are leased, over it, and free."""

    furthest_seconds: float
    running: int
    over: int
    free: int


class Market:
    """A database with a pool and an owner of needs, whose demands are published and expire."""

    def __init__(self, database, city):
        self.database, self.city = database, city
        self.published, self.expiring, self.numbers = [], [], numbers()
        with database.unit_of_work() as session:
            self._fill(session)

    def _fill(self, session):
        pool, _ = fiction()
        session.execute(
            insert(Organisation),
            [{"uscc": p.uscc, "name": p.name, "state": "verified", **STAMPS} for p in pool],
        )
        ids = dict(session.execute(select(Organisation.uscc, Organisation.id)).all())
        lists = ("categories", "service_types", "industries", "domains", "districts")
        session.execute(
            insert(Provider),
            [
                {
                    "organisation_id": ids[p.uscc],
                    "state": "admitted",
                    "introduction": p.introduction,
                    "capabilities": p.capabilities,
                    **{name: list(getattr(p, name)) for name in lists},
                    **STAMPS,
                }
                for p in pool
            ],
        )
        owner = Organisation(uscc="9" * 18, name="测试需求单位", state="verified", **STAMPS)
        session.add(owner)
        session.flush()
        self.owner_id = owner.id

    def _demand(self, closes_at, now):
        place = next(self.numbers)
        _, texts = fiction()
        text = texts[place % len(texts)]
        return STAMPS | {
            "state": "listed",
            "listed_at": now,
            "closes_at": closes_at,
            "owner_organisation_id": self.owner_id,
            "content_number": 1,
            "public_number": 1,
            "number": f"WH-XQ-2026-{place:05}",
            "title": text.title,
            "background": text.background,
            "pain_points": text.pain_points,
            "content": text.content,
            "domain": text.domain,
            "industries": list(text.industries),
            "service_types": list(text.service_types),
            "district": text.district,
        }

    def publish(self, count=BATCH):
        """List demands as a publication would leave them: rows, deadlines, one event for each."""
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            ids = self._list(session, count, now, closes_at=now + timedelta(days=60))
            for key in ids:
                event = DemandListed(subject_id=key, list_id=1, number=1)
                outbox.record(session, event, actor=SYSTEM, now=now)
        self.published += ids

    def let_expire(self, count=BATCH, seconds=0.0):
        """List demands, without matching, whose time for answers is over in so many seconds."""
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            ids = self._list(session, count, now, closes_at=now + timedelta(seconds=seconds))
        self.expiring += ids

    def _list(self, session, count, now, closes_at):
        rows = [self._demand(closes_at, now) for _ in range(count)]
        ids = list(session.scalars(insert(Demand).returning(Demand.id), rows))
        set_deadlines(session, EXPIRE, dict.fromkeys(ids, closes_at))
        return ids

    def counts(self):
        """What is owed now, by kind, and what of it is leased."""
        undone = (Job.done_at.is_(None), Job.parked_at.is_(None))
        with self.database.reading(snapshot=True) as session:
            now = clock.now(session)
            jobs, leased = session.execute(
                select(func.count(), func.count(Job.leased_until)).where(*undone)
            ).one()
            return {
                "jobs": jobs,
                "leased": leased,
                "events": session.scalar(select(func.count()).where(EventRecord.position.is_(None))),
                "deadlines": session.scalar(
                    select(func.count()).where(
                        Deadline.fired_at.is_(None), Deadline.parked_at.is_(None), Deadline.due_at <= now
                    )
                ),
                "deliveries": session.scalar(
                    select(func.count()).where(Delivery.done_at.is_(None), Delivery.parked_at.is_(None))
                ),
            }  # fmt: skip

    def owed(self):
        """How many events, jobs, deliveries and due deadlines wait."""
        counts = self.counts()
        return sum(counts.values()) - counts["leased"]

    def owed_keys(self):
        """What is owed now, one by one: events without position or with undone jobs, due deadlines, deliveries."""
        undone = {
            table: (table.done_at.is_(None), table.parked_at.is_(None)) for table in (Job, Delivery)
        }
        with self.database.reading(snapshot=True) as session:
            now = clock.now(session)
            queries = {
                "new": select(EventRecord.id).where(EventRecord.position.is_(None)),
                "job": select(Job.event_id).where(*undone[Job]),
                "delivery": select(Delivery.id).where(*undone[Delivery]),
                "deadline": select(Deadline.id).where(
                    Deadline.fired_at.is_(None),
                    Deadline.parked_at.is_(None),
                    Deadline.due_at <= now,
                ),
            }
            return {
                ("event" if kind in ("new", "job") else kind, key)
                for kind, query in queries.items()
                for key in session.scalars(query)
            }

    def held_by(self, pid):
        """How many undone jobs a worker process is at."""
        with self.database.reading() as session:
            return session.scalar(
                select(func.count()).where(
                    Job.done_at.is_(None), Job.parked_at.is_(None), Job.holder.like(f"%:{pid}:%")
                )
            )

    def settle(self):
        """Wait until nothing is owed.

        :raises TimeoutError: something is stuck.
        """
        until(lambda: not self.owed(), tell=lambda: f"stuck: {self.counts()}")

    def leases(self):
        """How the undone jobs are held, by the database's clock."""
        undone = (Job.done_at.is_(None), Job.parked_at.is_(None))
        with self.database.reading() as session:
            # The time is read after them, so that no lease can seem longer than it was given.
            rows = session.execute(select(Job.leased_until, Job.due_at).where(*undone)).all()
            now = clock.now(session)
        ends = [end for end, _ in rows if end is not None]
        running = sum(end > now for end in ends)
        furthest = max((max(due, end or due) for end, due in rows), default=now)
        return Leases(
            (furthest - now).total_seconds(), running, len(ends) - running, len(rows) - len(ends)
        )

    def forward(self, seconds):
        """Set the market's clock ahead."""
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=timedelta(seconds=seconds))

    def expected_notices(self):
        """(demand, organisation) pairs that must be told: the engine in this process, over the same pool and policy."""
        policy = Policy(**{key: self.city.policy["matching"][key] for key in POLICY_KEYS})
        engine = make_engine(self.city)
        published = set(self.published)
        with self.database.reading() as session:
            engine.load(profiles.stream(session))
            today = self.city.day(clock.now(session))
            organisations = dict(
                session.execute(select(Provider.id, Provider.organisation_id)).all()
            )
            pairs = set()
            for need in needs.open_needs(session):
                if need.id in published:
                    reach = engine.reach(need, today=today)
                    told = reach.head(policy.count(reach.scores_milli))
                    pairs |= {(need.id, organisations[one]) for one in told.provider_ids}
        return pairs

    def check(self):
        """Everything that must be true once nothing is owed, whatever was killed on the way."""
        with self.database.reading() as session:
            notices = Counter(
                (row.subject_id, row.organisation_id)
                for row in session.execute(
                    select(Notice.subject_id, Notice.organisation_id).where(
                        Notice.kind == "demand_matched"
                    )
                ).all()
            )
            jobs = session.execute(
                select(Job.event_id, Job.chunk).where(Job.consumer == "match_need")
            ).all()
            listed = session.scalars(
                select(EventRecord.id).where(EventRecord.kind == "demand.listed")
            ).all()
            undone = session.scalar(select(func.count()).where(Job.done_at.is_(None)))
            positions = session.scalars(
                select(EventRecord.position).order_by(EventRecord.position)
            ).all()
            expired = Counter(
                session.scalars(
                    select(EventRecord.subject_id).where(EventRecord.kind == "demand.expired")
                )
            )
            open_still = session.scalar(
                select(func.count()).where(Demand.id.in_(self.expiring), Demand.state != "expired")
            )
            parked = [
                session.scalar(select(func.count()).where(table.parked_at.is_not(None)))
                for table in (Job, Delivery, Deadline)
            ]
            verdict = audit.verify(session)
        expected = self.expected_notices()
        assert expected
        assert set(notices) == expected
        assert set(notices.values()) == {1}, "a notice twice"
        assert len(listed) == len(self.published)
        assert Counter(map(tuple, jobs)) == Counter((key, 0) for key in listed)
        assert undone == 0
        assert positions == list(range(1, len(positions) + 1)), "positions have gaps"
        assert expired == Counter(self.expiring), "a deadline not fired, or twice"
        assert open_still == 0
        assert parked == [0, 0, 0]
        assert verdict.broken is None
