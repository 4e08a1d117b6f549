"""Why a provider was, or was not, told of a demand or call. Needs statistics alone, no pool in memory."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import sifting
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.engine import Engine, Explanation, Statistics
from scenario_market.domain.matching.engines import make_engine, newest_statistics
from scenario_market.domain.matching.records import Dismissal, Match, MatchRun
from scenario_market.domain.matching.subjects import SUBJECTS, Subject
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.access import readable
from scenario_market.domain.providers.models import Provider

# Told at once; told that it fits but for a condition; kept for the digest; matched, but the word 「不适合我」 stands
# against telling; fits, but others were above the line; a rule stands against it; not matched yet.
Verdict = Literal["told", "near", "in_digest", "dismissed", "below_line", "not_eligible", "not_run"]


@dataclass(frozen=True)
class Why:
    """Why a provider was, or was not, told.

    :param explanation: computed now, from today's profile and subject.
    :param stored: the same as a match keeps it, with the answers to the subject's conditions.
    :param failed: names of the rules against it: the engine's, and kinds of conditions.
    :param line_milli: the score that had to be reached in the last run; None before the first.
    """

    verdict: Verdict
    reader: Literal["provider", "office"]
    explanation: Explanation
    stored: dict[str, Any]
    failed: list[str]
    line_milli: int | None


class Explainer:
    """An engine without a pool, for one process; threads share it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.engine = make_engine(city)
        self.lock = threading.Lock()

    def why(
        self,
        session: Session,
        kind: str,
        subject_id: int,
        *,
        provider_id: int,
        actor: Actor,
        now: datetime,
    ) -> Why:
        """Why this provider was, or was not, told of this open demand or call.

        :param kind: of the subject: demand or challenge.
        :raises NotFound: no such open subject, or no such provider for this actor.
        """
        require(actor, "match.explain")
        subject, today = SUBJECTS[kind], self.city.day(now)
        reader = _reader(session, subject, subject_id, provider_id, actor)
        need = subject.need_of(session, subject_id)
        profile = next(profiles.stream(session, [provider_id], states=None), None)
        if need is None or profile is None:
            raise NotFound(kind=kind)
        explanation = self.current(session).explain(need, profile, today=today)
        failed, stored = list(explanation.failed), explanation.stored
        if sieve := subject.sieve(session, subject_id, today):
            ((_, answers),) = sieve([provider_id])
            failed += [one.rule for one in answers if not one.passed]
            stored = stored | {"answers": [sifting.stored(one) for one in answers]}
        line = _line(session, kind, subject_id)
        return Why(
            verdict=_told(session, kind, subject_id, provider_id) or _untold(failed, line),
            reader=reader,
            explanation=explanation,
            stored=stored,
            failed=list(dict.fromkeys(failed)),
            line_milli=line,
        )

    def current(self, session: Session) -> Engine:
        """The engine with the newest statistics."""
        newest = newest_statistics(session)
        with self.lock:
            if newest is not None and newest.version != self.engine.statistics.version:
                self.engine.load((), statistics=Statistics.from_bytes(newest.data))
            return self.engine


def _reader(
    session: Session, subject: Subject, subject_id: int, provider_id: int, actor: Actor
) -> Literal["provider", "office"]:
    """Who asks; of a rival of an organisation that he stands for an officer is told nothing."""
    query = select(Provider.organisation_id).where(Provider.id == provider_id, readable(actor))
    organisation_id = session.scalar(query)
    if organisation_id is None:
        raise NotFound(kind="provider")
    if organisation_id in actor.mandates:
        return "provider"
    key = subject.model.id
    may = select(key).where(key == subject_id, subject.unrivalled(session, actor))
    if session.scalar(may) is None:
        raise NotFound(kind=subject.kind)
    return "office"


def _line(session: Session, kind: str, subject_id: int) -> int | None:
    newest = select(MatchRun.floor_milli).where(
        MatchRun.subject_kind == kind, MatchRun.subject_id == subject_id
    )
    return session.scalar(newest.order_by(MatchRun.id.desc()).limit(1))


def _told(session: Session, kind: str, subject_id: int, provider_id: int) -> Verdict | None:
    """What came of the match, by the notice that was written last; None where there is none."""
    said = (
        (Dismissal.subject_kind == Match.subject_kind)
        & (Dismissal.subject_id == Match.subject_id)
        & (Dismissal.provider_id == Match.provider_id)
    )
    told = (Notice.match_id == Match.id) & Notice.kind.in_((f"{kind}_matched", f"{kind}_near"))
    found: Any = session.execute(
        select(Notice.is_digest, Notice.kind, Dismissal.id)
        .select_from(Match)
        .outerjoin(Notice, told)
        .outerjoin(Dismissal, said)
        .where(
            Match.subject_kind == kind,
            Match.subject_id == subject_id,
            Match.provider_id == provider_id,
        )
        .order_by(Notice.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    if found.id is not None:
        return "dismissed"
    if found.is_digest is None:
        return None
    if found.is_digest:
        return "in_digest"
    return "near" if found.kind.endswith("_near") else "told"


def _untold(failed: list[str], line_milli: int | None) -> Verdict:
    if failed:
        return "not_eligible"
    return "below_line" if line_milli is not None else "not_run"
