"""Saving, handing in and taking back cannot be told apart by what they send to the database."""

import re

import pytest
from sqlalchemy import event, select

from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.outbox import EventRecord
from tests.domain.bids.desks import ANSWERS


@pytest.fixture
def sent(scene):
    """What a call sends: each statement with the sizes of its parameters."""

    def sent(run):
        seen = []

        def note(connection, cursor, statement, parameters, *_):
            sizes = [
                len(one) if isinstance(one, (bytes, str)) else type(one).__name__
                for one in (parameters.values() if isinstance(parameters, dict) else parameters)
            ]
            seen.append((re.sub(r"\s+", " ", statement), sizes))

        engine = scene.session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            run()
            scene.session.flush()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return seen

    return sent


def prepared(scene, *, handed_in):
    """A workspace in which a complete draft stands, handed in or not."""
    workspace, actor = scene.begun()
    scene.act(workspace, actor, "hand_in" if handed_in else "save", ANSWERS, accepts_rules=True)
    scene.session.flush()
    return workspace, actor


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("verb", ["save", "hand_in", "withdraw"])
def test_every_act_sends_the_same_statements_with_parameters_of_the_same_size(
    scene, sent, verb, handed_in
):
    def statements(verb, handed_in):
        workspace, actor = prepared(scene, handed_in=handed_in)
        return sent(lambda: scene.act(workspace, actor, verb))

    saved = statements("save", False)
    assert statements(verb, handed_in) == saved
    assert any(one.startswith("UPDATE workspace") for one, _ in saved)


def test_an_act_that_was_refused_leaves_what_a_done_one_leaves(scene, sent):
    workspace, actor = scene.begun()
    scene.session.flush()
    refused = sent(lambda: scene.act(workspace, actor, "hand_in"))
    saved = sent(lambda: scene.act(workspace, actor, "save"))
    assert refused == saved


def test_every_act_leaves_one_event_that_says_nothing_and_a_row_of_the_same_sizes(scene):
    workspace, actor = scene.begun()
    found = []
    for verb, answers in (("save", {}), ("hand_in", ANSWERS), ("hand_in", {}), ("withdraw", {})):
        before = scene.session.scalars(select(EventRecord)).all()
        scene.act(workspace, actor, verb, answers, accepts_rules=True)
        row = scene.session.scalars(select(Workspace)).one()
        after = scene.session.scalars(select(EventRecord)).all()
        (new,) = set(after) - set(before)
        found.append(
            (
                (new.kind, new.is_public, new.subject_id),
                {name: len(value) for name, value in new.payload.items()},
                (len(row.envelope), len(row.sealed_key), len(row.draft_key)),
            )
        )
    assert set(map(repr, found)) == {repr(found[0])}
    assert found[0][:2] == (("workspace.changed", False, workspace.id), {"mark_hash": 64})
    assert found[0][2][0] == scene.challenge.rules["envelope_bytes"]
