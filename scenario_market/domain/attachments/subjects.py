"""The one table of what attachments may belong to: which purposes, who reads them, who changes them.

``readable`` answers with the purposes that the actor may read, none where the subject is not there for him. ``open``
locks the subject for a change of its attachments, by the subject's own rules.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.attachments import (
    of_challenges,
    of_demands,
    of_imports,
    of_landmarks,
    of_parties,
    of_pledges,
    of_projects,
    of_providers,
    of_results,
)
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES, Purpose
from scenario_market.domain.errors import FieldError, Invalid, NotFound


@dataclass(frozen=True)
class Subject:
    """One kind of thing that files are attached to.

    :param check_removal: raises where this file must stay.
    :param is_kept: whether the actor still reads a removed file, because something frozen holds it.
    :param changed: brings columns of the subject up to date that name an attachment.
    :param check_purpose: raises where the subject, as it is now, takes no file for it.
    :param is_masked: no event tells who attached something: the subject's people are protected.
    """

    kind: str
    readable: Callable[[Session, int, Actor], Collection[str]]
    open: Callable[[Session, int, Actor], None]
    check_removal: Callable[[Session, Attachment, Actor], None] = lambda session, row, actor: None
    is_kept: Callable[[Session, Attachment, Actor], bool] = lambda session, row, actor: False
    changed: Callable[[Session, int], None] = lambda session, subject_id: None
    check_purpose: Callable[[Session, int, str], None] = lambda session, subject_id, purpose: None
    is_masked: bool = False

    @property
    def purposes(self) -> Mapping[str, Purpose]:
        return PURPOSES[self.kind]


SUBJECTS = {
    one.kind: one
    for one in (
        Subject(
            "demand",
            of_demands.readable,
            of_demands.open_demand,
            is_kept=of_demands.is_in_version,
        ),
        Subject(
            "challenge",
            of_challenges.readable,
            of_challenges.open_call,
            of_challenges.check_removal,
            is_kept=of_challenges.is_in_version,
            check_purpose=of_challenges.check_purpose,
        ),
        Subject(
            "response",
            of_demands.readable_of_response,
            of_demands.open_response,
            of_demands.check_contract,
        ),
        Subject(
            "provider",
            of_providers.readable,
            of_providers.open_provider,
            of_providers.check_use,
            is_kept=of_parties.is_evidence,
        ),
        Subject(
            "project",
            of_projects.readable,
            of_projects.open_project,
            of_projects.check_use,
            is_kept=of_projects.is_evidence,
        ),
        Subject(
            "milestone",
            of_projects.readable_of_milestone,
            of_projects.open_milestone,
            of_projects.check_use,
            is_kept=of_projects.is_evidence,
        ),
        Subject("import", of_imports.readable, of_imports.open_import),
        Subject(
            "organisation",
            of_parties.readable,
            of_parties.open_organisation,
            of_parties.check_licence,
            is_kept=of_parties.is_evidence,
        ),
        Subject(
            "mandate",
            of_parties.readable_of_mandate,
            of_parties.open_mandate,
            of_parties.check_letter,
            is_kept=of_parties.is_evidence,
            changed=of_parties.name_document,
        ),
        Subject("pledge", of_pledges.readable, of_pledges.open_pledge, of_pledges.check_removal),
        Subject(
            "result",
            of_results.readable,
            of_results.open_result_for_minutes,
            of_results.check_minutes,
            is_kept=of_parties.is_evidence,
        ),
        Subject(
            "landmark",
            of_landmarks.readable,
            of_landmarks.open_nomination,
            of_landmarks.check_removal,
            is_kept=of_parties.is_evidence,
        ),
        Subject(
            "landmark_copy",
            of_landmarks.readable_of_copy,
            of_landmarks.open_copy,
            of_landmarks.check_removal,
            is_kept=of_parties.is_evidence,
        ),
        Subject(
            "objection",
            of_results.readable_of_objection,
            of_results.open_objection,
            is_masked=True,
        ),
    )
}


def subject(kind: str) -> Subject:
    """:raises NotFound: nothing is attached to such things."""
    if kind not in SUBJECTS:
        raise NotFound(kind="attachment")
    return SUBJECTS[kind]


def seen_acting(kind: str, actor: Actor) -> Actor:
    """Who is named in the events of a subject's attachments."""
    return PUBLIC if subject(kind).is_masked else actor


def purpose_of(kind: str, name: str) -> Purpose:
    """A purpose by its name. :raises Invalid: there is none for such subjects."""
    purposes = subject(kind).purposes
    if name not in purposes:
        raise Invalid(FieldError("purpose", "unknown_code", {"known": sorted(purposes)}))
    return purposes[name]
