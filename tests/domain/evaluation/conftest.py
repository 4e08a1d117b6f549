import pytest

from tests.domain.evaluation import cases


@pytest.fixture
def cast(session, city):
    return cases.Cast(session, city)
