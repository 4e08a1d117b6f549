"""What notices are about, read for many at once: a fixed number of statements, however many notices there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from scenario_market.domain.demands.lists import DemandList, Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.matching.records import Match
from scenario_market.domain.notices import (
    call_facts,
    evaluation_facts,
    key_facts,
    pledge_facts,
    project_facts,
    result_facts,
)
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties.models import ApiToken, Organisation
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.todos import queries as todos


@dataclass(frozen=True)
class Facts:
    """Everything that a notice's text may need; what does not apply is None.

    :param title: of the demand, call or list. :param owner: the owner's name, where the public may know it.
    :param organisation: the organisation or provider that the notice is about, or that answered the demand.
    :param partners: of a call: who agreed to be found and has what this provider lacks: name, brings.
    :param question: as it was published; ``answer``: to it.
    :param reason: ``(kind of the moved object, reason code, text)`` of a negative move.
    :param remarks: remarks per field of a return.
    :param explanation: the stored explanation of the match.
    :param params: the event's own fields: codes, numbers and dates.
    """

    kind: str
    notice_id: int
    subject_id: int
    demand_id: int | None = None
    challenge_id: int | None = None
    match_id: int | None = None
    title: str | None = None
    number: str | None = None
    state: str | None = None
    owner: str | None = None
    organisation: str | None = None
    closes_at: datetime | None = None
    questions_close_at: datetime | None = None
    partners: Sequence[Mapping[str, Any]] = ()
    question: str | None = None
    answer: str | None = None
    reason: tuple[str, str, str] | None = None
    remarks: Mapping[str, str] | None = None
    explanation: Mapping[str, Any] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


def facts_of(session: Session, notices: Sequence[Notice]) -> dict[int, Facts]:
    """The facts of each notice, by the notice's key."""
    subjects = _subjects(session, notices)
    reasons = _reasons(session, {notice.event_id for notice in notices})
    matches = _explanations(session, {n.match_id for n in notices if n.match_id is not None})
    named = {n.params["provider_id"] for n in notices if n.params.get("provider_id")}
    providers = dict(_providers(session, named)) if named else {}
    parties = dict(_organisations(session, {key for n in notices if (key := _party(n))}))
    tokens = _tokens(session, {key for n in notices for key in n.params.get("token_ids", ())})
    partners = call_facts.suggestions(session, notices)
    found = {}
    for notice in notices:
        about = subjects.get((notice.subject_kind, notice.subject_id), {})
        about = about | providers.get(notice.params.get("provider_id", 0), {})
        about = about | parties.get(_party(notice), {})
        if notice.match_id is not None:
            about = about | {"explanation": matches.get(notice.match_id)}
        found[notice.id] = Facts(
            kind=notice.kind,
            notice_id=notice.id,
            subject_id=notice.subject_id,
            match_id=notice.match_id,
            params=notice.params | _named(notice, tokens),
            **about,
            **reasons.get(notice.event_id, {}),
            **partners.get(notice.id, {}),
        )
    return found


def _party(notice: Notice) -> int:
    """The organisation that a notice names, 0: none."""
    return notice.params.get("lead_id") or notice.params.get("organisation_id") or 0


Subjects = dict[tuple[str, int], dict[str, Any]]


def _subjects(session: Session, notices: Sequence[Notice]) -> Subjects:
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        wanted.setdefault(notice.subject_kind, set()).add(notice.subject_id)
    readers = {
        "demand": _demands,
        "response": _responses,
        "provider": _providers,
        "organisation": _organisations,
        "demand_list": _lists,
        "challenge": call_facts.challenges,
        "question": call_facts.questions,
        "project": project_facts.projects,
        "milestone": project_facts.milestones,
        "acceptance_seat": project_facts.seats,
        "pledge": pledge_facts.pledges,
        "panel": evaluation_facts.panels,
        "panel_seat": evaluation_facts.seats,
        "score_sheet": evaluation_facts.sheets,
        "bid": evaluation_facts.bids,
        "todo": _todos,
        "public_notice": result_facts.public_notices,
        "objection": result_facts.objections,
        "result_letter": result_facts.letters,
        "key_officer": key_facts.officers,
        "key_naming": key_facts.namings,
        "landmark": result_facts.landmarks,
        "landmark_copy": result_facts.copies,
    }
    found: Subjects = {}
    for kind, ids in wanted.items():
        if kind in readers:
            found |= {(kind, key): about for key, about in readers[kind](session, ids)}
    return found


DEMAND = (
    Demand.id,
    Demand.title,
    Demand.number,
    Demand.state,
    Demand.closes_at,
    Demand.is_desensitised,
    Organisation.name,
)


def _demand(row: Any) -> dict[str, Any]:
    return {
        "demand_id": row.id,
        "title": row.title,
        "number": row.number,
        "state": row.state,
        "closes_at": row.closes_at,
        "owner": None if row.is_desensitised else row.name,
    }


def _demands(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    owner = Demand.owner_organisation_id == Organisation.id
    rows = session.execute(select(*DEMAND).outerjoin(Organisation, owner).where(Demand.id.in_(ids)))
    return [(row.id, _demand(row)) for row in rows]


def _responses(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    owner = Demand.owner_organisation_id == Organisation.id
    answering = aliased(Organisation)
    rows = session.execute(
        select(Response.id.label("response_id"), answering.name.label("answering"), *DEMAND)
        .join(Demand, Response.demand_id == Demand.id)
        .join(answering, Response.organisation_id == answering.id)
        .outerjoin(Organisation, owner)
        .where(Response.id.in_(ids))
    )
    return [(row.response_id, _demand(row) | {"organisation": row.answering}) for row in rows]


def _providers(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = session.execute(
        select(Provider.id, Organisation.name)
        .join(Organisation, Provider.organisation_id == Organisation.id)
        .where(Provider.id.in_(ids))
    )
    return [(row.id, {"organisation": row.name}) for row in rows]


def _organisations(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    )
    return [(row.id, {"organisation": row.name}) for row in rows]


def _tokens(session: Session, ids: set[int]) -> dict[int, str]:
    """What the API tokens are called, and how they begin: an event names no names."""
    if not ids:
        return {}
    rows = session.execute(
        select(ApiToken.id, ApiToken.name, ApiToken.hint).where(ApiToken.id.in_(ids))
    )
    return {row.id: f"{row.name} ({row.hint}…)" for row in rows}


def _named(notice: Notice, tokens: Mapping[int, str]) -> dict[str, list[str]]:
    ids = notice.params.get("token_ids")
    return {"tokens": [tokens[key] for key in ids if key in tokens]} if ids else {}


def _lists(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = session.execute(
        select(DemandList.id, DemandList.title, DemandList.number).where(DemandList.id.in_(ids))
    )
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def _todos(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    return [
        (step.todo.id, {"title": step.title, "closes_at": step.todo.due_at, "organisation": name})
        for step in todos.of_keys(session, ids)
        for name in (step.party_name if step.party_kind == "organisation" else None,)
    ]


def _reasons(session: Session, event_ids: set[int]) -> dict[int, dict[str, Any]]:
    changes = session.scalars(select(StateChange).where(StateChange.event_id.in_(event_ids)))
    return {
        change.event_id: {
            "reason": (change.subject_kind, change.reason_code, change.reason_text or "")
            if change.reason_code
            else None,
            "remarks": change.remarks,
        }
        for change in changes
    }


def _explanations(session: Session, ids: set[int]) -> dict[int, Mapping[str, Any]]:
    rows = session.execute(select(Match.id, Match.explanation).where(Match.id.in_(ids)))
    return {row.id: row.explanation for row in rows}
