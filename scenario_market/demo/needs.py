"""The demonstration's needs on their way: each carried by the real commands to where it is to stand."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.demo.demands import Demand, demands
from scenario_market.demo.people import actor
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import drafting, list_drafting, publishing, review
from scenario_market.domain.moves import Reason

# How many of the needs end where, in their order; what is left stays a draft.
PLAN = (
    ("listed_before", 12),
    ("listed_now", 10),
    ("approved", 4),
    ("in_review", 4),
    ("submitted", 3),
    ("returned", 3),
    ("rejected", 2),
)
BEFORE, LATELY = timedelta(days=40), timedelta(days=5)
LEFT_OUT = ("number", "owner", "suits", "is_fictitious", "source", "contract_route")


class Way:
    """Who carries the needs, and when."""

    def __init__(
        self, session: Session, people: Mapping[str, int], owners: Mapping[str, int], city: City
    ) -> None:
        self.session, self.people, self.owners, self.city = session, people, owners, city

    def who(self, key: str, now: datetime) -> Actor:
        """A demonstration account as an actor."""
        return actor(self.session, self.people[key], now)

    def draft(self, one: Demand, now: datetime) -> int:
        """Write a need down."""
        fields = {name: value for name, value in asdict(one).items() if name not in LEFT_OUT}
        row = drafting.draft(
            self.session,
            actor=self.who("owner", now),
            now=now,
            city=self.city,
            fields=_plain(fields),
            organisation_id=self.owners[one.owner.key],
        )
        return row.id

    def submit(self, demand_id: int, now: datetime) -> None:
        owner = self.who("owner", now)
        drafting.submit(self.session, demand_id, actor=owner, now=now, city=self.city, version=None)

    def review(self, demand_id: int, now: datetime) -> None:
        context = self._by("reviewer", now)
        review.begin(self.session, demand_id, version=None, **context)

    def approve(self, demand_id: int, now: datetime) -> None:
        for key in ("reviewer", "second"):
            review.approve(self.session, demand_id, version=None, **self._by(key, now))
        signers = ("reviewer", "second", "third")
        for place, step in enumerate(self.city.policy["demand"]["clearance_steps"]):
            context = self._by(signers[place % 3], now)
            review.clear(self.session, demand_id, version=None, step=step, **context)

    def decide(self, demand_id: int, verb: str, now: datetime) -> None:
        context = self._by("reviewer", now)
        if verb == "returned":
            reason = Reason(
                "vague_metric", "指标需写明测量方法和统计口径。", {"metrics": "请写明测量方法"}
            )
            review.give_back(self.session, demand_id, version=None, reason=reason, **context)
        else:
            reason = Reason("out_of_scope", "属于常规采购，不需要场景对接。")
            review.reject(self.session, demand_id, version=None, reason=reason, **context)

    def publish(self, title: str, demand_ids: list[int], now: datetime) -> None:
        lead = self.who("lead", now)
        row = list_drafting.create(self.session, actor=lead, now=now, title=title)
        list_drafting.edit(
            self.session, row.id, actor=lead, now=now, version=None, demand_ids=demand_ids
        )
        publishing.publish(self.session, row.id, actor=lead, now=now, city=self.city, version=None)

    def _by(self, key: str, now: datetime) -> dict[str, Any]:
        return {"actor": self.who(key, now), "now": now, "city": self.city}


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Values as a form would send them."""
    return {
        name: list(value)
        if isinstance(value, tuple)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else value
        for name, value in fields.items()
    }


def make_needs(way: Way, *, now: datetime) -> None:
    """Carry every need to its place in the plan, and publish two lists."""
    waiting = iter(demands(way.city.day(now)))
    for place, count in PLAN:
        then = now - (BEFORE if place == "listed_before" else LATELY)
        ids = [way.draft(one, then) for _, one in zip(range(count), waiting, strict=False)]
        for demand_id in ids:
            _carry(way, demand_id, place, then)
        if place == "listed_before":
            way.publish("武汉市应用场景需求清单（演示·第一批）", ids, then)
        elif place == "listed_now":
            way.publish("武汉市应用场景需求清单（演示·第二批）", ids, then)
    for one in waiting:
        way.draft(one, now - LATELY)


def _carry(way: Way, demand_id: int, place: str, now: datetime) -> None:
    way.submit(demand_id, now)
    if place == "submitted":
        return
    way.review(demand_id, now)
    if place in ("returned", "rejected"):
        way.decide(demand_id, place, now)
    elif place != "in_review":
        way.approve(demand_id, now)
