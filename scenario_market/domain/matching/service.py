"""Asking the engine on demand: why a provider was, or was not, matched. Needs statistics alone, no pool in memory."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import needs, rivals
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.engine import Engine, Explanation, Statistics, Weights
from scenario_market.domain.matching.records import Dismissal, FrozenStatistics, Match, MatchRun
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.access import readable
from scenario_market.domain.providers.models import Provider

# Told at once; kept for the digest; matched, but the word 「不适合我」 stands against telling; fits, but others were
# above the line; a rule stands against it; not matched yet.
Verdict = Literal["told", "in_digest", "dismissed", "below_line", "not_eligible", "not_run"]


def make_engine(city: City) -> Engine:
    """An engine with the city's weights; names of places and of the city are never evidence."""
    names = [entry.zh for entry in city.codes["districts"]] + [city.identity["name"]["zh"]]
    return Engine(Weights(**city.policy.get("weights", {})), names=names)


def newest_statistics(session: Session) -> FrozenStatistics | None:
    """The statistics that everybody scores with."""
    return session.scalar(select(FrozenStatistics).order_by(FrozenStatistics.id.desc()).limit(1))


@dataclass(frozen=True)
class Why:
    """Why a provider was, or was not, told of a demand.

    :param explanation: computed now, from today's profile and demand.
    :param line_milli: the score that had to be reached in the last run; None before the first.
    """

    verdict: Verdict
    reader: Literal["provider", "office"]
    explanation: Explanation
    line_milli: int | None


class Explainer:
    """An engine without a pool, for one process; threads share it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.engine = make_engine(city)
        self.statistics_id: int | None = None
        self.lock = threading.Lock()

    def why(
        self, session: Session, *, demand_id: int, provider_id: int, actor: Actor, now: datetime
    ) -> Why:
        """Why this provider was, or was not, told of this open demand.

        :raises NotFound: no such open demand, or no such provider for this actor.
        """
        require(actor, "match.explain")
        reader = self._reader(session, demand_id, provider_id, actor)
        need = needs.need_of(session, demand_id)
        profile = next(profiles.stream(session, [provider_id], states=None), None)
        if need is None or profile is None:
            raise NotFound(kind="demand")
        engine = self.current(session)
        explanation = engine.explain(need, profile, today=self.city.day(now))
        run = session.scalar(
            select(MatchRun)
            .where(MatchRun.demand_id == demand_id)
            .order_by(MatchRun.id.desc())
            .limit(1)
        )
        return Why(
            verdict=_verdict(session, demand_id, provider_id, explanation, run),
            reader=reader,
            explanation=explanation,
            line_milli=run.floor_milli if run else None,
        )

    @staticmethod
    def _reader(
        session: Session, demand_id: int, provider_id: int, actor: Actor
    ) -> Literal["provider", "office"]:
        """Who asks; of a rival of an organisation that he stands for an officer is told nothing."""
        query = select(Provider.organisation_id).where(Provider.id == provider_id, readable(actor))
        organisation_id = session.scalar(query)
        if organisation_id in actor.mandates:
            return "provider"
        may = select(Demand.id).where(Demand.id == demand_id, rivals.unrivalled(session, actor))
        if organisation_id is None:
            raise NotFound(kind="provider")
        if session.scalar(may) is None:
            raise NotFound(kind="demand")
        return "office"

    def current(self, session: Session) -> Engine:
        """The engine with the newest statistics."""
        newest = newest_statistics(session)
        with self.lock:
            if newest is not None and newest.id != self.statistics_id:
                self.engine.load((), statistics=Statistics.from_bytes(newest.data))
                self.statistics_id = newest.id
            return self.engine


def _verdict(
    session: Session,
    demand_id: int,
    provider_id: int,
    explanation: Explanation,
    run: MatchRun | None,
) -> Verdict:
    found: Any = session.execute(
        select(Notice.is_digest, Dismissal.id)
        .select_from(Match)
        .outerjoin(Notice, (Notice.match_id == Match.id) & (Notice.kind == "demand_matched"))
        .outerjoin(
            Dismissal,
            (Dismissal.demand_id == Match.demand_id) & (Dismissal.provider_id == Match.provider_id),
        )
        .where(Match.demand_id == demand_id, Match.provider_id == provider_id)
        .limit(1)
    ).one_or_none()
    if found is not None and found.id is not None:
        return "dismissed"
    if found is not None and found.is_digest is not None:
        return "in_digest" if found.is_digest else "told"
    if not explanation.eligible:
        return "not_eligible"
    return "below_line" if run is not None else "not_run"
