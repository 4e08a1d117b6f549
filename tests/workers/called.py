"""Matching of calls as a worker does it, without a broker: events are recorded, handled, and read back."""

from types import SimpleNamespace

from sqlalchemy import select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges.call_events import InterestLow
from scenario_market.domain.challenges.events import ChallengePublished
from scenario_market.domain.matching.records import Match, MatchRun
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.providers.events import ProviderAdmitted
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.workers import match_needs, match_providers
from scenario_market.workers.machine import Work
from scenario_market.workers.pool import PoolIndex
from tests.factories import NOW


class Worker:
    """Handles one event at a time, on an index of its own: what comes later is seen."""

    def __init__(self, database, city):
        self.database, self.city = database, city

    def _handle(self, event, rank, write, now, arguments=None):
        with self.database.unit_of_work() as session:
            record = outbox.record(session, event, actor=SYSTEM, now=NOW)
            session.flush()
            event_id = record.id
        machine = SimpleNamespace(city=self.city, pool=PoolIndex(self.city, self.database))
        job = SimpleNamespace(arguments=arguments, consumer="match_need")
        with self.database.reading() as session:
            found = rank(Work(machine, session, job, session.get(type(record), event_id), now))
        with self.database.unit_of_work() as session:
            write(Work(machine, session, job, session.get(type(record), event_id), now), found)
        return event_id

    def published(self, challenge_id, now=NOW, arguments=None):
        event = ChallengePublished(subject_id=challenge_id, number=1)
        return self._handle(event, match_needs.rank_need, match_needs.write_need, now, arguments)

    def quiet(self, challenge_id, now=NOW):
        event = InterestLow(subject_id=challenge_id, follows=0, questions=0)
        return self._handle(event, match_needs.rank_need, match_needs.write_need, now)

    def admitted(self, provider_id, now=NOW):
        event = ProviderAdmitted(subject_id=provider_id)
        return self._handle(
            event, match_providers.rank_provider, match_providers.write_provider, now
        )

    def told(self):
        """(kind, call, organisation) of every notice about a call, in its order."""
        with self.database.reading() as session:
            query = select(Notice.kind, Notice.subject_id, Notice.organisation_id)
            rows = session.execute(query.where(Notice.subject_kind == "challenge"))
            return sorted(map(tuple, rows))

    def matches(self):
        """Matches of calls by their provider."""
        with self.database.reading() as session:
            return {
                row.provider_id: row
                for row in session.scalars(select(Match).where(Match.subject_kind == "challenge"))
            }

    def runs(self):
        with self.database.reading() as session:
            return session.scalars(select(MatchRun).order_by(MatchRun.id)).all()


def provider(session, organisation, text, *held, state="admitted", **columns):
    """A provider of the pool with a text; ``held``: (kind, code, level, expires_on)."""
    row = Provider(
        organisation_id=organisation.id,
        state=state,
        capabilities=text,
        introduction=text,
        created_at=NOW,
        updated_at=NOW,
        **{"categories": ["solution"]} | columns,
    )
    row.credentials = [
        Credential(**dict(zip(("kind", "code", "level", "expires_on"), one, strict=False)))
        for one in held
    ]
    session.add(row)
    session.flush()
    return row
