"""An export of a case: asked for once, made or failed, handed out on record, erased when its days are over."""

from datetime import date, timedelta

import pytest

from scenario_market.domain import deadlines
from scenario_market.domain.attachments.queries import named
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.dossiers import collecting, exporting, finding, queries
from scenario_market.domain.errors import IllegalMove, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.readings import Reading
from tests import factories
from tests.domain.demands import cases

NAME = f"ab/cd/abcd{'0' * 60}"
MADE = exporting.Made(NAME, "a" * 64, "b" * 64, 1234, 40, ["panel"], date(2042, 12, 31))


@pytest.fixture
def case(cast):
    """The cast and the key of a case."""
    key = cast.signed().challenge_id
    cast.session.flush()
    return cast, key


def asked(cast, key, actor=None, **later):
    now = cast.now + timedelta(**later)
    return exporting.ask(cast.session, "challenge", key, actor=actor or cast.lead, now=now)


def made(cast, key):
    row = asked(cast, key)
    exporting.keep(cast.session, row.id, MADE, now=cast.now, city=cast.city)
    return row


def kinds(cast):
    cast.session.flush()
    query = cast.session.query(EventRecord.kind).filter(EventRecord.kind.like("%dossier%"))
    return [kind for (kind,) in query.order_by(EventRecord.id)]


def test_who_asks_twice_waits_for_the_same_export_and_not_for_ever(case):
    cast, key = case
    first = asked(cast, key)
    assert asked(cast, key).id == first.id
    assert asked(cast, key, hours=2).id != first.id
    assert kinds(cast) == ["dossier.asked"] * 2


def test_what_is_made_is_kept_for_the_citys_days_and_then_no_row_names_it(case):
    cast, key = case
    row = made(cast, key)
    exporting.keep(cast.session, row.id, MADE, now=cast.now, city=cast.city)  # a repeated job
    days = cast.city.policy["dossier"]["kept_days"]
    assert (row.state, row.done, row.kept_until) == ("made", 40, cast.now + timedelta(days=days))
    assert named(cast.session, [NAME]) == {NAME}
    (due,) = deadlines.due(cast.session, now=row.kept_until, limit=500)[-1:]
    assert (due.kind, due.subject_id) == (exporting.ERASE, row.id)
    for _ in range(2):
        exporting.erase(cast.session, row.id, now=row.kept_until, city=cast.city)
    assert (row.state, named(cast.session, [NAME])) == ("erased", set())
    assert row.sha256 == MADE.sha256  # what left the house can be compared with it for ever
    assert kinds(cast) == ["dossier.asked", "dossier.made", "dossier.erased"]
    with pytest.raises(IllegalMove):
        exporting.hand_out(cast.session, row.id, actor=cast.lead, now=cast.now)


def test_each_handing_out_is_on_record_with_who_took_it(case):
    cast, key = case
    row = made(cast, key)
    for _ in range(2):
        exporting.hand_out(cast.session, row.id, actor=cast.lead, now=cast.now)
    readings = cast.session.query(Reading).filter_by(challenge_id=key, part="dossier").all()
    assert [one.person_id for one in readings] == [cast.lead.person_id] * 2
    assert kinds(cast)[-1] == "challenge.dossier_exported"
    found = finding.case(cast.session, "challenge", key, actor=cast.lead)
    takings = queries.takings(cast.session, found, actor=cast.lead)
    assert [one.at for one in takings] == [cast.now] * 2
    ((export, asked_by),) = queries.exports(cast.session, found, actor=cast.lead)
    assert (export, {one.name for one in takings}) == (row, {asked_by})


def test_a_failure_says_why_and_somebody_asks_again(case):
    cast, key = case
    row = asked(cast, key)
    for _ in range(2):
        exporting.fail(cast.session, row.id, rule="signer_missing", params={}, now=cast.now)
    assert (row.state, row.failure["rule"]) == ("failed", "signer_missing")
    exporting.keep(cast.session, row.id, MADE, now=cast.now, city=cast.city)
    assert row.state == "failed"  # a job that was thought dead came back
    assert asked(cast, key).id != row.id


def test_a_sealed_or_unknown_case_and_another_role_are_refused(case):
    cast, key = case
    reviewer = factories.officer(cast.person())
    for act in (asked, lambda c, k, a: finding.case(c.session, "challenge", k, actor=a)):
        with pytest.raises(NotPermitted):
            act(cast, key, reviewer)
        with pytest.raises(NotFound):
            act(cast, 10**6, cast.lead)
    with pytest.raises(NotFound):
        exporting.hand_out(cast.session, 10**6, actor=cast.lead, now=cast.now)
    with pytest.raises(NotPermitted):
        finding.cases(cast.session, actor=reviewer)
    cast.session.get(Challenge, key).state = "open"
    with pytest.raises(IllegalMove):
        asked(cast, key)


def test_cases_are_found_by_number_title_and_need_and_by_what_can_be_done(case):
    cast, key = case
    call = cast.session.get(Challenge, key)
    call.title = "焊点 100% 质检_一期"
    cast.session.flush()

    def found(**asking):
        rows = finding.cases(cast.session, actor=cast.lead, **asking).rows
        return [one.id for one in rows if one.kind == "challenge"]

    for text in (call.number, call.number.lower()[3:], "100%", "质检_", " 焊点 "):
        assert found(text=text) == [key], text
    assert found(text="1000") == found(text="质检.") == []
    assert found(shown="ready") == found() == [key]
    assert found(shown="exported") == found(shown="sealed") == []
    row = asked(cast, key)
    assert found(shown="exported") == [key]
    one = ("challenge", key)
    assert queries.latest(cast.session, [one], actor=cast.lead) == {one: row}
    call.state = "closed"
    cast.session.flush()
    assert (found(shown="sealed"), found(shown="ready")) == ([key], [])
    call.state = "approved"
    cast.session.flush()
    assert found() == []


def test_who_acts_for_a_bidder_or_the_owner_takes_no_record_that_another_had_exported(case):
    cast, key = case
    row = made(cast, key)
    call = cast.session.get(Challenge, key)
    bidder = cast.session.query(Bid.organisation_id).filter(Bid.challenge_id == key).first()[0]
    for organisation_id in (bidder, call.owner_organisation_id):
        near = factories.officer(factories.person(cast.session), "office_lead")
        factories.mandate(cast.session, organisation_id, near.person_id, "offers")
        for act in (
            lambda near=near: exporting.hand_out(cast.session, row.id, actor=near, now=cast.now),
            lambda near=near: asked(cast, key, near),
            lambda near=near: collecting.gather(
                cast.session, "challenge", key, actor=near, now=cast.now, city=cast.city
            ),
        ):
            with pytest.raises(RuleRefused, match="own_organisation"):
                act()
    assert kinds(cast) == ["dossier.asked", "dossier.made"]


def test_who_answered_a_need_or_still_could_takes_no_record_of_it(session, city):
    cast = cases.cast(session, city)
    demand = cast.listed()
    answering = cast.organisation()
    apart = factories.officer(factories.person(session), "office_lead")
    for organisation_id in (answering.id, demand.owner_organisation_id):
        near = factories.officer(factories.person(session), "office_lead")
        factories.mandate(session, organisation_id, near.person_id, "offers")
        with pytest.raises(RuleRefused, match="own_organisation"):
            exporting.ask(session, "demand", demand.id, actor=near, now=cast.now)
    assert exporting.ask(session, "demand", demand.id, actor=apart, now=cast.now).state == "asked"
