"""Owner and provider stay apart, by organisation and by person, at every step that both must mean."""

from dataclasses import replace

import pytest

from scenario_market.domain.demands import drafting, sharpening
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.parties import actors
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.domain.demands import cases
from tests.domain.demands.answers import (
    accept,
    answer,
    confirm,
    decline,
    end,
    record,
    sign,
    withdraw,
)
from tests.factories import NOW, later

OWNER, PROVIDER = {"demands", "manage"}, {"offers", "profile", "manage"}


def of_both(cast, organisation, actor):
    """The actor, acting for the owner and for an organisation."""
    mandates = {
        cast.owner_organisation.id: frozenset(OWNER),
        organisation.id: frozenset(PROVIDER),
    }
    return replace(actor, roles=frozenset({"enterprise", "provider"}), mandates=mandates)


def up_to(cast, step):
    """An answer of two sides that are apart, brought up to a step; and the provider's side."""
    demand, (organisation, provider) = cast.listed(), cast.provider()
    row, _ = answer(cast, demand, (organisation, provider))
    steps = ("submitted", "accepted", "confirmed", "recorded").index(step)
    if steps > 0:
        accept(cast, row, cast.owner)
    if steps > 1:
        confirm(cast, row, provider)
    if steps > 2:
        record(cast, row, provider)
    return row, organisation, provider


def test_a_person_of_both_sides_answers_not_even_for_a_provider_that_is_apart(cast):
    demand, (organisation, provider) = cast.listed(), cast.provider()
    for one in (cast.owner, provider):
        with pytest.raises(RuleRefused, match="both_sides"):
            answer(cast, demand, (organisation, of_both(cast, organisation, one)))
    answer(cast, demand, (organisation, provider))


def test_a_mandate_of_any_scope_and_from_a_later_day_counts_and_an_ended_one_does_not(cast):
    demand, (organisation, provider) = cast.listed(), cast.provider()
    keys = (cast.owner_organisation.id, provider.person_id)
    row = factories.mandate(cast.session, *keys, "profile", starts_at=later(days=3))
    with pytest.raises(RuleRefused, match="both_sides"):
        answer(cast, demand, (organisation, provider))
    row.state, row.ended_at = "ended", NOW
    answer(cast, demand, (organisation, provider))


@pytest.mark.parametrize(
    ("step", "act"),
    [
        ("submitted", accept),
        ("accepted", confirm),
        ("confirmed", record),
        ("recorded", sign),
    ],
)
def test_a_person_of_both_sides_takes_no_step_that_both_must_mean(cast, step, act):
    row, organisation, _ = up_to(cast, step)
    somebody = factories.provider_of(organisation, cast.person())
    before = row.state
    with pytest.raises(RuleRefused, match="both_sides"):
        act(cast, row, of_both(cast, organisation, somebody))
    assert cast.fresh(row).state == before


@pytest.mark.parametrize(
    ("step", "act", "side"),
    [
        ("submitted", accept, "owner"),
        ("accepted", confirm, "provider"),
        ("confirmed", record, "owner"),
        ("recorded", sign, "owner"),
    ],
)
def test_a_provider_that_came_under_the_owner_s_control_goes_no_step_on(cast, step, act, side):
    row, organisation, provider = up_to(cast, step)
    organisation.controlled_by_id = cast.owner_organisation.id
    cast.session.flush()
    with pytest.raises(RuleRefused, match="owner_side"):
        act(cast, row, cast.owner if side == "owner" else provider)


def test_who_changed_sides_does_not_accept_his_own_answer_nor_confirm_what_he_accepted(cast):
    row, _, provider = up_to(cast, "submitted")
    turned = replace(
        cast.owner, person_id=provider.person_id
    )  # he left the provider and joined the owner
    with pytest.raises(RuleRefused, match="both_sides"):
        accept(cast, row, turned)
    accept(cast, row, cast.owner)
    back = replace(provider, person_id=cast.owner.person_id)
    with pytest.raises(RuleRefused, match="both_sides"):
        confirm(cast, row, back)
    confirm(cast, row, provider)


@pytest.mark.parametrize(
    ("step", "act"), [("submitted", withdraw), ("submitted", decline), ("accepted", end)]
)
def test_a_person_of_both_sides_may_still_end_it(cast, step, act):
    row, organisation, provider = up_to(cast, step)
    act(cast, row, of_both(cast, organisation, provider))
    assert row.state in ("withdrawn", "declined", "ended")


def test_a_person_of_both_sides_neither_proposes_a_sharper_need_nor_takes_it_over(cast):
    demand = drafting.draft(
        cast.session,
        actor=cast.owner,
        organisation_id=cast.owner_organisation.id,
        fields={"problem": "质检漏检多"},
        is_rough=True,
        **cast.context,
    )
    organisation, actor = cast.provider()
    provider = Provider(
        organisation_id=organisation.id,
        state="admitted",
        categories=["diagnosis"],
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(provider)
    cast.session.flush()
    words = {"version": None, **cast.context}
    sharpening.assign(cast.session, demand.id, actor=cast.lead, provider_id=provider.id, **words)
    both, fields = of_both(cast, organisation, actor), {"title": "缺陷检测"}
    with pytest.raises(RuleRefused, match="both_sides"):
        sharpening.propose(cast.session, demand.id, actor=both, fields=fields, **words)
    sharpening.propose(cast.session, demand.id, actor=actor, fields=fields, **words)
    with pytest.raises(RuleRefused, match="both_sides"):
        sharpening.adopt(cast.session, demand.id, actor=both, **words)
    sharpening.adopt(cast.session, demand.id, actor=cast.owner, **words)
    assert demand.title == "缺陷检测"


def test_of_two_moments_one_mandate_or_one_answer_the_books_decide(database, city):
    """What the actor says of himself is not enough: his mandates are read again under the demand's lock."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        demand, (organisation, provider) = cast.listed(), cast.provider()
        stale = provider  # made before the mandate below was granted
        cast.mandate(cast.owner_organisation, provider)
        with pytest.raises(RuleRefused, match="both_sides"):
            answer(cast, demand, (organisation, stale))
        fresh = actors.actor_of_person(session, provider.person_id, NOW)
        assert cast.owner_organisation.id in fresh.mandates
