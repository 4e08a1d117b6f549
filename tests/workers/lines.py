"""For modules in which the line runs in threads."""

import pytest


@pytest.fixture
def database_url(fresh_database_url):
    """The threads of a line leave connections behind, so each test has a database of its own."""
    return fresh_database_url
