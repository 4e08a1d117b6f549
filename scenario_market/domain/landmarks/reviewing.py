"""The office's review of a nomination, and the public notice of a landmark."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid
from scenario_market.domain.landmarks.access import check_stranger, open_landmark
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.states import LANDMARK_MOVES, LandmarkState
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.publicity import posting

KIND = "landmark"
STORY = ("summary", "background", "approach", "outcome")
OPINION_MAX = 5_000


def review(
    session: Session,
    landmark_id: int,
    *,
    opinion: str,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Landmark:
    """Find a nomination in order: its story is whole, its results measured.

    :raises Invalid: what the story lacks; no opinion. :raises RuleRefused: ``own_organisation``, ``own_writing``.
    """
    row = _open(session, landmark_id, "landmark.review", actor, now, version)
    wrong = [FieldError(name, "required") for name in STORY if not getattr(row, name)]
    if not opinion.strip():
        wrong.append(FieldError("opinion", "required"))
    elif len(opinion) > OPINION_MAX:
        given = {"limit": OPINION_MAX, "found": len(opinion)}
        wrong.append(FieldError("opinion", "too_long", given))
    if wrong:
        raise Invalid(*wrong)
    row.opinion, row.reviewed_by_id, row.reviewed_at = opinion.strip(), actor.person_id, now
    change = lifecycle.move(session, row, LANDMARK_MOVES, "review", actor=actor, now=now)
    evidence.hold(session, change, evidence.of(KIND, [row.id]))
    return row


def decline(
    session: Session,
    landmark_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Landmark:
    """Take a nomination no further, with a reason of ``reasons_landmark``."""
    row = _open(session, landmark_id, "landmark.review", actor, now, version)
    row.ended_at = now
    lifecycle.move(
        session,
        row,
        LANDMARK_MOVES,
        "decline",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    return row


def announce(
    session: Session,
    landmark_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Landmark:
    """Put a reviewed landmark into public notice, from the day after on.

    :raises RuleRefused: ``objection_open``: one against an earlier notice is not answered.
    """
    row = _open(session, landmark_id, "landmark.announce", actor, now, version)
    if row.state != LandmarkState.REVIEWED:
        raise IllegalMove(verb="announce", state=row.state, kind="landmark")
    posting.check_unopposed(session, KIND, row.id)
    policy = city.policy["landmark"]
    poster = posting.Poster(
        kind=KIND,
        subject_id=row.id,
        title=f"{row.title}示范场景认定公示",
        content=public_content(session, row),
        days=policy["notice_days"],
        day_kind=policy["notice_kind"],
        answer_days=policy["objection_answer_days"],
    )
    notice = posting.post(session, poster, actor=actor, now=now, city=city)
    ends_on = notice.last_on.isoformat()
    lifecycle.move(session, row, LANDMARK_MOVES, "announce", actor=actor, now=now, ends_on=ends_on)
    return row


def public_content(session: Session, row: Landmark) -> dict[str, Any]:
    """What stands in notice: who, what, and what was measured against the baseline."""
    keys = (row.owner_id, row.organisation_id)
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(keys))
    names = dict(session.execute(query).all())
    shown = ("name", "baseline", "target", "measured", "unit", "measured_by")
    return {
        "title": row.title,
        "summary": row.summary,
        "owner": names[row.owner_id],
        "organisation": names[row.organisation_id],
        "results": [{name: one[name] for name in shown} for one in row.results],
    }


def _open(
    session: Session,
    landmark_id: int,
    permission: str,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Landmark:
    row = open_landmark(session, landmark_id, actor=actor, permission=permission, version=version)
    check_stranger(session, row, actor=actor, now=now)
    return row
