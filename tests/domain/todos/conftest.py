"""Looking at what a subject waits for."""

import pytest
from sqlalchemy import select

from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.reconciling import reconcile
from tests.factories import NOW


@pytest.fixture
def look(session, city):
    """Reconciles a subject and tells what it waits for: (kind, party)."""

    def look(row, now=NOW):
        session.flush()
        kind = row.__tablename__
        reconcile(session, kind, row.id, now=now, city=city)
        session.flush()
        waits = select(Todo).where(
            Todo.subject_kind == kind, Todo.subject_id == row.id, Todo.closed_at.is_(None)
        )
        return {(one.kind, one.party) for one in session.scalars(waits)}

    return look
