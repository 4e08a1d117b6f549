"""The one table of what can wait: for each kind of subject, what it waits for now, and what it is called."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.todos import (
    of_acceptance,
    of_calendar,
    of_challenges,
    of_consortia,
    of_demands,
    of_imports,
    of_keys,
    of_landmarks,
    of_objections,
    of_panels,
    of_parties,
    of_pledges,
    of_projects,
    of_providers,
)
from scenario_market.domain.todos.waiting import Waiting


@dataclass(frozen=True)
class Subject:
    """One kind of thing that waits.

    :param waiting: what it waits for in its present state. :param titles: what such things are called, by key.
    :param is_private: nobody but the party sees its steps, and nobody is told that they are late.
    """

    waiting: Callable[[Session, int, City], Iterable[Waiting]]
    titles: Callable[[Session, Collection[int]], Mapping[int, str]]
    is_private: bool = False


SUBJECTS = {
    of_calendar.KIND: Subject(of_calendar.waiting, of_calendar.titles),
    "demand": Subject(of_demands.waiting, of_demands.titles),
    "response": Subject(of_demands.waiting_of_response, of_demands.titles_of_responses),
    "organisation": Subject(of_parties.waiting, of_parties.titles),
    "provider": Subject(of_providers.waiting, of_providers.titles),
    "import": Subject(of_imports.waiting, of_imports.titles),
    "challenge": Subject(of_challenges.waiting, of_challenges.titles),
    of_consortia.KIND: Subject(of_consortia.waiting, of_consortia.titles, is_private=True),
    "question": Subject(of_challenges.waiting_of_question, of_challenges.titles_of_questions),
    "bid": Subject(of_challenges.waiting_of_bid, of_challenges.titles_of_bids),
    "objection": Subject(of_objections.waiting, of_objections.titles),
    "panel": Subject(of_panels.waiting, of_panels.titles),
    "panel_seat": Subject(of_panels.waiting_of_seat, of_panels.titles_of_seats),
    "key_naming": Subject(of_keys.waiting, of_keys.titles),
    "landmark": Subject(of_landmarks.waiting, of_landmarks.titles),
    "landmark_copy": Subject(of_landmarks.waiting_of_copy, of_landmarks.titles_of_copies),
    "pledge": Subject(of_pledges.waiting_of_pledge, of_pledges.titles_of_pledges),
    "project": Subject(of_projects.waiting_of_project, of_projects.titles_of_projects),
    "milestone": Subject(of_projects.waiting_of_milestone, of_projects.titles_of_milestones),
    "acceptance_seat": Subject(of_acceptance.waiting_of_seat, of_acceptance.titles_of_seats),
}
PRIVATE = sorted(kind for kind, subject in SUBJECTS.items() if subject.is_private)
