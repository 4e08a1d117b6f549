"""The panel of a final acceptance: named by the office, none of it tied to a party, each with his opinion."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.projects import acceptance, access, events, ties
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Seat
from scenario_market.domain.projects.states import ProjectState

OPINIONS = ("accept", "rectify", "fail")
REASON_MAX = 5_000


def convene(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    members: Sequence[Mapping[str, Any]],
    actor: Actor,
    now: datetime,
    city: City,
) -> list[Seat]:
    """The office names the panel of a presentation, once every metric has been measured.

    :param members: objects with ``person_id`` and ``is_chair``; an odd number, at least the policy's
        ``project.panel_min``; each an expert or an officer.
    :raises RuleRefused: ``not_measured``; ``panel_convened``; ``panel_biased``; ``self_acceptance``.
    :raises Invalid: size, chair, or somebody who is neither expert nor officer.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.convene", version=version
    )
    access.check_apart(session, actor, project, now=now)
    _check_presented(project, "convene")
    missing = acceptance.unmeasured(session, project)
    if missing:
        raise RuleRefused("not_measured", metrics=missing)
    if panel_of(session, project):
        raise AlreadyDone("panel_convened")
    people = [one["person_id"] for one in members]
    capacities = _capacities(session, people, now=now)
    _check_made_up(members, capacities, city)
    biased = sorted(ties.tied(session, project, people, now=now, city=city))
    if biased:
        raise RuleRefused("panel_biased", people=biased)
    seats = _seated(project, members, capacities)
    session.add_all(seats)
    lifecycle.touch(project, now=now)
    event = events.PanelConvened(subject_id=project.id, round=project.round, seats=len(seats))
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return seats


def _seated(
    project: Project, members: Sequence[Mapping[str, Any]], capacities: Mapping[int, str]
) -> list[Seat]:
    return [
        Seat(
            project_id=project.id,
            round=project.round,
            person_id=one["person_id"],
            capacity=capacities[one["person_id"]],
            is_chair=bool(one.get("is_chair")),
        )
        for one in members
    ]


def give_opinion(
    session: Session,
    project_id: int,
    *,
    opinion: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Seat:
    """One of the panel gives his opinion, once, with reason: ``accept``, ``rectify`` or ``fail``.

    :raises NotFound: he does not sit in the present panel.
    :raises RuleRefused: ``self_acceptance``: a tie came up since. :raises AlreadyDone: ``opinion_given``.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.judge", version=None
    )
    own = [row for row in panel_of(session, project) if row.person_id == actor.person_id]
    if not own:
        raise NotFound(kind="project")
    access.check_apart(session, actor, project, now=now)
    _check_presented(project, "opinion")
    (seat,) = own
    if seat.opinion is not None:
        raise AlreadyDone("opinion_given")
    said = reason.strip()
    if opinion not in OPINIONS:
        known = {"value": opinion[:80], "nearest": list(OPINIONS)}
        raise Invalid(FieldError("opinion", "unknown_code", known))
    if not said or len(said) > REASON_MAX:
        shown = {"limit": REASON_MAX, "found": len(said)}
        raise Invalid(FieldError("reason", "too_long" if said else "required", shown))
    seat.opinion, seat.reason, seat.given_at = opinion, said, now
    lifecycle.touch(project, now=now)
    event = events.OpinionGiven(subject_id=project.id, round=project.round, seat_id=seat.id)
    outbox.record(session, event, actor=actor, now=now)
    return seat


def panel_of(session: Session, project: Project) -> list[Seat]:
    """The panel of the present presentation, in the order of its naming."""
    query = select(Seat).where(*acceptance.seats_of(project.id, project.round)).order_by(Seat.id)
    return list(session.scalars(query))


def check_majority(session: Session, project: Project, conclusion: str) -> None:
    """A conclusion is what more than half of the panel say; where no half agree, the work is put right.

    :raises RuleRefused: ``panel_missing``, ``opinions_missing``, ``panel_says_otherwise``.
    """
    seats = panel_of(session, project)
    if not seats:
        raise RuleRefused("panel_missing")
    missing = sum(seat.opinion is None for seat in seats)
    if missing:
        raise RuleRefused("opinions_missing", missing=missing)
    votes = Counter(seat.opinion for seat in seats)
    agreed = [said for said in OPINIONS if 2 * votes[said] > len(seats)]
    if conclusion not in (agreed or ["rectify"]):
        raise RuleRefused("panel_says_otherwise", **{said: votes[said] for said in OPINIONS})


def _check_presented(project: Project, verb: str) -> None:
    if project.state != ProjectState.FINAL_ACCEPTANCE:
        raise IllegalMove(verb=verb, state=project.state, kind="project")


def _capacities(session: Session, people: Collection[int], *, now: datetime) -> dict[int, str]:
    """As what each of these people may sit: ``expert``, or ``officer``."""
    held = session.execute(
        select(RoleGrant.person_id, RoleGrant.role).where(
            RoleGrant.person_id.in_(people),
            RoleGrant.role.in_(["expert", *sorted(OFFICE)]),
            RoleGrant.ended_at.is_(None),
            RoleGrant.starts_at <= now,
            or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > now),
        )
    )
    found: dict[int, str] = {}
    for person_id, role in held:
        if role == "expert" or person_id not in found:
            found[person_id] = "expert" if role == "expert" else "officer"
    return found


def _check_made_up(
    members: Sequence[Mapping[str, Any]], capacities: Mapping[int, str], city: City
) -> None:
    people = [one["person_id"] for one in members]
    least = city.policy["project"]["panel_min"]
    errors = []
    if len(people) < least or len(people) % 2 == 0:
        errors.append(FieldError("members", "panel_size", {"min": least, "found": len(people)}))
    if len(set(people)) < len(people):
        errors.append(FieldError("members", "repeated"))
    if sum(bool(one.get("is_chair")) for one in members) != 1:
        errors.append(FieldError("members", "one_chair"))
    errors += [
        FieldError(f"members.{place}.person_id", "not_expert_or_officer")
        for place, one in enumerate(people)
        if one not in capacities
    ]
    if errors:
        raise Invalid(*errors)
