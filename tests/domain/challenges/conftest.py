import pytest

from tests.domain.challenges import cases


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)
