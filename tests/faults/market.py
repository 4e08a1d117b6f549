"""A pool and demands for the fault tests, publications in volume, and what must be true when all is done."""

import time
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, insert, select, update

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
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.models import Provider
from scenario_market.workers.match import POLICY_KEYS
from scenario_market.workers.pool import make_engine
from tests.factories import NOW

POOL = 60
STOCK = 4_000
BATCH = 20


class Market:
    """A database with a pool, a stock of approved demands to publish, and a stock of listed ones to let expire."""

    def __init__(self, database, city):
        self.database, self.city = database, city
        self.published, self.expiring = [], []
        with database.unit_of_work() as session:
            self._fill(session)

    def _fill(self, session):
        stamps = {"created_at": NOW, "updated_at": NOW}
        pool = fictitious_providers()[:POOL]
        session.execute(
            insert(Organisation),
            [{"uscc": p.uscc, "name": p.name, "state": "verified", **stamps} for p in pool],
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
                    **stamps,
                }
                for p in pool
            ],
        )
        owner = Organisation(uscc="9" * 18, name="测试需求单位", state="verified", **stamps)
        session.add(owner)
        session.flush()
        texts = fictitious_demands()
        session.execute(
            insert(Demand),
            [
                self._demand(texts[place % len(texts)], owner.id, place) | stamps
                for place in range(2 * STOCK)
            ],
        )
        keys = session.scalars(select(Demand.id).order_by(Demand.id)).all()
        self.to_publish, self.to_expire = list(keys[:STOCK]), list(keys[STOCK:])

    @staticmethod
    def _demand(text, owner_id, place):
        return {
            "state": "approved",
            "owner_organisation_id": owner_id,
            "content_number": 1,
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
        ids, self.to_publish = self.to_publish[:count], self.to_publish[count:]
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            self._list(session, ids, now, closes_at=now + timedelta(days=60))
            for key in ids:
                event = DemandListed(subject_id=key, list_id=1, number=1)
                outbox.record(session, event, actor=SYSTEM, now=now)
        self.published += ids

    def let_expire(self, count=BATCH, seconds=0.0):
        """List demands, without matching, whose time for answers is over in so many seconds."""
        ids, self.to_expire = self.to_expire[:count], self.to_expire[count:]
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            self._list(session, ids, now, closes_at=now + timedelta(seconds=seconds))
        self.expiring += ids

    @staticmethod
    def _list(session, ids, now, closes_at):
        session.execute(
            update(Demand)
            .where(Demand.id.in_(ids))
            .values(state="listed", listed_at=now, closes_at=closes_at)
        )
        set_deadlines(session, EXPIRE, dict.fromkeys(ids, closes_at))

    def counts(self):
        """What is owed now, by kind, and what of it is leased."""
        undone = (Job.done_at.is_(None), Job.parked_at.is_(None))
        with self.database.reading() as session:
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

    def held_by(self, pid):
        """How many undone jobs a worker process is at."""
        with self.database.reading() as session:
            return session.scalar(
                select(func.count()).where(
                    Job.done_at.is_(None), Job.parked_at.is_(None), Job.holder.like(f"%:{pid}:%")
                )
            )

    def settle(self, seconds=20):
        """Wait until nothing is owed; returns how long that took.

        :raises TimeoutError: something is stuck.
        """
        begun = time.monotonic()
        while self.owed():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"after {seconds} s: {self.counts()}")
            time.sleep(0.05)
        return time.monotonic() - begun

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
                select(Job.event_id, Job.chunk).where(Job.consumer == "match_demand")
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
