"""The engine as a city configures it, and the statistics that all engines of the city share."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.matching.engine import Engine, Weights
from scenario_market.domain.matching.records import FrozenStatistics


def make_engine(city: City) -> Engine:
    """An engine with the city's weights; names of places and of the city are never evidence."""
    names = [entry.zh for entry in city.codes["districts"]] + [city.identity["name"]["zh"]]
    return Engine(Weights(**city.policy.get("weights", {})), names=names)


def newest_statistics(session: Session) -> FrozenStatistics | None:
    """The statistics that everybody scores with."""
    return session.scalar(select(FrozenStatistics).order_by(FrozenStatistics.id.desc()).limit(1))
