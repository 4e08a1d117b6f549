"""Telling of landmarks and of their copies elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, union

from scenario_market.domain.landmarks.models import Landmark
from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def _sides(landmark_id: int) -> to.Recipients:
    owner: Select[Any] = to.organisations(Landmark.owner_id).where(Landmark.id == landmark_id)
    provider: Select[Any] = to.organisations(Landmark.organisation_id)
    return union(owner, provider.where(Landmark.id == landmark_id))


def sides(work: Work) -> to.Recipients:
    """Owner and provider of the landmark."""
    return _sides(work.event.subject_id)


def sides_of_copy(work: Work) -> to.Recipients:
    """Owner and provider of the landmark that was copied."""
    return _sides((work.event.payload or {})["landmark_id"])


ENDS, NUMBER = ("ends_on",), ("expires_on",)
RULES: dict[str, tuple[Rule, ...]] = {
    "landmark.nominated": (Rule("landmark_waiting", to.office),),
    "landmark.declined": (Rule("landmark_declined", sides),),
    "landmark.announced": (Rule("landmark_announced", sides, ENDS),),
    "landmark.remanded": (Rule("landmark_remanded", sides), Rule("landmark_waiting", to.office)),
    "landmark.certified": (Rule("landmark_certified", sides, NUMBER),),
    "landmark.expiring": (Rule("landmark_expiring", sides, ("days", "expires_on")),),
    "landmark.expired": (Rule("landmark_expired", sides),),
    "landmark.revoked": (Rule("landmark_revoked", sides),),
    "landmark_copy.reported": (Rule("landmark_copy_waiting", to.office),),
    "landmark_copy.confirmed": (Rule("landmark_copy_confirmed", sides_of_copy),),
    "landmark_copy.declined": (Rule("landmark_copy_declined", sides_of_copy),),
}

# Events by which nobody is told.
RECORDS = {
    "landmark.edited": "its own people did it",
    "landmark.reviewed": "the public notice tells",
}
