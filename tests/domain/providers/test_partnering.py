"""Agreeing to be found as a partner: one's own word, in any state, taken back at once."""

import pytest

from scenario_market.domain.errors import NotFound
from scenario_market.domain.providers import partnering
from tests.domain.challenges import calls, cases
from tests.factories import NOW


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def test_a_provider_agrees_and_takes_it_back_and_the_same_again_is_nothing(cast):
    organisation, actor = cast.provider()
    row = calls.provider(cast.session, organisation, state="suspended")

    def say(is_findable, who=actor):
        return partnering.set_findable(
            cast.session, row.id, is_findable=is_findable, actor=who, now=NOW, version=None
        )

    assert not row.is_findable
    assert say(True).is_findable
    version = row.version
    say(True)
    assert row.version == version
    assert not say(False).is_findable
    assert [payload for _, _, payload in cast.events("provider.findability_changed")] == [
        {"is_findable": True},
        {"is_findable": False},
    ]
    _, other = cast.provider()
    with pytest.raises(NotFound):
        say(True, other)
