import pytest

from tests.domain.bids import desks


@pytest.fixture
def scene(session, city):
    return desks.scene(session, city)
