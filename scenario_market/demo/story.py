"""The demonstration's past: many stories told step by step in the order of their days, each step a real command.

A story is a generator: it yields the instant of its next step and is resumed at it, with the market's clock standing
there as far as the commands know (``now``).
"""

import heapq
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.demo import accounts
from scenario_market.demo.people import actor
from scenario_market.documents.files import Directory
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.city import City
from scenario_market.domain.parties import proving
from scenario_market.domain.pledges.signing import Tools
from scenario_market.vault.envelopes import OpenerSealing
from scenario_market.vault.holding import WebKeys
from scenario_market.vault.passwords import Argon2Passwords
from scenario_market.vault.platform import PlatformKeys

Life = Generator[datetime, datetime, None]


@dataclass(frozen=True)
class Keys:
    """The keys of a web process, of an opener and of the clock, together in a demonstration alone."""

    web: WebKeys
    opener: OpenerSealing
    signing: Tools
    heads: PlatformKeys


@dataclass
class Stage:
    """Who plays, where and with which keys.

    :param people: account key → key of the person. :param organisations: demonstration key → key of the organisation.
    :param evidence: the file that stands for every paper of the demonstration.
    """

    session: Session
    city: City
    people: Mapping[str, int]
    organisations: Mapping[str, int]
    keys: Keys
    files: Directory
    evidence: Upload

    def who(self, key: str, now: datetime) -> Actor:
        """A demonstration account as an actor."""
        return actor(self.session, self.people[key], now)

    def proof(self, key: str, now: datetime) -> proving.Proof:
        """The proof by password of who signs."""
        return proving.prepare(
            self.session,
            password=accounts.PASSWORD,
            hasher=Argon2Passwords(),
            actor=self.who(key, now),
        )

    def by(self, key: str, now: datetime) -> dict[str, Any]:
        """What nearly every command wants: who acts, when, in which city."""
        return {"actor": self.who(key, now), "now": now, "city": self.city}


def tell(stories: Iterable[Life], pass_to: Callable[[datetime], None]) -> None:
    """Carry out all stories, what comes first first.

    :param pass_to: lets the clock fire what falls due up to an instant.
    """
    order = count()
    waiting = [(next(story), next(order), story) for story in stories]
    heapq.heapify(waiting)
    while waiting:
        now, _, story = heapq.heappop(waiting)
        pass_to(now)
        try:
            heapq.heappush(waiting, (story.send(now), next(order), story))
        except StopIteration:
            continue
