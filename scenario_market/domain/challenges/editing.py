"""Writing on in a call: edit it, hand it in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, adjusting, events, finding, rules, versions
from scenario_market.domain.challenges.drafting import OFFICE_POST
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, EDITABLE
from scenario_market.domain.city import City
from scenario_market.domain.demands.drafting import check_verified
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.programmes.values import programme


def edit(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
    rules_given: Mapping[str, Any] | None = None,
) -> Challenge:
    """Change fields, and what the call sets otherwise than its programme, while it is a draft.

    :param rules_given: adjustments; those not named stay, None takes one back.
    """
    challenge = open_editable(session, challenge_id, actor=actor, version=version)
    if challenge.state not in EDITABLE:
        raise IllegalMove(verb="edit", state=challenge.state, kind="challenge")
    names = []
    if rules_given:
        base = city.programmes[challenge.programme]
        adjustments = adjusting.check({**challenge.adjustments, **rules_given}, base)
        if adjustments != challenge.adjustments:
            challenge.adjustments = adjustments
            challenge.rules = adjusting.applied(base, adjustments).kept()
            names.append("rules")
    kept = rules.check(fields, city.codes, programme(challenge.rules))
    names += versions.write(session, challenge, kept)
    if names:
        versions.note_writer(session, challenge, actor.person_id)
        lifecycle.touch(challenge, now=now)
        event = events.ChallengeEdited(subject_id=challenge.id, fields=names)
        outbox.record(session, event, actor=actor, now=now)
    return challenge


def open_editable(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    version: int | None,
    permission: str = "challenge.edit",
) -> Challenge:
    """Lock a call for whoever may write in it: the owner's people; of one that the office began, the office."""
    challenge = finding.open_challenge(
        session, challenge_id, actor=actor, permission=permission, version=version
    )
    began = challenge.source == OFFICE_POST or challenge.author_id == actor.person_id
    if access.own(actor, challenge) or (began and actor.has_role(*OFFICE)):
        return challenge
    raise NotFound(kind="challenge")


def submit(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Hand a call in for review: its content becomes a version, its rules are fixed as the programme has them now.

    :raises RuleRefused: ``organisation_not_verified``.
    :raises Invalid: with everything that is missing or against the rules.
    """
    challenge = open_editable(
        session, challenge_id, actor=actor, version=version, permission="challenge.submit"
    )
    check_verified(session, challenge.owner_organisation_id)
    if challenge.state in EDITABLE:
        held = adjusting.applied(city.programmes[challenge.programme], challenge.adjustments)
        faults = rules.missing(versions.values(challenge), held) + adjusting.faults(held)
        if faults:
            raise Invalid(*faults)
        challenge.rules, challenge.is_joint = held.kept(), held.joint
    number = challenge.content_number + 1
    lifecycle.move(
        session, challenge, CHALLENGE_MOVES, "submit", actor=actor, now=now, number=number
    )
    versions.note_writer(session, challenge, actor.person_id)
    versions.add_version(session, challenge, person_id=actor.person_id, now=now)
    challenge.submitted_at = now
    return challenge
