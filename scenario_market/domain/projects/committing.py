"""What the draw of an acceptance panel is bound to: a commitment at the presentation, a signed head that came after it.

Secret and pool are those of every draw (``draws.committing``). The beacon is the signature of the first head of the
chain of events that covers the commitment: it is made by the clock's key at the day's end over everything that
happened until then, so that whoever made the secret could not know it, and whoever can make it knows no secret.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import audit, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.checkpoints import Checkpoint
from scenario_market.domain.draws import committing, publishing
from scenario_market.domain.draws.subjects import Sealer
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel
from scenario_market.domain.projects.seating import KIND

KNOWN = ("round", "attempt", "secret_hash", "pool_hash", "digest", "given_up")


def prepare(
    session: Session,
    project: Project,
    *,
    attempt: int = 1,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
) -> AcceptancePanel:
    """Make the secret of the draw for the present presentation, fix the pool, and commit to both in public."""
    row = AcceptancePanel(
        project_id=project.id,
        round=project.round,
        attempt=attempt,
        fields=[project.domain] if project.domain else [],
        passed=[],
        created_at=now,
    )
    count = committing.commit(session, KIND, row, sealer)
    event = events.PanelPrepared(
        subject_id=row.id,
        project_id=project.id,
        round=row.round,
        attempt=attempt,
        secret_hash=row.secret_hash,
        pool_hash=row.pool_hash,
        candidates=count,
        fields=row.fields,
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def head_after(session: Session, panel: AcceptancePanel) -> Checkpoint:
    """The first signed head that covers the commitment. :raises RuleRefused: ``head_awaited``."""
    position = position_of(session, panel)
    if position is None:
        raise RuleRefused("head_awaited")
    query = select(Checkpoint).where(Checkpoint.position >= position)
    row = session.scalar(query.order_by(Checkpoint.position).limit(1))
    if row is None:
        raise RuleRefused("head_awaited")
    return row


def position_of(session: Session, panel: AcceptancePanel) -> int | None:
    """Where in the chain the commitment stands; None until the relay has put it there."""
    query = select(EventRecord.position).where(
        EventRecord.subject_kind == events.PanelPrepared.subject_kind,
        EventRecord.subject_id == panel.id,
        EventRecord.kind == events.PanelPrepared.kind,
    )
    return session.scalar(query)


def publish(session: Session, project: Project) -> None:
    """With the conclusion the draws of its presentation come out, those given up too, with the names of who sat."""
    session.flush()
    query = select(AcceptancePanel).where(
        AcceptancePanel.project_id == project.id, AcceptancePanel.round == project.round
    )
    for panel in session.scalars(query.order_by(AcceptancePanel.attempt)).all():
        if panel.record is not None and panel.published is None:
            panel.published = _paper(session, panel)


def _paper(session: Session, panel: AcceptancePanel) -> dict[str, Any]:
    paper = publishing.paper(session, KIND, panel)
    return paper | {
        "people": publishing.people(session, KIND, panel, paper["members"]),
        "left": [
            one | {"at": one["at"].isoformat() if one["at"] else None} for one in paper["left"]
        ],
        "position": position_of(session, panel),
        "checkpoint": audit.document(head_after(session, panel)),
    }


def draws(session: Session, project_id: int) -> list[dict[str, Any]]:
    """The draws of a project's panels, oldest first: hashes at once, with the conclusion all that repeats them."""
    query = select(AcceptancePanel).where(AcceptancePanel.project_id == project_id)
    return [
        {name: getattr(panel, name) for name in KNOWN} | (panel.published or {})
        for panel in session.scalars(query.order_by(AcceptancePanel.id))
    ]
