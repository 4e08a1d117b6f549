"""Reading matches: a provider its own, an owner those of its demands and calls, office and watchers all but rivals'."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.records import Dismissal, Match, MatchRun
from scenario_market.domain.matching.subjects import SUBJECTS, Subject
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.providers.models import Provider

Reader = Literal["provider", "enterprise", "office"]


@dataclass(frozen=True)
class Seen:
    """A match as its reader may see it. ``reader`` decides what is said of it: see ``texts.reasons``.

    :param title: of the demand or call, with its ``number`` and ``state``.
    :param dismissed: reason code of 「不适合我」, for the provider itself and the office.
    """

    match: Match
    reader: Reader
    title: str
    number: str | None
    state: str
    provider_name: str
    dismissed: str | None

    @property
    def id(self) -> int:
        return self.match.id


def match_of(session: Session, match_id: int, *, actor: Actor) -> Seen:
    """One match, for its provider and the office.

    :raises NotFound: there is none, or not for this actor.
    """
    require(actor, "match.explain")
    subjects = SUBJECTS.values()
    query = _matches(subjects).where(Match.id == match_id, _explained(session, subjects, actor))
    match = session.scalar(query)
    if match is None:
        raise NotFound(kind="match")
    return _all_seen(session, [match], actor)[0]


def of_providers(
    session: Session,
    *,
    actor: Actor,
    provider_id: int | None = None,
    subject_kind: str | None = None,
    open_only: bool = False,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Seen]:
    """Matches of the actor's own providers (or, for the office, of all or one), newest first."""
    require(actor, "match.explain")
    subjects = SUBJECTS.values() if subject_kind is None else [SUBJECTS[subject_kind]]
    query = _matches(subjects).where(_explained(session, subjects, actor))
    if provider_id is not None:
        query = query.where(Match.provider_id == provider_id)
    if open_only:
        is_open = [_of(one, one.model.state.in_(sorted(one.open_states))) for one in subjects]
        query = query.where(or_(*is_open))
    found = paging.page(session, query, Match.id, after=after, limit=limit)
    return paging.Page(_all_seen(session, found.rows, actor), found.after)


def of_subject(
    session: Session,
    kind: str,
    subject_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Seen]:
    """Who was found for a demand or call, best first: for its owner, without points, and the office.

    :raises NotFound: there is no such subject for this actor.
    """
    require(actor, "match.read")
    subject = SUBJECTS[kind]
    _require_subject(session, subject, subject_id, actor)
    query = _matches([subject]).where(
        Match.subject_kind == kind, Match.subject_id == subject_id, _read(session, subject, actor)
    )
    found = paging.page(session, query, Match.score_milli, Match.id, after=after, limit=limit)
    return paging.Page(_all_seen(session, found.rows, actor), found.after)


def runs(session: Session, kind: str, subject_id: int, *, actor: Actor) -> Sequence[MatchRun]:
    """The last twenty runs of a demand or call, newest first: under which policy, how many told.

    :raises NotFound: there is no such subject for this actor.
    """
    require(actor, "match.read")
    _require_subject(session, SUBJECTS[kind], subject_id, actor)
    newest = (
        select(MatchRun)
        .where(MatchRun.subject_kind == kind, MatchRun.subject_id == subject_id)
        .order_by(MatchRun.id.desc())
    )
    return session.scalars(newest.limit(20)).all()


def _require_subject(session: Session, subject: Subject, subject_id: int, actor: Actor) -> None:
    query = select(subject.model.id).where(subject.model.id == subject_id)
    if not sees_all(actor):
        query = query.where(subject.owned(actor))
    if session.scalar(query) is None:
        raise NotFound(kind=subject.kind)


def _matches(subjects: Iterable[Subject]) -> Select[Any]:
    return _joined(select(Match).join(Provider, Provider.id == Match.provider_id), subjects)


def _joined(query: Select[Any], subjects: Iterable[Subject]) -> Select[Any]:
    for one in subjects:
        query = query.outerjoin(one.model, _of(one, one.model.id == Match.subject_id))
    return query


def _of(subject: Subject, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Match.subject_kind == subject.kind, condition)


def _explained(session: Session, subjects: Iterable[Subject], actor: Actor) -> ColumnElement[bool]:
    """Matches with their points: a provider's own; to the office all, but for rivals of whom an officer stands for."""
    theirs = [_of(one, _own(one, actor)) for one in subjects]
    if sees_all(actor):
        theirs += [_of(one, one.unrivalled(session, actor)) for one in subjects]
    return or_(*theirs)


def _read(session: Session, subject: Subject, actor: Actor) -> ColumnElement[bool]:
    """Matches of a subject that the actor was found to read."""
    theirs = _own(subject, actor) | subject.asked(session, actor)
    return theirs | subject.unrivalled(session, actor) if sees_all(actor) else theirs


def _own(subject: Subject, actor: Actor) -> ColumnElement[bool]:
    return and_(Provider.organisation_id.in_(actor.organisations), subject.shown)


def _all_seen(session: Session, matches: Sequence[Match], actor: Actor) -> list[Seen]:
    """With the names to show: one statement for all."""
    models = [one.model for one in SUBJECTS.values()]
    said = and_(
        Dismissal.subject_kind == Match.subject_kind,
        Dismissal.subject_id == Match.subject_id,
        Dismissal.provider_id == Match.provider_id,
    )
    query = (
        select(
            Match.id,
            Provider.organisation_id,
            Organisation.name,
            func.coalesce(*(model.title for model in models)).label("title"),
            func.coalesce(*(model.number for model in models)).label("number"),
            func.coalesce(*(model.state for model in models)).label("state"),
            Dismissal.reason_code,
        )
        .select_from(Match)
        .join(Provider, Provider.id == Match.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .outerjoin(Dismissal, said)
        .where(Match.id.in_([match.id for match in matches]))
    )
    rows = session.execute(_joined(query, SUBJECTS.values()))
    about: Mapping[int, Any] = {row.id: row for row in rows}
    return [_seen(match, about[match.id], actor) for match in matches]


def _seen(match: Match, row: Any, actor: Actor) -> Seen:
    reader: Reader = "enterprise"
    if row.organisation_id in actor.mandates:
        reader = "provider"
    elif sees_all(actor):
        reader = "office"
    return Seen(
        match=match,
        reader=reader,
        title=row.title,
        number=row.number,
        state=row.state,
        provider_name=row.name,
        dismissed=row.reason_code if reader != "enterprise" else None,
    )
