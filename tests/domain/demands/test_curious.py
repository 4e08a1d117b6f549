"""What a rival, the public or an officer with an interest of his own could read between the lines, and may not."""

from dataclasses import replace

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import of_demands
from scenario_market.domain.demands import amending, chronicle, list_queries, queries, withdrawing
from scenario_market.domain.demands.states import DemandState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.moves import Reason
from scenario_market.workers import routing
from tests import factories
from tests.domain.demands.answers import answer
from tests.factories import later

MILLION = 100_000_000


def amended(cast, demand, **fields):
    words = {"version": None, **cast.context}
    amending.amend(cast.session, demand.id, actor=cast.owner, fields=fields, reason="调整", **words)
    amending.confirm(cast.session, demand.id, actor=cast.reviewers[0], **words)


def changed(cast, demand, actor):
    """Names of the fields that the newest version is said to change."""
    return chronicle.get_versions(cast.session, demand.id, actor=actor, city=cast.city)[-1][
        "changed"
    ]


def read(cast, actor):
    """Keys of the answers that an actor reads."""
    cast.session.flush()
    return {row["id"] for row in list_queries.list_responses(cast.session, actor=actor).rows}


@pytest.mark.parametrize("display", ["band", "negotiable"])
def test_that_a_hidden_figure_changed_is_told_to_nobody_who_is_not_shown_it(cast, display):
    demand = cast.listed(budget_display=display, budget_max_fen=MILLION + MILLION // 2)
    amended(cast, demand, budget_max_fen=MILLION + MILLION // 2 - 1, place="三号厂房")
    (_, _, payload) = cast.events("demand.amended")[0]
    assert payload["fields"] == ["place"]
    assert changed(cast, demand, PUBLIC) == ["place"]
    assert changed(cast, demand, cast.provider()[1]) == ["place"]
    assert set(changed(cast, demand, cast.owner)) == {"budget_max_fen", "place"}


def test_that_a_shown_figure_or_band_changed_is_told(cast):
    shown = cast.listed()
    amended(cast, shown, budget_max_fen=shown.budget_max_fen + 1)
    assert cast.events("demand.amended")[-1][2]["fields"] == ["budget_max_fen"]
    band = cast.listed(budget_display="band")
    amended(cast, band, budget_max_fen=100 * band.budget_max_fen)
    assert changed(cast, band, PUBLIC) == ["budget_max_fen"]
    assert cast.events("demand.amended")[-1][2]["fields"] == ["budget_max_fen"]


def test_of_a_withdrawn_list_the_public_keeps_its_number_and_nothing_of_what_it_said(cast):
    over, still_open = cast.cleared(), cast.cleared()
    row = cast.published(over, still_open)
    withdrawing.expire(cast.session, over.id, now=over.closes_at, city=cast.city)
    reason = Reason("secrecy", "内容涉密")
    withdrawing.withdraw_list(
        cast.session, row.id, actor=cast.lead, version=None, reason=reason, **cast.context
    )
    assert over.state == DemandState.EXPIRED
    whole = list_queries.get_list(cast.session, row.id, actor=PUBLIC, city=cast.city)
    assert whole["number"] == row.number
    assert (whole["title"], whole["foreword"]) == ("", "")
    assert not any(
        {"content", "title", "owner", "attachments"} & one.keys() for one in whole["items"]
    )
    (listed,) = list_queries.list_lists(cast.session, actor=PUBLIC).rows
    assert (listed["title"], listed["state"]) == ("", "withdrawn")
    office = list_queries.get_list(cast.session, row.id, actor=cast.lead, city=cast.city)
    assert all("content" in one for one in office["items"])
    assert office["title"]


def test_an_officer_whose_provider_answered_reads_its_rivals_answers_no_more(cast):
    demand, other = cast.listed(), cast.listed()
    organisation, provider = cast.provider()
    mine, _ = answer(cast, demand, (organisation, provider))
    rival, _ = answer(cast, demand)
    elsewhere, _ = answer(cast, other)
    plain = factories.officer(cast.person())
    partial = replace(plain, mandates={organisation.id: frozenset({"profile"})})

    assert read(cast, plain) == {mine.id, rival.id, elsewhere.id}
    whole = replace(partial, mandates=provider.mandates)
    # The other demand is open, so the organisation could still answer it.
    assert (read(cast, partial), read(cast, whole)) == (set(), {mine.id})
    for one in (demand, other):
        withdrawing.expire(cast.session, one.id, now=one.closes_at, city=cast.city)
    assert read(cast, partial) == {elsewhere.id}
    assert read(cast, whole) == {mine.id, elsewhere.id}
    with pytest.raises(NotFound):
        list_queries.get_response(cast.session, rival.id, actor=whole)
    assert list_queries.get_response(cast.session, rival.id, actor=plain)["id"] == rival.id


def test_an_officer_who_stands_for_whoever_could_answer_reads_no_answer_while_it_is_open(cast):
    demand = cast.listed()
    rival, _ = answer(cast, demand)
    organisation = cast.organisation()
    officer = factories.officer(cast.person())
    mandate = factories.mandate(  # of no use to answers, and from a later day on
        cast.session, organisation.id, officer.person_id, "profile", starts_at=later(days=3)
    )
    assert read(cast, officer) == set()
    with pytest.raises(NotFound):
        list_queries.get_response(cast.session, rival.id, actor=officer)
    assert of_demands.readable_of_response(cast.session, rival.id, officer) == ()
    mandate.state, mandate.ended_at = "ended", cast.now
    assert read(cast, officer) == {rival.id}
    assert of_demands.readable_of_response(cast.session, rival.id, officer) != ()


def test_an_officer_reads_on_who_stands_only_for_what_may_not_answer_the_owner(cast):
    demand = cast.listed()
    given, _ = answer(cast, demand)
    below = cast.organisation(controlled_by_id=cast.owner_organisation.id)
    deeper = cast.organisation(controlled_by_id=below.id)
    officer = factories.officer(cast.person())
    cast.mandate(deeper, officer)
    assert read(cast, officer) == {given.id}
    cast.mandate(cast.organisation(), officer)
    assert read(cast, officer) == set()


def test_the_owner_s_person_who_stands_for_an_answerer_reads_no_rival_s_answer(cast):
    demand, other = cast.listed(), cast.listed()
    organisation, _ = mine = cast.provider()
    row, _ = answer(cast, demand, mine)
    rival, _ = answer(cast, demand)
    elsewhere, _ = answer(cast, other)
    assert read(cast, cast.owner) == {row.id, rival.id, elsewhere.id}
    mandate = factories.mandate(
        cast.session, organisation.id, cast.owner.person_id, "profile", expires_at=cast.now
    )
    assert read(cast, cast.owner) == {elsewhere.id}
    mandate.state, mandate.ended_at = "ended", cast.now
    assert read(cast, cast.owner) == {row.id, rival.id, elsewhere.id}


def told_outside(cast, demand):
    """What the public reads of a demand and of its versions."""
    cast.session.flush()
    words = {"actor": PUBLIC, "city": cast.city}
    shown = queries.get_demand(cast.session, demand.id, **words)
    (listed,) = queries.list_demands(cast.session, queries.EVERYTHING, **words).rows
    assert {name: listed[name] for name in ("version", "updated_at", "content_number")} == {
        name: shown[name] for name in ("version", "updated_at", "content_number")
    }
    return shown, chronicle.get_versions(cast.session, demand.id, **words)


def test_a_change_of_hidden_figures_alone_is_no_public_fact_at_all(cast):
    demand = cast.listed(budget_display="negotiable")
    before, version = told_outside(cast, demand), demand.version
    cast.now = later(hours=5)
    amended(cast, demand, budget_max_fen=demand.budget_max_fen + 1)
    assert told_outside(cast, demand) == before
    assert cast.events("demand.amended") == []
    assert cast.events("demand.amendment_kept") == [
        ("demand.amendment_kept", demand.id, {"number": 2})
    ]
    # The office need not decide on it any more; that is nobody else's.
    assert routing.consumers_of("demand.amendment_kept") == ("wait",)
    for inside in (cast.owner, cast.lead):
        rows = chronicle.get_versions(cast.session, demand.id, actor=inside, city=cast.city)
        assert [row["changed"] for row in rows] == [[], ["budget_max_fen"]]
        shown = queries.get_demand(cast.session, demand.id, actor=inside, city=cast.city)
        assert (shown["version"], shown["content_number"]) == (demand.version, 2)
        assert shown["updated_at"] == cast.now
    assert demand.version == version + 2
    answered, _ = answer(cast, demand)
    assert answered.demand_number == 1  # what the provider has read


def test_that_a_change_was_asked_for_or_refused_is_not_seen_from_outside(cast):
    demand = cast.listed()
    before = told_outside(cast, demand)
    cast.now = later(hours=5)
    words = {"version": None, "now": cast.now}
    ask = {"fields": {"place": "三号厂房"}, "reason": "调整", "city": cast.city}
    amending.amend(cast.session, demand.id, actor=cast.owner, **ask, **words)
    assert told_outside(cast, demand) == before
    amending.refuse(cast.session, demand.id, actor=cast.reviewers[0], answer="不一致", **words)
    assert told_outside(cast, demand) == before
    amending.amend(cast.session, demand.id, actor=cast.owner, **ask, **words)
    amending.withdraw(cast.session, demand.id, actor=cast.owner, **words)
    assert told_outside(cast, demand) == before
    amended(cast, demand, place="三号厂房")
    shown, versions = told_outside(cast, demand)
    assert (shown["updated_at"], shown["version"]) == (cast.now, before[0]["version"] + 1)
    assert [row["number"] for row in versions] == [1, 2]


def test_a_withdrawn_demand_s_trace_tells_when_it_was_withdrawn_and_nothing_later(cast):
    demand = cast.listed()
    version = told_outside(cast, demand)[0]["version"]
    cast.now = later(hours=5)
    withdrawing.withdraw(
        cast.session, demand.id, actor=cast.owner, version=None,
        reason=Reason("plan_changed", "计划调整"), **cast.context,
    )  # fmt: skip
    shown = queries.get_demand(cast.session, demand.id, actor=PUBLIC, city=cast.city)
    assert (shown["updated_at"], shown["version"]) == (cast.now, version + 1)
