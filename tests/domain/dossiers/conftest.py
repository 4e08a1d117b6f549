import pytest

from tests.domain.pledges import cases


@pytest.fixture
def cast(session, city, tmp_path):
    return cases.cast(session, city, tmp_path)
