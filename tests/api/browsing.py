"""Pages as a browser asks for them, without one."""

import re

import pytest

from tests.api.world import world_on

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def world(settings):
    return world_on(settings)


@pytest.fixture
def browse(app):
    """Opens an address as a browser does; returns the answer and its text."""

    def browse(path, method="GET", **options):
        answer = app.test_client().open(path, method=method, headers=BROWSER, **options)
        return answer, answer.data.decode(errors="replace")

    return browse


def words(text):
    """What stands in the main part of a page, without marks."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main.partition(">")[2]).split())
