import pytest

from tests.domain.demands import cases


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)
