"""A provider keeps its own profile."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers import lapsing, offerings, profile
from scenario_market.domain.providers.credential_rules import Declared
from scenario_market.domain.providers.models import Credential, ProviderTag
from tests import factories
from tests.domain.providers.conftest import COMPLETE
from tests.factories import NOW

HONOUR = Declared("honour", "high_tech", expires_on=date(2026, 12, 31))


@pytest.fixture
def hold(session, world, city):
    def do(*declared, now=NOW):
        return profile.set_credentials(
            session, world.id, declared, version=None, actor=world.keeper, now=now, city=city
        )

    return do


@pytest.fixture
def offer(session, world, city):
    def do(**fields):
        return offerings.add_offering(
            session, world.id, fields, version=None, actor=world.keeper, now=NOW, city=city
        )

    return do


def test_an_organisation_has_one_profile(session, world):
    with pytest.raises(AlreadyDone):
        profile.open_profile(session, world.organisation.id, actor=world.keeper, now=NOW)


def test_nobody_opens_the_profile_of_an_organisation_he_does_not_act_for(session, world):
    with pytest.raises(NotFound):
        profile.open_profile(session, world.rival_organisation.id, actor=world.keeper, now=NOW)


def test_a_rival_finds_no_profile_to_edit_and_an_officer_may_not(session, world, city):
    context = {"now": NOW, "city": city, "version": 999}
    with pytest.raises(NotFound):
        profile.edit_profile(session, world.id, {}, actor=world.rival, **context)
    with pytest.raises(NotPermitted):
        profile.edit_profile(session, world.id, {}, actor=world.lead, **context)


def test_a_mandate_for_offers_alone_does_not_reach_the_profile(session, world, city):
    from dataclasses import replace

    actor = replace(world.keeper, mandates={world.organisation.id: frozenset({"offers"})})
    with pytest.raises(NotFound):
        profile.edit_profile(session, world.id, {}, actor=actor, now=NOW, city=city, version=None)


def test_an_edit_names_all_errors_and_changes_nothing(world, edit):
    with pytest.raises(Invalid) as caught:
        edit(introduction="好", website="x", domains=["?"])
    assert {e.field for e in caught.value.errors} == {"website", "domains.0"}
    assert world.row.introduction == ""


def test_an_edit_from_an_older_version_is_refused(session, world, edit, city):
    edit(introduction="一")
    with pytest.raises(StaleVersion):
        profile.edit_profile(
            session,
            world.id,
            {"introduction": "二"},
            version=1,
            actor=world.keeper,
            now=NOW,
            city=city,
        )


def test_only_what_matching_reads_counts_the_revision_up(world, edit):
    edit(contact_name="联络员")
    assert (world.row.version, world.row.profile_revision) == (2, 1)
    edit(capabilities="能耗诊断")
    assert (world.row.version, world.row.profile_revision) == (3, 2)
    edit(capabilities="能耗诊断")
    assert (world.row.version, world.row.profile_revision) == (3, 2)


def test_a_change_is_a_fact_only_in_the_pool(world, edit, kinds):
    edit(capabilities="能耗诊断")
    assert kinds() == ["provider.opened"]


def test_a_change_in_the_pool_is_a_fact_with_the_names_of_its_fields(
    session, admitted, edit, offer, hold, kinds
):
    edit(domains=["水务"], contact_name="别人")
    offer(title="能耗诊断系统")
    hold(HONOUR)
    session.flush()
    rows = session.scalars(
        select(EventRecord).where(EventRecord.kind == "provider.profile_changed")
    ).all()
    assert [row.payload["fields"] for row in rows] == [["domains"], ["offerings"], ["credentials"]]


def test_the_filter_tags_follow_the_lists(session, world, edit):
    edit(domains=["水务", "养老"], categories=["diagnosis"])
    edit(domains=["养老"])
    tags = session.execute(select(ProviderTag.kind, ProviderTag.code)).all()
    assert sorted(map(tuple, tags)) == [("categories", "diagnosis"), ("domains", "elderly_care")]


def test_a_profile_that_waits_for_the_office_cannot_be_edited(world, edit, decide):
    edit(**COMPLETE)
    decide("apply", world.keeper)
    with pytest.raises(RuleRefused, match="profile_closed"):
        edit(introduction="新")


def armed(session):
    session.flush()
    return session.execute(select(Deadline.kind, Deadline.due_at)).all()


def clock(session, city, *, days):
    """What the clock process does with a due reminder."""
    row = session.scalar(select(Deadline))
    now = factories.later(days=days)
    lapsing.fire(session, row.subject_id, now=now, city=city)
    lapsing.fire(session, row.subject_id, now=now, city=city)
    session.flush()


def said(session):
    rows = session.scalars(select(EventRecord).where(EventRecord.kind.endswith("_lapsing")))
    return [row.payload["days"] for row in rows]


def test_a_reminder_is_set_at_the_start_of_the_citys_day(session, hold):
    hold(HONOUR)
    # 2 October in Wuhan, 90 days before, begins at 16:00 UTC of the day before.
    assert armed(session) == [("credential", datetime(2026, 10, 1, 16, tzinfo=UTC))]


def test_a_reminder_that_would_lie_in_the_past_is_not_set(session, hold):
    hold(Declared("honour", "high_tech", expires_on=date(2026, 3, 20)))
    assert armed(session) == [("credential", datetime(2026, 3, 12, 16, tzinfo=UTC))]
    hold(Declared("honour", "high_tech", expires_on=date(2026, 3, 4)))
    assert armed(session) == []


def test_what_stays_keeps_its_row_and_what_goes_loses_its_reminder(session, hold):
    hold(HONOUR, Declared("certificate", "cmmi3", expires_on=date(2027, 1, 1)))
    assert len(armed(session)) == 2
    before = {row.code: row.id for row in session.scalars(select(Credential))}
    hold(HONOUR)
    after = {row.code: row.id for row in session.scalars(select(Credential))}
    assert after == {"high_tech": before["high_tech"]}
    assert len(armed(session)) == 1


def test_the_clock_says_90_30_and_7_days_before_each_once(session, city, hold):
    hold(HONOUR)
    for days in (214, 274, 297):
        clock(session, city, days=days)
    assert said(session) == [90, 30, 7]


def test_after_a_standstill_only_the_last_reminder_is_said(session, city, hold):
    hold(HONOUR)
    clock(session, city, days=280)
    assert said(session) == [30]
    assert armed(session) == [("credential", datetime(2026, 12, 23, 16, tzinfo=UTC))]


def test_nothing_is_said_of_what_was_renewed_has_lapsed_or_is_gone(session, city, hold):
    hold(HONOUR)
    clock(session, city, days=310)
    hold(Declared("honour", "high_tech", expires_on=date(2029, 12, 31)))
    clock(session, city, days=280)
    lapsing.fire(session, 999_999, now=factories.later(days=280), city=city)
    assert said(session) == []


def test_a_scan_that_belongs_to_somebody_else_is_refused(hold):
    with pytest.raises(Invalid) as caught:
        hold(Declared("honour", "high_tech", attachment_id=4711))
    assert caught.value.errors[0].field == "credentials.0.attachment_id"


def test_an_offering_needs_a_title_and_known_service_types(offer):
    with pytest.raises(Invalid) as caught:
        offer(summary="好", service_types=["?"])
    assert {e.field for e in caught.value.errors} == {"title", "service_types.0"}


def test_an_offering_is_edited_and_retired_by_its_provider_alone(session, world, offer, city):
    row = offer(title="能耗诊断系统")
    context = {"version": None, "now": NOW}
    offerings.edit_offering(
        session, world.id, row.id, {"title": "能耗系统"}, actor=world.keeper, city=city, **context
    )
    assert row.title == "能耗系统"
    with pytest.raises(NotFound):
        offerings.retire_offering(session, world.id, row.id, actor=world.rival, **context)
    offerings.retire_offering(session, world.id, row.id, actor=world.keeper, **context)
    assert row.retired_at == NOW
    with pytest.raises(NotFound):
        offerings.retire_offering(session, world.id, row.id, actor=world.keeper, **context)
