"""What a worker process holds: settings, city, database, index, channels; and what a handler gets for one work."""

import os
import socket
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.channels.post import Post, open_post
from scenario_market.channels.wake import Waker
from scenario_market.documents.files import Directory, file_store
from scenario_market.domain import city as city_module
from scenario_market.domain.city import City
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.vault import holding
from scenario_market.vault.envelopes import OpenerSealing
from scenario_market.vault.platform import PlatformKeys
from scenario_market.workers.gate import Gate
from scenario_market.workers.pool import PoolIndex


def holder_name() -> str:
    """Host and process, for people; and what is new at every start: a restarted one is not its former self."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass
class Machine:
    """One worker process.

    :param post: what carries messages out; by default what the settings name.
    :param opener: opens sealed bids; None where this process does not hold the opening key.
    :param signer: signs dossiers; None where this process does not hold the platform's key.
    """

    settings: Settings
    city: City
    database: Database
    pool: PoolIndex
    name: str = field(default_factory=holder_name)
    gate: Gate = field(default_factory=Gate)
    post: Post = field(default=None)  # type: ignore[assignment]
    opener: OpenerSealing | None = None
    signer: PlatformKeys | None = None

    def __post_init__(self) -> None:
        if self.post is None:
            self.post = open_post(self.settings)

    @property
    def files(self) -> Directory:
        """Where uploaded files are kept."""
        return file_store(self.settings)


def make_machine(settings: Settings) -> Machine:
    """What one worker process holds.

    :raises KeyFileError: the opening key is wrong, or the draft key is named here too.
    """
    city = city_module.load(settings.city_dir)
    database = Database(
        settings.database_url,
        wake=Waker(settings.redis_url),
        pool_size=settings.worker_threads + 4,
    )
    pool = PoolIndex(city, database)
    opener, signer = holding.opener(settings), holding.signer(settings)
    return Machine(settings, city, database, pool, opener=opener, signer=signer)


@dataclass(frozen=True)
class Work:
    """One job in one transaction: everything that its handler may touch."""

    machine: Machine
    session: Session
    job: Job
    event: EventRecord
    now: datetime

    @property
    def city(self) -> City:
        return self.machine.city
