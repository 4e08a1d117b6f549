"""What became of a call: its versions, and its moves with their reasons."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.access import inside, reader
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import ChallengeVersion
from scenario_market.domain.challenges.queries import ENDS, find
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.permissions import sees_all
from scenario_market.domain.postings import chronicle
from scenario_market.domain.postings.enclosures import of_versions, public

# Of the others the public hears by what follows from them: the notice of the result.
PUBLIC_MOVES = frozenset(verb for verb, move in CHALLENGE_MOVES.items() if move.event.public)


def get_versions(session: Session, challenge_id: int, *, actor: Actor) -> list[dict[str, Any]]:
    """The versions of a call, oldest first; the public sees those from the published one on."""
    actor = reader(actor)
    row = find(session, challenge_id, actor=actor)
    query = select(ChallengeVersion).where(ChallengeVersion.challenge_id == row.id)
    if not inside(actor, row):
        query = query.where(ChallengeVersion.number >= (row.published_number or 0))
    files = of_versions(session, CALLS, row, purposes=public(CALLS))
    shown: list[dict[str, Any]] = []
    for version in session.scalars(query.order_by(ChallengeVersion.number)):
        before = shown[-1]["content"] if shown else None
        shown.append(
            {
                "number": version.number,
                "created_at": version.created_at,
                "changed": version.changed if before is not None else [],
                "content": version.content,
                "differences": chronicle.differences(before, version.content),
                "is_material": version.is_material,
                "note": version.note,
                "attachments": files.get(version.number, ()),
            }
        )
    return shown


def get_history(session: Session, challenge_id: int, *, actor: Actor) -> list[dict[str, Any]]:
    """The moves of a call, oldest first: the public ones to everybody, with the reason of an end.

    Other reasons are for those inside, who did it for office and watch alone.
    """
    actor = reader(actor)
    row = find(session, challenge_id, actor=actor)
    return chronicle.moves(
        session,
        row,
        public=PUBLIC_MOVES,
        explained=ENDS,
        is_inside=inside(actor, row),
        officer=sees_all(actor),
    )
