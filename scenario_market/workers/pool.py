"""The matching engine of one process: kept up with the database by event position, with statistics that all share.

Every change of a provider or of its organisation is an event. A match never uses an index older than the events before
it: ``catch_up`` reads what came since and replaces those profiles. Damage or absence means loading again, not failure.
"""

import threading
from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.city import City
from scenario_market.domain.matching.engine import Engine, Statistics
from scenario_market.domain.matching.engines import make_engine, newest_statistics
from scenario_market.domain.matching.records import FrozenStatistics
from scenario_market.domain.outbox import ChainHead, EventRecord
from scenario_market.domain.parties import events
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.models import Provider
from scenario_market.persistence.database import Database

log = structlog.get_logger("pool")
# The index holds an organisation's name, and whether it is verified.
OF_ORGANISATION = tuple(
    one.kind
    for one in (events.OrganisationEdited, events.OrganisationVerified, events.VerificationRevoked)
)
GROWTH = 1.5  # statistics of a pool that has grown by more than this are frozen anew


class PoolIndex:
    """An engine over the whole pool, caught up on demand. Threads share it; one of them catches up at a time."""

    def __init__(self, city: City, database: Database) -> None:
        self.city, self.database = city, database
        self.engine = make_engine(city)
        self.position: int | None = None
        self.lock = threading.Lock()

    def catch_up(self, session: Session) -> Engine:
        """Bring the engine to everything that is committed, and return it."""
        with self.lock:
            newest = newest_statistics(session)
            stale = newest is not None and newest.version != self.engine.statistics.version
            if self.position is None or newest is None or stale:
                self._load(session, newest)
            else:
                self._follow(session, self.position)
            return self.engine

    def _load(self, session: Session, newest: FrozenStatistics | None) -> None:
        position = _head(session)
        if newest is None or _outgrown(newest, profiles.size(session)):
            newest = self._freeze(session, newest)
        else:
            self._fill(session, newest)
        self.position = position
        log.info("pool_loaded", providers=len(self.engine), version=self.engine.version)

    def _fill(self, session: Session, newest: FrozenStatistics) -> None:
        statistics = Statistics.from_bytes(newest.data)
        self.engine.load(profiles.stream(session), statistics=statistics)

    def _freeze(self, session: Session, known: FrozenStatistics | None) -> FrozenStatistics:
        """Load, and freeze the statistics of the present pool for everybody; the first who does it wins."""
        self.engine.load(profiles.stream(session))
        data = self.engine.statistics.to_bytes()
        with self.database.unit_of_work() as writing:
            newest = newest_statistics(writing)
            if newest is None or (known is not None and newest.id == known.id):
                newest = FrozenStatistics(
                    version=self.engine.statistics.version,
                    profiles=len(self.engine),
                    data=data,
                    at=clock.now(writing),
                )
                writing.add(newest)
                writing.flush()
                return newest
            newest.data  # noqa: B018 - read while its session lives
        self._fill(session, newest)
        return newest

    def _follow(self, session: Session, since: int) -> None:
        head = _head(session)
        if head == since:
            return
        changed = changed_providers(session, since)
        if changed:
            fresh = list(profiles.stream(session, changed))
            self.engine.put(*fresh)
            self.engine.drop(*set(changed).difference(profile.provider_id for profile in fresh))
        self.position = head
        newest = newest_statistics(session)
        if newest is not None and _outgrown(newest, len(self.engine)):
            self._load(session, newest)


def _outgrown(statistics: FrozenStatistics, size: int) -> bool:
    return size > max(statistics.profiles, 20) * GROWTH


def _head(session: Session) -> int:
    return session.scalar(select(ChainHead.position).where(ChainHead.id == 1)) or 0


def changed_providers(session: Session, since: int) -> Sequence[int]:
    """Keys of the providers that events after a position speak of, or of whose organisations they do."""
    found = session.execute(
        select(EventRecord.subject_kind, EventRecord.subject_id, EventRecord.payload).where(
            EventRecord.position > since,
            EventRecord.subject_kind.in_(("provider", "import")),
        )
    ).all()
    of_organisations = (
        select(Provider.id)
        .join(EventRecord, EventRecord.subject_id == Provider.organisation_id)
        .where(EventRecord.position > since, EventRecord.kind.in_(OF_ORGANISATION))
    )
    keys = set(session.scalars(of_organisations))
    for kind, subject_id, payload in found:
        keys.update([subject_id] if kind == "provider" else (payload or {}).get("provider_ids", []))
    return sorted(keys)
