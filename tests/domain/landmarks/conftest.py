import pytest

from tests.domain.landmarks import cases
from tests.domain.projects import cases as projects


@pytest.fixture
def cast(session, city):
    return projects.cast(session, city)


@pytest.fixture
def made(cast):
    return cases.accepted(cast)
