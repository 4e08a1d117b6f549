"""An opinion is on the ranking and of the panel that stand, and each signature is of a person who proved himself."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from scenario_market.domain.errors import NotPermitted, RuleRefused
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.parties.models import Person
from scenario_market.domain.results import opinion


def test_an_opinion_on_another_ranking_than_the_one_that_stands_is_neither_signed_nor_recommended(
    result,
):
    result.drafted()
    result.sign(*result.panel[:4])
    result.bids.reverse()
    result.rank()
    with pytest.raises(RuleRefused, match="opinion_outdated"):
        result.sign(result.panel[4])
    result.bids.reverse()
    result.rank()
    result.sign(result.panel[4])
    result.bids.reverse()
    result.rank()
    with pytest.raises(RuleRefused, match="opinion_outdated"):
        result.recommend()


def test_with_an_empty_seat_nothing_is_written_signed_or_recommended(result):
    result.drafted()
    result.sign(*result.panel[:4])
    result.session.execute(update(Panel).values(state="drawn"))
    for act in (result.drafted, lambda: result.sign(result.panel[4]), result.recommend):
        with pytest.raises(RuleRefused, match="panel_not_seated"):
            act()


def test_a_wrong_proof_signs_nothing_and_is_counted(result):
    row = result.drafted()
    result.sign(result.chair, is_known=False)
    assert opinion.signatories(result.session, row) == set()
    assert result.session.get(Person, result.chair.person_id).password_failures == 1
    token = replace(result.chair, token_scopes=frozenset({"opinion.sign"}))
    with pytest.raises(NotPermitted, match="needs_session"):
        result.sign(token)
    result.sign(result.chair)
    assert opinion.signatories(result.session, row) == {result.chair.person_id}
