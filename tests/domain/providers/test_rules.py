"""What a profile and a credential may say. Pure: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.providers import rules
from scenario_market.domain.providers.credential_rules import (
    Declared,
    add_months,
    check_credentials,
    counts_on,
)

TODAY = date(2026, 3, 2)


def found(errors):
    return {(error.field, error.rule) for error in errors}


def test_an_unknown_code_names_the_nearest_ones(city):
    _, errors = rules.check_profile({"service_types": ["诊断咨讯"]}, city.codes)
    assert found(errors) == {("service_types.0", "unknown_code")}
    assert "诊断咨询" in errors[0].params["nearest"]


def test_names_and_aliases_become_codes_each_once_in_the_lists_order(city):
    clean, errors = rules.check_profile(
        {"districts": ["光谷", "江岸", "WH-DHGX", "420102"]}, city.codes
    )
    assert not errors
    assert clean["districts"] == ["420102", "WH-DHGX"]


def test_everything_wrong_is_said_at_once(city):
    _, errors = rules.check_profile(
        {
            "categories": ["无此类别"],
            "website": "javascript:alert(1)",
            "contact_email": "nobody",
            "contact_mobile": "call me",
            "introduction": "长" * 5001,
            "is_listed": "yes",
            "secret": 1,
            "industries": "C",
        },
        city.codes,
    )
    assert found(errors) == {
        ("categories.0", "unknown_code"),
        ("website", "not_a_url"),
        ("contact_email", "not_an_email_address"),
        ("contact_mobile", "not_a_phone_number"),
        ("introduction", "too_long"),
        ("is_listed", "not_a_flag"),
        ("secret", "unknown_field"),
        ("industries", "not_a_list"),
    }


@pytest.mark.parametrize(
    "url", ["http://x", "ftp://example.com", "https://", "https://[::1", "http://a.cn:x/"]
)
def test_an_address_that_is_no_web_address_is_refused(city, url):
    _, errors = rules.check_profile({"website": url}, city.codes)
    assert found(errors) == {("website", "not_a_url")}


def test_an_address_that_carries_a_password_is_refused(city):
    _, errors = rules.check_profile({"website": "https://a:b@example.com"}, city.codes)
    assert found(errors) == {("website", "url_with_password")}


def test_a_category_must_be_borne_out_by_a_service_type_or_one_below_it(city):
    services = city.policy["provider"]["category_services"]
    wrong = rules.check_categories(["diagnosis"], ["training"], city.codes, services)
    assert found(wrong) == {("service_types", "category_without_service")}
    assert not rules.check_categories(["solution"], ["software_control"], city.codes, services)


def test_every_category_of_the_policy_and_its_service_types_are_in_the_lists(city):
    for category, types in city.policy["provider"]["category_services"].items():
        assert category in city.codes["provider_categories"]
        assert all(code in city.codes["service_types"] for code in types)


def honour(**said):
    return Declared(**{"kind": "honour", "code": "high_tech"} | said)


def test_an_expired_honour_is_refused_when_newly_declared(city):
    expired = honour(issued_on=date(2022, 1, 1), expires_on=date(2025, 1, 1))
    _, errors = check_credentials([expired], city.codes, today=TODAY)
    assert found(errors) == {("credentials.0.expires_on", "expired")}
    assert errors[0].params["expires_on"] == "2025-01-01"


def test_an_expired_honour_that_was_held_before_may_stay(city):
    expired = honour(expires_on=date(2025, 1, 1))
    held = {("honour", "high_tech", date(2025, 1, 1))}
    assert check_credentials([expired], city.codes, today=TODAY, held=held)[1] == []


def test_an_expired_honour_does_not_count(city):
    assert counts_on(TODAY, TODAY)
    assert counts_on(None, TODAY)
    assert not counts_on(date(2026, 3, 1), TODAY)


def test_without_an_expiry_the_usual_term_of_the_list_is_taken(city):
    clean, errors = check_credentials(
        [honour(code="国家高新技术企业", issued_on=date(2024, 5, 6))], city.codes, today=TODAY
    )
    assert not errors
    assert (clean[0].code, clean[0].expires_on) == ("high_tech", date(2027, 5, 6))


def test_an_honour_whose_usual_term_is_over_is_expired_too(city):
    _, errors = check_credentials([honour(issued_on=date(2020, 1, 1))], city.codes, today=TODAY)
    assert found(errors) == {("credentials.0.expires_on", "expired")}


def test_a_level_of_a_certificate_is_its_scheme_and_rank(city):
    clean, _ = check_credentials(
        [Declared("certificate", "CMMI3"), Declared("certificate", "itss1")],
        city.codes,
        today=TODAY,
    )
    assert [(item.code, item.level) for item in clean] == [("cmmi", 3), ("itss", 4)]


def test_wrong_kinds_codes_levels_dates_and_repetitions_are_all_named(city):
    _, errors = check_credentials(
        [
            Declared("medal", "x"),
            honour(code="高薪技术企业"),
            Declared("certificate", "cmmi", level=9),
            honour(issued_on=date(2027, 1, 1)),
            honour(code="高企", issued_on=date(2026, 1, 2), expires_on=date(2026, 1, 1)),
        ],
        city.codes,
        today=TODAY,
    )
    assert found(errors) == {
        ("credentials.0.kind", "unknown_code"),
        ("credentials.1.code", "unknown_code"),
        ("credentials.2.level", "unknown_level"),
        ("credentials.3.issued_on", "in_the_future"),
        ("credentials.4.code", "declared_twice"),
        ("credentials.4.expires_on", "expires_before_issue"),
        ("credentials.4.expires_on", "expired"),
    }


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_a_term_of_months_ends_in_the_month_so_many_later(day, months):
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day <= day.day
    assert end.day == day.day or (end.replace(day=1) != end and end.day >= 28)


def test_the_29th_of_february_plus_a_year_is_the_28th():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
