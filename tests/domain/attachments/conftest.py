"""What the tests of attachments share: a cast, and the acts about a file."""

import pytest

from scenario_market.domain.attachments import attaching, queries
from scenario_market.domain.errors import (
    NotFound,
)
from tests.domain.attachments.papers import PDF
from tests.domain.demands import cases
from tests.factories import NOW


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


@pytest.fixture
def attach(cast):
    def do(kind, subject_id, purpose, actor, upload=PDF):
        return attaching.attach(
            cast.session, kind, subject_id, purpose=purpose, upload=upload, actor=actor,
            **cast.context,
        )  # fmt: skip

    return do


@pytest.fixture
def sees(cast):
    """The purposes of what an actor finds at a subject; None where he does not find the subject."""

    def do(kind, subject_id, actor):
        try:
            found = queries.attachments(cast.session, kind, subject_id, actor=actor)
        except NotFound:
            return None
        assert all(
            queries.attachment(cast.session, row.id, actor=actor) is row for row in found.rows
        )
        return sorted(row.purpose for row in found.rows)

    return do


@pytest.fixture
def remove(cast):
    def do(row, actor):
        return attaching.remove(cast.session, row.id, version=None, actor=actor, now=NOW)

    return do
