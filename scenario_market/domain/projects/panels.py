"""The panel of a final acceptance: drawn from the register by a seed that was committed at the presentation.

The draw, the conflicts and their declaration are those of the evaluation (docs/evaluation.md); ``seats.py`` has what
its members do, ``seating.py`` who sits.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, IllegalMove, RuleRefused
from scenario_market.domain.evaluation import draw, drawing
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import acceptance, access, seating, ties
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel, Seat
from scenario_market.domain.projects.states import SEAT_MOVES, ProjectState

HASHES = ("seed_hash", "numbering_hash", "digest")
OPINIONS = ("accept", "rectify", "fail")


def convene(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> list[Seat]:
    """The office draws the panel of a presentation, once every metric has been measured; who was drawn is asked.

    :raises RuleRefused: ``not_measured``; ``too_few_experts``: seats would stay empty; ``self_acceptance``.
    :raises AlreadyDone: ``panel_convened``.
    """
    project = open_presented(session, project_id, "convene", actor, version, now)
    missing = acceptance.unmeasured(session, project)
    if missing:
        raise RuleRefused("not_measured", metrics=missing)
    panel = seating.panel_of(session, project)
    if panel is None or panel.digest is not None:
        raise AlreadyDone("panel_convened")
    _fix(session, project, panel, now=now, city=city)
    try:
        seating.drawn(panel)
    except draw.TooFewCandidates as few:
        seats = seating.size(panel)
        raise RuleRefused("too_few_experts", missing=few.missing, seats=seats) from None
    panel.drawn_by_id = actor.person_id
    lifecycle.touch(project, now=now)
    event = events.PanelConvened(
        subject_id=project.id,
        round=project.round,
        seats=seating.size(panel),
        digest=str(panel.digest),
    )
    outbox.record(session, event, actor=actor, now=now)
    seating.fill(session, project, panel, actor=actor, now=now, city=city)
    return seating.seats_of(session, panel)


def _fix(
    session: Session, project: Project, panel: AcceptancePanel, *, now: datetime, city: City
) -> None:
    """Fix the list that is drawn from."""
    numbers, listed = drawing.candidates(
        session,
        bytes.fromhex(panel.numbering),
        ties.stakes(session, project, now=now),
        ties.terms(project, now=now, city=city),
        now=now,
    )
    policy = city.policy["project"]
    panel.experts = {number: key for key, number in numbers.items()}
    panel.record = draw.record(
        challenge=f"project-{project.id}-{panel.round}-{panel.attempt}",
        seed_hash=panel.seed_hash,
        numbering_hash=panel.numbering_hash,
        seats=policy["panel_size"],
        finance_seats=policy["panel_finance_seats"],
        candidates=listed,
    )
    panel.digest = draw.digest(panel.record)


def renew(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> AcceptancePanel:
    """Give up a panel for whose seats nobody is left, with reason; another is drawn, from new secrets.

    :raises RuleRefused: ``panel_missing``: none is drawn; ``panel_whole``: every seat is taken or offered.
    """
    project = open_presented(session, project_id, "renew", actor, version, now)
    panel = seating.panel_of(session, project)
    if panel is None or panel.digest is None:
        raise RuleRefused("panel_missing")
    seats = seating.seats_of(session, panel)
    if len(seats) >= seating.size(panel):
        raise RuleRefused("panel_whole")
    lifecycle.check_reason(SEAT_MOVES["drop"], "drop", reason, city.codes)
    for seat in seats:
        follows = consequence(actor, "office_lead")
        seating.leave(session, seat, "drop", reason=reason, actor=follows, now=now, city=city)
    panel.revealed_seed = panel.seed
    made = seating.prepare(session, project, attempt=panel.attempt + 1)
    lifecycle.touch(project, now=now)
    event = events.PanelRenewed(
        subject_id=project.id,
        round=project.round,
        seed_hash=made.seed_hash,
        numbering_hash=made.numbering_hash,
    )
    outbox.record(session, event, actor=actor, now=now)
    return made


def check_majority(session: Session, project: Project, conclusion: str) -> None:
    """A conclusion is what more than half of the panel say; where no half agree, the work is put right.

    :raises RuleRefused: ``panel_missing``, ``opinions_missing``, ``panel_says_otherwise``.
    """
    panel = seating.panel_of(session, project)
    if panel is None or panel.digest is None:
        raise RuleRefused("panel_missing")
    said = [seat.opinion for seat in seating.seats_of(session, panel) if seat.opinion]
    missing = seating.size(panel) - len(said)
    if missing:
        raise RuleRefused("opinions_missing", missing=missing)
    votes = Counter(said)
    agreed = [one for one in OPINIONS if 2 * votes[one] > len(said)]
    if conclusion not in (agreed or ["rectify"]):
        raise RuleRefused("panel_says_otherwise", **{one: votes[one] for one in OPINIONS})


def reveal(session: Session, project: Project) -> None:
    """With the conclusion the seed comes out, and anybody who reads the project can repeat the draw."""
    panel = seating.panel_of(session, project)
    if panel is not None:
        panel.revealed_seed = panel.seed


def draws(session: Session, project_id: int) -> list[dict[str, Any]]:
    """What is published of the draws of a project: hashes at once; with the seed all that ``draw.faults`` takes."""
    query = select(AcceptancePanel).where(AcceptancePanel.project_id == project_id)
    found: list[dict[str, Any]] = []
    for panel in session.scalars(query.order_by(AcceptancePanel.id)):
        known = panel.revealed_seed is not None and panel.digest is not None
        seats = seating.seats_of(session, panel) if known else []
        found.append(
            {name: getattr(panel, name) for name in ("round", "attempt", *HASHES)}
            | {
                "record": panel.record if known else None,
                "seed": panel.revealed_seed if known else None,
                "gone": seating.gone(session, panel) if known else [],
                "members": sorted(seat.number for seat in seats),
            }
        )
    return found


def open_presented(
    session: Session,
    project_id: int,
    verb: str,
    actor: Actor,
    version: int | None,
    now: datetime,
    permission: str = "project.convene",
) -> Project:
    """Lock a presented project for an officer who is tied to no party of it."""
    project = access.open_project(
        session, project_id, actor=actor, permission=permission, version=version
    )
    access.check_apart(session, actor, project, now=now)
    if project.state != ProjectState.FINAL_ACCEPTANCE:
        raise IllegalMove(verb=verb, state=project.state, kind="project")
    return project
