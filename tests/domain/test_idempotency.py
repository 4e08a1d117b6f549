"""Kept answers do not stay for ever: they may hold contacts."""

from datetime import timedelta

from sqlalchemy import select

from scenario_market.domain import idempotency
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.idempotency import KEPT, KeptAnswer
from tests import factories
from tests.factories import NOW


def test_answers_of_more_than_two_days_are_forgotten_every_night(session, city):
    person = factories.person(session)
    for name, age in (("old", KEPT + timedelta(seconds=1)), ("fresh", KEPT - timedelta(hours=1))):
        session.add(
            KeptAnswer(
                person_id=person.id,
                idempotency_key=name,
                fingerprint="0" * 64,
                status=201,
                headers={},
                body=b"{}",
                at=NOW - age,
            )
        )
    session.flush()
    idempotency.sweep(session, 0, now=NOW, city=city)
    assert list(session.scalars(select(KeptAnswer.idempotency_key))) == ["fresh"]
    due = session.scalar(select(Deadline.due_at).where(Deadline.kind == idempotency.SWEEP))
    assert due == city.end_of(city.day(NOW))
