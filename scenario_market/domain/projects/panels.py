"""The panel of a final acceptance: drawn from the register by a secret that was committed to at the presentation.

The draw, the conflicts and their declaration are those of the evaluation (docs/evaluation.md); ``seats.py`` has what
its members do, ``committing.py`` what the draw is bound to.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.city import City
from scenario_market.domain.draws import committing as draws
from scenario_market.domain.draws import seating as drawn
from scenario_market.domain.draws.subjects import Kind, Sealer, Subject
from scenario_market.domain.errors import AlreadyDone, IllegalMove, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import acceptance, access, committing, seating
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel, Seat
from scenario_market.domain.projects.states import SEAT_MOVES, ProjectState

OPINIONS = ("accept", "rectify", "fail")


def convene(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
) -> list[Seat]:
    """The office draws the panel of a presentation, once every metric has been measured; who was drawn is asked.

    :raises RuleRefused: ``not_measured``; ``head_awaited``: no head was signed since the commitment;
        ``too_few_experts``: seats would stay empty; ``secret_unreadable``; ``self_acceptance``.
    :raises AlreadyDone: ``panel_convened``.
    """
    project = open_presented(session, project_id, "convene", actor, version, now)
    missing = acceptance.unmeasured(session, project)
    if missing:
        raise RuleRefused("not_measured", metrics=missing)
    panel = seating.panel_of(session, project)
    if panel is None or panel.digest is not None:
        raise AlreadyDone("panel_convened")
    draws.fix(*_drawing(session, project, panel, now, city), sealer, now=now)
    lifecycle.touch(project, now=now)
    fixed = events.PanelDrawn(subject_id=panel.id, project_id=project.id, digest=str(panel.digest))
    outbox.record(session, fixed, actor=actor, now=now)
    event = events.PanelConvened(
        subject_id=project.id, round=project.round, seats=drawn.size(panel)
    )
    outbox.record(session, event, actor=actor, now=now)
    seating.fill(session, project, panel, actor=actor, now=now, city=city)
    return seating.seats_of(session, panel)


def _drawing(
    session: Session, project: Project, panel: AcceptancePanel, now: datetime, city: City
) -> tuple[Session, Kind, AcceptancePanel, Subject, list[str]]:
    """What is drawn, for whom, and with which signature that nobody knew at the commitment."""
    head = committing.head_after(session, panel)
    whose = seating.subject(session, project, panel, now=now, city=city)
    return session, seating.KIND, panel, whose, [head.signature]


def renew(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
) -> AcceptancePanel:
    """Give up a panel whose seats cannot all be taken, with reason; another is committed to and drawn later.

    Nobody draws again until the panel suits him.

    :raises RuleRefused: ``panel_can_work``: no seat stays empty; ``head_awaited``: nobody can tell yet.
    """
    project = open_presented(session, project_id, "renew", actor, version, now)
    panel = seating.panel_of(session, project)
    if panel is None:
        raise RuleRefused("panel_missing")
    lifecycle.check_reason(SEAT_MOVES["drop"], "drop", reason, city.codes)
    if draws.can_work(*_drawing(session, project, panel, now, city), sealer, now=now):
        raise RuleRefused("panel_can_work")
    gone = drawn.gone(session, seating.KIND, panel)
    panel.given_up = {"at": now.isoformat(), "reason_code": reason.code, "gone": gone}
    follows = consequence(actor, "office_lead")
    for seat in seating.seats_of(session, panel):
        seating.leave(session, seat, "drop", reason=reason, actor=follows, now=now, city=city)
    lifecycle.touch(project, now=now)
    event = events.PanelRenewed(subject_id=project.id, round=project.round, reason_code=reason.code)
    outbox.record(session, event, actor=actor, now=now)
    attempt = panel.attempt + 1
    return committing.prepare(
        session, project, attempt=attempt, sealer=sealer, actor=actor, now=now
    )


def check_majority(session: Session, project: Project, conclusion: str) -> None:
    """A conclusion is what more than half of the panel say; where no half agree, the work is put right.

    :raises RuleRefused: ``panel_missing``, ``opinions_missing``, ``panel_says_otherwise``.
    """
    panel = seating.panel_of(session, project)
    if panel is None or panel.digest is None:
        raise RuleRefused("panel_missing")
    said = [seat.opinion for seat in seating.seats_of(session, panel) if seat.opinion]
    missing = drawn.size(panel) - len(said)
    if missing:
        raise RuleRefused("opinions_missing", missing=missing)
    votes = Counter(said)
    agreed = [one for one in OPINIONS if 2 * votes[one] > len(said)]
    if conclusion not in (agreed or ["rectify"]):
        raise RuleRefused("panel_says_otherwise", **{one: votes[one] for one in OPINIONS})


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
