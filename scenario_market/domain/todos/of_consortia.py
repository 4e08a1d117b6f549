"""What the lead of a consortium has to do after a member has left: look at its bid, and hand it in again.

It is waited for whatever lies in the envelope, and until somebody acts on the workspace, whatever he does there: so the
to-do says nothing that is sealed. Only the lead sees it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.beginning import LOOK, LOOK_AGAIN
from scenario_market.domain.bids.events import WorkspaceChanged
from scenario_market.domain.bids.models import ConsortiumInvitation, Participation, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.todos.waiting import Waiting, organisation

KIND = "consortium"  # by the key of the call, for keys of workspaces are told to nobody


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Challenge.id, Challenge.title).where(Challenge.id.in_(ids)))
    return {row.id: row.title for row in rows}


def waiting(session: Session, challenge_id: int, city: City) -> list[Waiting]:
    call = session.get(Challenge, challenge_id, populate_existing=True)
    if call is None or call.state != ChallengeState.OPEN:
        return []
    left = _left(session, Workspace.challenge_id == challenge_id)
    acted = _acted(session, list(left))
    return [
        Waiting("consortium_mend", organisation(lead_id, "offers"), call.closes_at)
        for key, (lead_id, at) in left.items()
        if key in acted and acted[key] < at  # where nobody ever acted nothing was handed in
    ]


def look_again(session: Session, workspace_id: int, *, now: datetime, city: City) -> int:
    """The call of a workspace that a member left; as long as its lead is waited for, the clock comes again."""
    row = session.get_one(Workspace, workspace_id)
    lead = organisation(row.organisation_id, "offers")
    if any(one.party == lead for one in waiting(session, row.challenge_id, city)):
        set_deadline(session, LOOK, workspace_id, due_at=now + LOOK_AGAIN)
    return row.challenge_id


def _left(session: Session, which: Any) -> dict[int, tuple[int, datetime]]:
    """Workspace → its lead that takes part still, and when a member left it last."""
    query = (
        select(
            Workspace.id,
            Workspace.organisation_id,
            func.max(ConsortiumInvitation.answered_at).label("at"),
        )
        .join(ConsortiumInvitation, ConsortiumInvitation.workspace_id == Workspace.id)
        .join(
            Participation,
            (Participation.workspace_id == Workspace.id)
            & (Participation.organisation_id == Workspace.organisation_id),
        )
        .where(which, ConsortiumInvitation.answer == "left")
        .group_by(Workspace.id, Workspace.organisation_id)
    )
    return {row.id: (row.organisation_id, row.at) for row in session.execute(query)}


def _acted(session: Session, workspace_ids: list[int]) -> dict[int, datetime]:
    """Workspace → when somebody acted on it last."""
    query = (
        select(EventRecord.subject_id, func.max(EventRecord.at).label("at"))
        .where(
            EventRecord.subject_kind == WorkspaceChanged.subject_kind,
            EventRecord.subject_id.in_(workspace_ids),
            EventRecord.kind == WorkspaceChanged.kind,
        )
        .group_by(EventRecord.subject_id)
    )
    return {row.subject_id: row.at for row in session.execute(query)}
