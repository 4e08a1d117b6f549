"""Fixtures of the tests of projects."""

import pytest

from tests.domain.projects import cases


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)
