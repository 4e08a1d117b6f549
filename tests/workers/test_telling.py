"""Every event is told or is a record, and every notice has its words and its channels."""

import importlib
import pkgutil
from dataclasses import fields
from types import SimpleNamespace

import pytest
from sqlalchemy import select

import scenario_market.domain
from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.events import REGISTRY
from scenario_market.domain.notices.models import Notice
from scenario_market.texts.notices import TEXTS
from scenario_market.workers import routing
from scenario_market.workers.machine import Work
from scenario_market.workers.tell import tell
from scenario_market.workers.telling import RECORDS, RULES
from tests.factories import NOW

for _module in pkgutil.walk_packages(scenario_market.domain.__path__, "scenario_market.domain."):
    if _module.name.endswith("events"):
        importlib.import_module(_module.name)

KINDS = {rule.notice for rules in RULES.values() for rule in rules} | {
    "demand_matched",
    "challenge_matched",
    "challenge_near",
}


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_event_is_told_or_is_a_record_with_a_word_why(kind):
    assert (kind in RULES) != (kind in RECORDS)


def test_no_rule_is_about_an_event_that_does_not_exist():
    assert (set(RULES) | set(RECORDS)) - set(REGISTRY) == set()


def test_every_told_event_is_routed_to_telling():
    assert all("tell" in routing.consumers_of(kind) for kind in RULES)


def test_every_notice_has_a_text_and_the_citys_channels(city):
    assert set(TEXTS) - {"digest"} == KINDS
    assert set(city.policy["notices"]) == KINDS | {"digest"}


def test_sms_is_the_default_only_where_a_template_is_approved(city):
    wanted = {kind for kind, row in city.policy["notices"].items() if row["sms"]}
    assert wanted <= set(city.policy["sms"]["templates"])


@pytest.mark.parametrize("kind", sorted(RULES))
def test_params_of_a_rule_are_fields_of_its_event(kind):
    known = {one.name for one in fields(REGISTRY[kind])}
    assert {param for rule in RULES[kind] for param in rule.params} <= known


@pytest.mark.parametrize("kind", sorted(RULES))
def test_recipients_are_one_select_that_both_databases_take(kind, session, city):
    """The whole INSERT … SELECT is run for every rule; nobody is there to be told."""
    machine = SimpleNamespace(city=city)
    samples = {bool: True, str: "x", int: 1, list[str]: ["title"], list[int]: [1], str | None: None}
    kinds = {one.name: one.type for one in fields(REGISTRY[kind]) if one.name != "subject_id"}
    payload = {name: samples[type_] for name, type_ in kinds.items()}
    event = outbox.record(
        session, REGISTRY[kind](subject_id=999_999, **payload), actor=SYSTEM, now=NOW
    )
    session.flush()
    tell(Work(machine, session, None, event, NOW), None)
    assert session.scalars(select(Notice).where(Notice.event_id == event.id)).all() == []
