import pytest

from tests.domain.demands import cases as market
from tests.domain.results import cases


@pytest.fixture
def cast(session, city):
    return market.cast(session, city)


@pytest.fixture
def result(cast):
    return cases.result(cast)
