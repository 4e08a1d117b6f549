"""Reading landmarks, their copies and their certificates, each for an actor."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.landmarks.access import inside, is_inside, own, readable
from scenario_market.domain.landmarks.models import Landmark, LandmarkCopy
from scenario_market.domain.landmarks.states import PUBLIC_STATES, CopyState, LandmarkState
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.publicity import posting

SCOPES = ("public", "mine", "all")
TRACE = ("id", "state", "number", "title", "certified_at", "ended_at", "version")
FACTS = (
    *("project_id", "domain", "district", "node", "summary", "expires_on", "document_number"),
    *("check_code", "results", "background", "approach", "outcome"),
)
INNER = ("nominated_for_id", "nominated_at", "opinion", "reviewed_at")


def landmarks(
    session: Session,
    *,
    actor: Actor,
    scope: str = "public",
    state: str | None = None,
    district: str | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Landmarks, newest first: the certified ones, those of one's own sides, or all that one may read."""
    query = select(Landmark)
    if scope == "public":
        query = query.where(Landmark.state == LandmarkState.CERTIFIED)
    elif scope == "mine":
        query = query.where(own(actor), inside(actor))
    else:
        query = query.where(readable(actor))
    if state is not None:
        query = query.where(Landmark.state == state)
    if district is not None:
        query = query.where(Landmark.district == district)
    found = page(session, query, Landmark.id, after=after, limit=limit)
    return Page(_shown(session, found.rows, actor), found.after)


def count(session: Session, *, state: str | None = None, district: str | None = None) -> int:
    """How many landmarks the public list has under the same conditions."""
    query = select(func.count(Landmark.id)).where(Landmark.state.in_(sorted(PUBLIC_STATES)))
    if state is not None:
        query = query.where(Landmark.state == state)
    if district is not None:
        query = query.where(Landmark.district == district)
    return session.scalar(query) or 0


def landmark(session: Session, landmark_id: int, *, actor: Actor) -> dict[str, Any]:
    """One landmark; of a revoked one the public reads the trace. :raises NotFound: none, or not for the actor."""
    query = select(Landmark).where(Landmark.id == landmark_id, readable(actor))
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(kind="landmark")
    shown = _shown(session, [row], actor)[0]
    if row.state == LandmarkState.PUBLIC_NOTICE:
        shown["is_provisional"] = posting.is_provisional(session, "landmark", row.id)
    return shown


def _shown(session: Session, rows: Sequence[Landmark], actor: Actor) -> list[dict[str, Any]]:
    names = _names(session, {key for row in rows for key in (row.owner_id, row.organisation_id)})
    copies = counts(session, [row.id for row in rows])
    return [_one(row, names, copies.get(row.id, 0), actor) for row in rows]


def _one(row: Landmark, names: Mapping[int, str], copies: int, actor: Actor) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in TRACE}
    within = is_inside(actor, row)
    if row.state == LandmarkState.REVOKED and not within:
        return shown
    shown |= {name: getattr(row, name) for name in FACTS}
    shown |= {
        "owner": names[row.owner_id],
        "organisation": names[row.organisation_id],
        "copies": copies,
    }
    if within:
        shown |= {name: getattr(row, name) for name in INNER}
    return shown


def _names(session: Session, keys: Collection[int]) -> dict[int, str]:
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(keys))
    return dict(session.execute(query).all())


def counts(session: Session, landmark_ids: Collection[int]) -> dict[int, int]:
    """How many places copied each, as far as the office confirmed."""
    query = (
        select(LandmarkCopy.landmark_id, func.count(LandmarkCopy.id))
        .where(
            LandmarkCopy.landmark_id.in_(landmark_ids),
            LandmarkCopy.state == CopyState.CONFIRMED,
        )
        .group_by(LandmarkCopy.landmark_id)
    )
    return dict(session.execute(query).all())


def copies(
    session: Session,
    landmark_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[LandmarkCopy]:
    """Copies of a landmark, newest first: the confirmed ones; all for its own sides and the office."""
    query = select(Landmark).where(Landmark.id == landmark_id, readable(actor))
    row = session.scalar(query)
    if row is None:
        raise NotFound(kind="landmark")
    found = select(LandmarkCopy).where(LandmarkCopy.landmark_id == row.id)
    if not is_inside(actor, row):
        found = found.where(LandmarkCopy.state == CopyState.CONFIRMED)
    return page(session, found, LandmarkCopy.id, after=after, limit=limit)


def copy(session: Session, copy_id: int, *, actor: Actor) -> LandmarkCopy:
    """One copy. :raises NotFound: there is none, or not for the actor."""
    row = session.get(LandmarkCopy, copy_id)
    if row is None or not may_read_copy(session, row, actor):
        raise NotFound(kind="landmark_copy")
    return row


def may_read_copy(session: Session, row: LandmarkCopy, actor: Actor) -> bool:
    """Whether an actor knows of a copy: from inside, or because it is confirmed of a landmark that is public."""
    found = session.get_one(Landmark, row.landmark_id)
    return is_inside(actor, found) or (
        row.state == CopyState.CONFIRMED and found.state in PUBLIC_STATES
    )
