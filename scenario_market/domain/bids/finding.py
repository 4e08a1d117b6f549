"""Finding a workspace: only who takes part in it does; and what an act holds while it is under way.

Whatever the act is, the same statements are sent in the same order: none of them says what is in the envelope.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import ConsortiumInvitation, Participation, Workspace
from scenario_market.domain.challenges.bidders import Answer
from scenario_market.domain.challenges.eligibility import answers
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.share import share_lock
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.parties.authority import represented
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Offering, Provider

SCOPE = "offers"  # of a mandate: who answers in an organisation's name bids in it too


@dataclass(frozen=True)
class Partner:
    """An organisation of a workspace. ``offerings``: what it calls the things that it sells, by its profile."""

    organisation_id: int
    uscc: str
    name: str
    is_lead: bool
    offerings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """A workspace and all that decides on an act in it, the call's row shared.

    :param partners: who takes part, the lead first. :param acting: of them those in whose name the actor may act.
    :param invited: how many organisations were asked and have not answered.
    :param eligibility: an answer per rule of the call, for these partners.
    """

    workspace: Workspace
    challenge: Challenge
    partners: Sequence[Partner]
    acting: frozenset[int]
    invited: int
    eligibility: Sequence[Answer]

    @property
    def participating(self) -> frozenset[int]:
        return frozenset(one.organisation_id for one in self.partners)

    @property
    def leads(self) -> bool:
        """Whether the actor may act for the lead."""
        return any(one.is_lead for one in self.partners if one.organisation_id in self.acting)


def taking_part(actor: Actor) -> Any:
    """A condition: workspaces in which an organisation takes part in whose name the actor may bid."""
    return Workspace.id.in_(
        select(Participation.workspace_id).where(
            Participation.organisation_id.in_(actor.organisations_with(SCOPE))
        )
    )


def located(session: Session, access_key: str, *, actor: Actor) -> tuple[int, int]:
    """Keys of a workspace and its call.

    :raises NotFound: there is none, or the actor has no part in it.
    """
    query = select(Workspace.id, Workspace.challenge_id).where(
        Workspace.access_key == access_key, taking_part(actor)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(kind="workspace")
    return found[0], found[1]


def taken_up(session: Session, access_key: str, *, actor: Actor, now: datetime, city: City) -> Desk:
    """Take a workspace up for an act: the call's row is shared first, the workspace's locked after it.

    :raises NotFound: there is none, or the actor has no part in it.
    :raises RuleRefused: ``challenge_closed``; ``both_sides``: the actor stands for the owner too.
    """
    require(actor, "bid.work")
    workspace_id, challenge_id = located(session, access_key, actor=actor)
    challenge = shared_open(session, challenge_id, actor=actor, now=now)
    workspace = lifecycle.lock(session, Workspace, workspace_id)
    return desk(session, workspace, challenge, actor=actor, now=now, city=city)


def looked_at(
    session: Session, access_key: str, *, actor: Actor, now: datetime
) -> tuple[int, Mapping[str, Any]]:
    """Whether an act would find its workspace and an open call, without taking it up: key, and the call's rules.

    For what is asked before a long body is read; the act itself asks again, under its locks.

    :raises NotFound, RuleRefused: as :func:`taken_up`, but for ``both_sides``.
    """
    require(actor, "bid.work")
    workspace_id, challenge_id = located(session, access_key, actor=actor)
    query = select(Challenge.state, Challenge.closes_at, Challenge.rules)
    row = session.execute(query.where(Challenge.id == challenge_id)).one()
    _check_open(row.state, row.closes_at, now)
    return workspace_id, row.rules


def _check_open(state: str, closes_at: datetime | None, now: datetime) -> None:
    if state != ChallengeState.OPEN or closes_at is None or closes_at <= now:
        raise RuleRefused(
            "challenge_closed", closes_at=closes_at.isoformat() if closes_at else None
        )


def shared_open(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> Challenge:
    """The call's row, shared, as long as bids are taken.

    :raises RuleRefused: ``challenge_closed``: exactly from ``closes_at`` on, or once it has ended otherwise;
        ``both_sides``.
    """
    challenge = share_lock(session, challenge_id)
    if challenge.published_at is None:
        raise NotFound(kind="challenge")
    _check_open(challenge.state, challenge.closes_at, now)
    if challenge.owner_organisation_id in represented(session, actor):
        raise RuleRefused("both_sides")
    return challenge


def desk(
    session: Session,
    workspace: Workspace,
    challenge: Challenge,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> Desk:
    """What decides on a workspace, read in a fixed number of statements."""
    query = (
        select(Organisation.id, Organisation.uscc, Organisation.name, Participation.is_lead)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(Participation.workspace_id == workspace.id)
        .order_by(Participation.is_lead.desc(), Organisation.id)
    )
    rows = session.execute(query).all()
    sold = _offerings(session, [row.id for row in rows])
    partners = [Partner(*row, tuple(sold[row.id])) for row in rows]
    waiting = select(ConsortiumInvitation.id).where(
        ConsortiumInvitation.workspace_id == workspace.id, ConsortiumInvitation.answer.is_(None)
    )
    invited = len(session.scalars(waiting).all())
    keys = [one.organisation_id for one in partners]
    return Desk(
        workspace=workspace,
        challenge=challenge,
        partners=partners,
        acting=frozenset(keys) & frozenset(actor.organisations_with(SCOPE)),
        invited=invited,
        eligibility=answers(session, challenge, keys, now=now, city=city),
    )


def _offerings(session: Session, organisation_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Titles of what these organisations offer, or once did, by their keys."""
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(Provider.organisation_id, Offering.title)
        .join(Offering, Offering.provider_id == Provider.id)
        .where(Provider.organisation_id.in_(organisation_ids))
    )
    for organisation_id, title in session.execute(query):
        found[organisation_id].append(title)
    return found
