"""Conflicts that the system sees, each by its reason."""

from datetime import date

import pytest

from scenario_market.domain.draws.conflicts import (
    Party,
    Person,
    Terms,
    Tie,
    conflicts,
    exclusions,
    months_before,
)

DAY = date(2026, 3, 31)
TERMS = Terms(DAY, 36, free_mail={"163.com"}, fields=frozenset({"industrial_park"}))
LEAD = Party(
    1,
    "L" * 18,
    "测试（武汉）有限公司",
    "lead",
    frozenset({1, 4}),
    frozenset({"G" * 18}),
    frozenset({"lead.example", "163.com"}),
)
MEMBER = Party(2, "M" * 18, "联合体成员单位", "member", frozenset({2}))
OWNER = Party(3, "O" * 18, "发榜单位", "owner", frozenset({3}))


def tie(number=None, name="别家", **columns):
    return Tie(number, columns.pop("uscc", None), name, **columns)


@pytest.mark.parametrize(
    ("person", "reasons"),
    [
        (Person(), ()),
        (Person((tie(9),)), ()),
        (Person((tie(1),)), ("same_organisation",)),
        (Person((tie(uscc="L" * 18),)), ("same_organisation",)),
        (Person((tie(name="测试(武汉)有限公司 "),)), ("same_organisation",)),
        (Person((tie(1, ends_on=date(2023, 3, 31)),)), ("past_employer",)),
        (Person((tie(1, ends_on=date(2023, 3, 30)),)), ()),
        (Person((tie(1, ends_on=DAY),)), ("same_organisation",)),
        (Person((tie(2),)), ("consortium_member",)),
        (Person((tie(3),)), ("owner_side",)),
        (Person((tie(4),)), ("control",)),
        (Person((tie(uscc="G" * 18),)), ("control",)),
        (Person((tie(1, kind="relation"),)), ("declared_relation",)),
        (Person(mandates=frozenset({1})), ("same_organisation",)),
        (Person(mandates=frozenset({4})), ("control",)),
        (Person(email_domain="Lead.example"), ("email_domain",)),
        (Person(email_domain="163.com"), ()),
        (Person(is_officer=True), ("officer",)),
        (
            Person((tie(2), tie(1, ends_on=date(2025, 1, 1))), is_officer=True),
            ("consortium_member", "officer", "past_employer"),
        ),
    ],
)
def test_a_conflict_is_named_by_its_reason(person, reasons):
    assert conflicts(person, [LEAD, MEMBER, OWNER], TERMS) == reasons


@pytest.mark.parametrize(
    ("person", "reasons"),
    [
        (Person(fields=frozenset({"industrial_park"})), ()),
        (Person(fields=frozenset({"health"})), ("field",)),
        (Person(is_finance=True), ()),
        (Person(is_finance=True, absent=(DAY, None)), ("unavailable",)),
        (Person(is_finance=True, absent=(None, DAY)), ("unavailable",)),
        (Person(is_finance=True, absent=(date(2026, 4, 1), date(2026, 4, 9))), ()),
    ],
)
def test_who_is_away_or_of_another_field_is_not_drawn(person, reasons):
    assert exclusions(person, [LEAD], TERMS) == reasons


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 36, date(2023, 3, 31)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 15), 12, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    assert months_before(day, months) == before
