"""Negotiating a pledge: proposals as versions with tracked changes, and the parties' word on the present one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.pledges import changes, document
from scenario_market.domain.pledges.access import open_pledge, party_of
from scenario_market.domain.pledges.events import PledgeAgreed, PledgeProposed
from scenario_market.domain.pledges.models import (
    Pledge,
    PledgeAgreement,
    PledgeSignature,
    PledgeVersion,
)
from scenario_market.domain.pledges.states import (
    OPEN,
    PARTIES,
    PLEDGE_MOVES,
    Party,
    PledgeState,
)
from scenario_market.domain.programmes.values import programme

REASON_MAX = 2000


def propose(
    session: Session,
    pledge_id: int,
    *,
    wanted: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PledgeVersion:
    """Propose changes: a new version, to which the proposer agrees and nobody else yet.

    A version that was to be signed is negotiated again, and what was signed of it is void.

    :param wanted: field → new value; see ``changes.apply``. :param reason: why; owed.
    :raises Invalid: names fields that are fixed or wrong.
    :raises RuleRefused: ``not_a_party``; ``pledge_due``: the date has passed.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.negotiate", version=version
    )
    party = party_of(session, actor, pledge, now=now)
    check_open(challenge, pledge, "propose", now)
    _check_reason(reason)
    template = city.pledges[programme(challenge.rules).pledge_template]
    present = version_of(session, pledge)
    drawn, differs = changes.apply(document.read(present.canonical), wanted, template=template)
    if pledge.state == PledgeState.SIGNING:
        _reopen(session, pledge, actor=actor, now=now)
    else:
        lifecycle.touch(pledge, now=now)
    row = _write(session, pledge, drawn, now=now)
    row.changed, row.weakened = differs, changes.weaker(drawn["metrics"])
    row.party, row.proposed_by_id, row.reason = party, actor.person_id, reason.strip()
    _note(session, pledge, party, actor=actor, now=now, reason=reason.strip())
    event = PledgeProposed(
        subject_id=pledge.id,
        number=row.number,
        party=party,
        fields=[one["field"] for one in differs],
        weakened=row.weakened,
    )
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return row


def agree(
    session: Session,
    pledge_id: int,
    *,
    number: int,
    reason: str = "",
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Pledge:
    """Agree to the present version; when all have, it is to be signed.

    :param number: the version that the actor has read.
    :param reason: owed by owner and office where metrics are weaker.
    :raises RuleRefused: ``version_not_current``, ``weakening_needs_reason``, ``not_a_party``, ``pledge_due``.
    :raises AlreadyDone: ``agreed_already``.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.negotiate", version=version
    )
    party = party_of(session, actor, pledge, now=now)
    check_open(challenge, pledge, "agree", now)
    if pledge.state != PledgeState.NEGOTIATING:
        raise IllegalMove(verb="agree", state=pledge.state, kind="pledge")
    if number != pledge.number:
        raise RuleRefused("version_not_current", number=number, current=pledge.number)
    weakened = version_of(session, pledge).weakened
    if weakened and party != Party.PROVIDER and not reason.strip():
        raise RuleRefused("weakening_needs_reason", metrics=weakened)
    if party in agreed(session, pledge):
        raise AlreadyDone("agreed_already")
    _check_length(reason)
    lifecycle.touch(pledge, now=now)
    _note(session, pledge, party, actor=actor, now=now, reason=reason.strip())
    event = PledgeAgreed(subject_id=pledge.id, number=number, party=party)
    outbox.record(session, event, actor=actor, now=now)
    _settle(session, pledge, actor=actor, now=now)
    return pledge


def version_of(session: Session, pledge: Pledge) -> PledgeVersion:
    """The present version."""
    query = select(PledgeVersion).where(
        PledgeVersion.pledge_id == pledge.id, PledgeVersion.number == pledge.number
    )
    return session.scalars(query).one()


def agreed(session: Session, pledge: Pledge) -> set[str]:
    """The parties that agreed to the present version."""
    query = select(PledgeAgreement.party).where(
        PledgeAgreement.pledge_id == pledge.id, PledgeAgreement.number == pledge.number
    )
    return set(session.scalars(query))


# In delivery a reserve that takes a project over signs its own pledge.
WAITING = frozenset({ChallengeState.AWARDED, ChallengeState.IN_DELIVERY})


def check_open(challenge: Challenge, pledge: Pledge, verb: str, now: datetime) -> None:
    """A pledge is open as long as its call waits for it; ``due_at`` is exclusive.

    :raises IllegalMove: the pledge or the call has ended. :raises RuleRefused: ``pledge_due``.
    """
    if pledge.state not in OPEN:
        raise IllegalMove(verb=verb, state=pledge.state, kind="pledge")
    if challenge.state not in WAITING:  # cancelled just now, and the pledge not void yet
        raise IllegalMove(verb=verb, state=challenge.state, kind="challenge")
    if now >= pledge.due_at:
        raise RuleRefused("pledge_due", due_at=pledge.due_at)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(FieldError("reason", "required"))
    _check_length(reason)


def _check_length(reason: str) -> None:
    if len(reason) > REASON_MAX:
        raise Invalid(FieldError("reason", "pledged_text_too_long", {"limit": REASON_MAX}))


def _write(
    session: Session, pledge: Pledge, drawn: document.Document, *, now: datetime
) -> PledgeVersion:
    text = document.canonical(drawn)
    pledge.number, pledge.sha256 = pledge.number + 1, document.sha256(text)
    row = PledgeVersion(
        pledge_id=pledge.id,
        number=pledge.number,
        canonical=text,
        sha256=pledge.sha256,
        created_at=now,
    )
    session.add(row)
    return row


def _note(
    session: Session, pledge: Pledge, party: Party, *, actor: Actor, now: datetime, reason: str
) -> None:
    session.add(
        PledgeAgreement(
            pledge_id=pledge.id,
            number=pledge.number,
            party=party,
            person_id=actor.person_id,
            reason=reason,
            at=now,
        )
    )
    session.flush()


def _settle(session: Session, pledge: Pledge, *, actor: Actor, now: datetime) -> None:
    if agreed(session, pledge) == set(PARTIES):
        lifecycle.move(
            session,
            pledge,
            PLEDGE_MOVES,
            "settle",
            actor=actor,
            now=now,
            number=pledge.number,
            sha256=pledge.sha256,
        )


def _reopen(session: Session, pledge: Pledge, *, actor: Actor, now: datetime) -> None:
    lifecycle.move(
        session, pledge, PLEDGE_MOVES, "reopen", actor=actor, now=now, number=pledge.number
    )
    session.execute(
        update(PledgeSignature)
        .where(PledgeSignature.pledge_id == pledge.id, PledgeSignature.void_at.is_(None))
        .values(void_at=now, void_reason_code="reopened")
        .execution_options(synchronize_session="fetch")
    )
