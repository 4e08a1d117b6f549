"""Admission to the pool, sanctions, appeals."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.providers import admission, appeals
from scenario_market.domain.providers.models import Credential
from scenario_market.domain.providers.states import COUNTERPART, IN_POOL, MOVES
from tests import factories
from tests.domain.providers.conftest import COMPLETE
from tests.factories import NOW, later

OFFICERS = {"provider.review", "provider.sanction"}
DECISIONS = {verb for verb, move in MOVES.items() if move.by in OFFICERS} - {"reopen"}


@pytest.fixture
def last(session, world):
    """The last move of the provider."""

    def read():
        session.flush()
        return session.scalars(
            select(StateChange)
            .where(StateChange.subject_kind == "provider")
            .order_by(StateChange.id.desc())
        ).first()

    return read


@pytest.fixture
def file(session, world, city, last):
    def do(*, against=None, now=NOW, actor=None, grounds="事实有误。"):
        return appeals.file_appeal(
            session,
            world.id,
            state_change_id=against or last().id,
            grounds=grounds,
            actor=actor or world.keeper,
            now=now,
            city=city,
        )

    return do


@pytest.fixture
def rule(session, world, city):
    def do(appeal, outcome, actor, code=None):
        code = code or {"upheld": "new_evidence", "dismissed": "no_grounds"}[outcome]
        return appeals.decide_appeal(
            session,
            appeal.id,
            outcome=outcome,
            reason=Reason(code, "经复核。"),
            version=appeal.version,
            actor=actor,
            now=later(days=2),
            city=city,
        )

    return do


def test_an_incomplete_profile_cannot_apply_and_hears_all_that_is_owed(world, decide):
    with pytest.raises(Invalid) as caught:
        decide("apply", world.keeper)
    assert {e.field for e in caught.value.errors} >= {
        "categories",
        "service_types",
        "introduction",
        "capabilities",
        "contact_name",
        "contact_mobile",
        "domains",
    }


def test_an_unverified_organisation_cannot_apply(world, edit, decide):
    edit(**COMPLETE)
    world.organisation.state = "pending"
    with pytest.raises(RuleRefused, match="organisation_not_verified"):
        decide("apply", world.keeper)


def test_admission_sets_its_instant_and_is_public(admitted, kinds):
    assert admitted.state in IN_POOL
    assert admitted.admitted_at == NOW
    assert kinds()[-1] == "provider.admitted"


def test_a_certificate_that_lapsed_while_waiting_stops_the_admission(session, world, edit, decide):
    edit(**COMPLETE)
    decide("apply", world.keeper)
    decide("review", world.reviewer)
    held = Credential(
        provider_id=world.id, kind="honour", code="high_tech", expires_on=date(2026, 3, 1)
    )
    session.add(held)
    session.flush()
    with pytest.raises(Invalid) as caught:
        decide("admit", world.lead)
    assert caught.value.errors[0].rule == "expired"


@pytest.mark.parametrize("verb", sorted(DECISIONS))
def test_an_officer_does_not_decide_on_an_organisation_he_acts_for(session, world, decide, verb):
    factories.mandate(session, world.organisation.id, world.lead.person_id, "offers")
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(verb, world.lead, reason="other" if MOVES[verb].reasons else None)


def test_a_reviewer_reviews_but_does_not_sanction(admitted, world, decide):
    with pytest.raises(NotPermitted):
        decide("suspend", world.reviewer, reason="complaint")


@pytest.mark.parametrize("verb", [verb for verb, move in MOVES.items() if move.reasons])
def test_a_negative_move_owes_a_known_reason(session, world, decide, admitted, verb):
    if verb in ("return", "reject"):
        decide("remove", world.lead, reason="own_request")
        world.row.state = "in_review"
    with pytest.raises(Invalid) as caught:
        decide(verb, world.lead, reason="nonsense")
    assert "reason.code" in {e.field for e in caught.value.errors}


def test_a_return_carries_remarks_per_field(session, world, edit, decide, city, last):
    edit(**COMPLETE)
    decide("apply", world.keeper)
    decide("review", world.reviewer)
    context = {"version": None, "actor": world.reviewer, "now": NOW, "city": city}
    with pytest.raises(Invalid) as caught:
        admission.return_(
            session, world.id, reason=Reason("incomplete", "请补充", {"colour": "?"}), **context
        )
    assert caught.value.errors[0].field == "reason.remarks.colour"
    remarks = {"capabilities": "请写明案例"}
    admission.return_(session, world.id, reason=Reason("incomplete", "请补充", remarks), **context)
    assert last().remarks == remarks
    edit(capabilities="案例三则。")
    assert decide("apply", world.keeper).state == "applied"


def test_who_was_warned_belongs_to_the_pool_until_suspended(admitted, world, decide):
    assert decide("warn", world.lead, reason="complaint").state in IN_POOL
    assert decide("rectify", world.keeper).state in IN_POOL
    assert decide("clear", world.lead).state == "admitted"
    assert decide("suspend", world.lead, reason="complaint").state not in IN_POOL
    assert decide("reinstate", world.lead).state == "admitted"


def test_a_rival_cannot_apply_rectify_or_appeal_for_another(admitted, world, decide, file):
    decide("warn", world.lead, reason="complaint")
    for verb in ("apply", "rectify"):
        with pytest.raises(NotFound):
            decide(verb, world.rival)
    with pytest.raises(NotFound):
        file(actor=world.rival)


def test_an_unknown_move_for_the_state_is_refused(world, decide):
    with pytest.raises(IllegalMove):
        decide("clear", world.lead)


SETTINGS = {"warn": "complaint", "suspend": "complaint", "remove": "complaint"}


@pytest.mark.parametrize("verb", SETTINGS)
def test_an_upheld_appeal_undoes_the_decision(admitted, world, decide, file, rule, last, verb):
    decide(verb, world.lead, reason=SETTINGS[verb])
    appeal = file()
    rule(appeal, "upheld", world.other_lead)
    assert admitted.state == "admitted"
    assert last().verb == COUNTERPART[verb]
    assert (appeal.outcome, appeal.decided_by_id) == ("upheld", world.other_lead.person_id)


def test_an_upheld_appeal_against_a_rejection_opens_the_review_again(
    world, edit, decide, file, rule
):
    edit(**COMPLETE)
    decide("apply", world.keeper)
    decide("review", world.other_lead)
    decide("reject", world.lead, reason="capability_unproven")
    appeal = file()
    # Who took the application up had a part in the decision as well.
    for involved in (world.lead, world.other_lead):
        with pytest.raises(RuleRefused, match="part_in_decision"):
            rule(appeal, "upheld", involved)
    third = replace(world.lead, person_id=world.people[2].id)
    rule(appeal, "upheld", third)
    assert world.row.state == "in_review"


def test_a_dismissed_appeal_leaves_everything_as_it_was(admitted, world, decide, file, rule):
    decide("suspend", world.lead, reason="complaint")
    appeal = file()
    rule(appeal, "dismissed", world.other_lead)
    assert admitted.state == "suspended"
    with pytest.raises(AlreadyDone):
        rule(appeal, "dismissed", world.other_lead)


def test_an_officer_does_not_decide_on_an_appeal_of_an_organisation_he_acts_for(
    session, admitted, world, decide, file, rule
):
    decide("suspend", world.lead, reason="complaint")
    appeal = file()
    factories.mandate(session, world.organisation.id, world.other_lead.person_id, "offers")
    with pytest.raises(RuleRefused, match="own_organisation"):
        rule(appeal, "upheld", world.other_lead)


def test_an_appeal_is_filed_once_and_in_time(admitted, world, decide, file):
    decide("suspend", world.lead, reason="complaint")
    with pytest.raises(Invalid):
        file(grounds="  ")
    with pytest.raises(RuleRefused, match="appeal_too_late"):
        file(now=later(days=16))
    # 15 days after Monday 2 March, the appeal is in time until midnight in Wuhan.
    file(now=later(days=15, hours=14, minutes=29))
    with pytest.raises(AlreadyDone):
        file()


def test_the_last_minute_of_the_time_to_appeal_is_midnight_in_the_city(
    admitted, world, decide, file
):
    decide("suspend", world.lead, reason="complaint")
    with pytest.raises(RuleRefused, match="appeal_too_late"):
        file(now=later(days=15, hours=14, minutes=30))


def test_there_is_no_appeal_against_what_is_not_a_sanction_or_no_longer_stands(
    admitted, world, decide, file, last
):
    with pytest.raises(RuleRefused, match="not_appealable"):
        file()
    decide("suspend", world.lead, reason="complaint")
    suspension = last().id
    decide("reinstate", world.lead)
    with pytest.raises(RuleRefused, match="no_longer_in_force"):
        file(against=suspension)


def test_the_outcome_and_its_reason_must_fit(admitted, world, decide, file, rule):
    decide("suspend", world.lead, reason="complaint")
    appeal = file()
    with pytest.raises(Invalid) as caught:
        rule(appeal, "upheld", world.other_lead, code="no_grounds")
    assert caught.value.errors[0].field == "reason.code"
