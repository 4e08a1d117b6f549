"""The draw of a panel as anybody may check it: from the notice of the result on, with the names of those who sat."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.draws import publishing
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation import finding
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.evaluation.seating import KIND, hashes
from scenario_market.domain.evaluation.states import PanelState
from scenario_market.domain.lifecycle import StateChange

C = ChallengeState
NAMED_ON = frozenset({C.PUBLIC_NOTICE, C.AWARDED, C.PLEDGED, C.IN_DELIVERY, C.COMPLETED})
RESULT_ON = NAMED_ON | {C.FAILED}


def published_draw(session: Session, challenge_id: int) -> dict[str, Any]:
    """The draw of a panel, how each one left, and the draws of the call that were given up before.

    :raises NotFound: there is none, or no result yet.
    """
    challenge = session.get(Challenge, challenge_id)
    row = finding.panel_of(session, challenge_id)
    if challenge is None or row is None or row.record is None or challenge.state not in RESULT_ON:
        raise NotFound(kind="draw")
    paper = publishing.paper(session, KIND, row) | {
        "bid_hashes": hashes(session, row),
        "after_opening": row.after_opening,
        "earlier": _earlier(session, challenge_id),
    }
    if challenge.state in NAMED_ON:
        paper["people"] = publishing.people(session, KIND, row, paper["members"])
    return paper


def _earlier(session: Session, challenge_id: int) -> list[dict[str, Any]]:
    """Panels of the call that were given up, the first first: what each was bound to, and why it was given up."""
    query = (
        select(Panel, StateChange.reason_code)
        .join(
            StateChange,
            (StateChange.subject_kind == "panel") & (StateChange.subject_id == Panel.id),
        )
        .where(
            Panel.challenge_id == challenge_id,
            Panel.state == PanelState.DISSOLVED,
            StateChange.verb == "dissolve",
        )
        .order_by(Panel.id)
    )
    return [
        {
            "secret_hash": row.secret_hash,
            "pool_hash": row.pool_hash,
            "prepared_at": row.created_at,
            "dissolved_at": row.updated_at,
            "reason_code": code,
            "record": row.record,
            "digest": row.digest,
            "secret": row.secret,
        }
        for row, code in session.execute(query)
    ]
