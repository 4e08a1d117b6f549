"""What a rival, the public or an officer with an interest of his own could read between the lines, and may not."""

from dataclasses import replace

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import amending, chronicle, list_queries, withdrawing
from scenario_market.domain.demands.states import DemandState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.demands.answers import answer

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

    def read(actor):
        rows = list_queries.list_responses(cast.session, actor=actor).rows
        return {row["id"] for row in rows}

    assert read(plain) == {mine.id, rival.id, elsewhere.id}
    assert read(partial) == {elsewhere.id}
    whole = replace(partial, mandates=provider.mandates)
    assert read(whole) == {mine.id, elsewhere.id}
    with pytest.raises(NotFound):
        list_queries.get_response(cast.session, rival.id, actor=whole)
    assert list_queries.get_response(cast.session, rival.id, actor=plain)["id"] == rival.id
