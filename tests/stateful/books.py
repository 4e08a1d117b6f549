"""What must hold of the books whatever was done, in whatever order, by however many at once: for every machine."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from scenario_market.domain import audit
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.sequence import sequence


def check_moves(session, row, moves, *, first, codes):
    """The record of a row's moves: one unbroken way through its table, each with its own event and no event without.

    :param moves: the table. :param first: the state in which such a row begins. :param codes: the city's lists.
    """
    kind = row.__tablename__
    query = select(StateChange).where(
        StateChange.subject_kind == kind, StateChange.subject_id == row.id
    )
    changes = session.scalars(query.options(joinedload(StateChange.event)).order_by(StateChange.id))
    state, told = first, Counter()
    for change in changes:
        move = moves[change.verb]
        assert change.source == state, f"{kind} {row.id}: {change.verb} from {change.source}"
        assert change.source in move.sources
        assert change.target == move.target
        assert change.event.kind == move.event.kind
        assert (change.event.subject_kind, change.event.subject_id) == (kind, row.id)
        assert change.event.is_public == move.event.public
        if move.reasons:
            known = {entry.code for entry in codes[move.reasons].where(verbs=change.verb)}
            assert change.reason_code in known
            assert change.reason_text
        told[change.event.kind] += 1
        state = change.target
    assert row.state == state
    _check_events(session, row, {move.event.kind for move in moves.values()}, told)


def _check_events(session, row, kinds, told):
    query = select(EventRecord.kind).where(
        EventRecord.subject_kind == row.__tablename__,
        EventRecord.subject_id == row.id,
        EventRecord.kind.in_(kinds),
    )
    assert Counter(session.scalars(query)) == told


def check_chain(database):
    """Put every event in order: the chain of hashes is whole."""
    with database.unit_of_work() as session:
        while len(sequence(session, lambda kind: (), limit=500)):
            pass
    with database.reading() as session:
        assert audit.verify(session).broken is None
