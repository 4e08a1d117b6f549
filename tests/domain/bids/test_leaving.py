"""A member leaves after the bid was handed in: its lead has a to-do at once, which tells nothing that is sealed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import beginning
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.todos import queries, reminding, watching
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.reconciling import reconcile
from scenario_market.domain.todos.related import RELATED
from tests.domain.bids.test_consortium import division

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


@pytest.fixture(params=[True, False], ids=["handed_in", "saved"])
def pair(request, scene):
    """A consortium of two that handed its bid in, or only saved it; and its two people."""
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    shares = division((lead_organisation, 60), (organisation, 40))
    if request.param:
        scene.handed_in(workspace, lead, **shares)
    else:
        scene.act(workspace, lead, "save", shares)
    scene.now += timedelta(minutes=1)
    return workspace, lead, organisation, member


def leave(scene, workspace, organisation, member):
    beginning.leave(
        scene.session,
        workspace.access_key,
        organisation_id=organisation.id,
        actor=member,
        **scene.context,
    )
    scene.session.flush()


def waited(scene):
    """As after an event on the call: (kind, party) of what its consortia wait for."""
    session, key = scene.session, scene.challenge.id
    assert ("consortium", key) in RELATED["challenge"](session, key)
    reconcile(session, "consortium", key, now=scene.now, city=scene.city)
    session.flush()
    rows = session.scalars(select(Todo).where(Todo.closed_at.is_(None))).all()
    return {(row.kind, row.party, row.due_at) for row in rows}


def test_the_lead_has_to_look_at_its_bid_until_its_people_act_whatever_lay_in_it(scene, pair):
    workspace, lead, organisation, member = pair
    assert waited(scene) == set()
    leave(scene, workspace, organisation, member)
    party = f"organisation:{workspace.organisation_id}:offers"
    assert waited(scene) == {("consortium_mend", party, scene.challenge.closes_at)}
    again = select(Deadline).where(Deadline.kind == beginning.LOOK)
    due = scene.session.scalars(again).one().due_at
    assert due == scene.now + timedelta(minutes=10)
    scene.now = due
    watching.look(scene.session, workspace.id, now=scene.now, city=scene.city)
    assert scene.session.scalars(again).one().due_at == due + timedelta(minutes=10)
    scene.now += timedelta(minutes=5)
    scene.act(workspace, lead, "save", {"division": []})
    scene.now += timedelta(minutes=5)
    watching.look(scene.session, workspace.id, now=scene.now, city=scene.city)
    assert waited(scene) == set()
    assert scene.session.scalars(again).one().due_at <= scene.now  # the clock comes no more


def test_only_the_lead_sees_it_and_nobody_is_told_that_it_is_late(scene, pair):
    workspace, lead, organisation, member = pair
    leave(scene, workspace, organisation, member)
    waited(scene)
    context = {"now": scene.now, "scope": "all"}
    watch = Actor(person_id=lead.person_id, roles=frozenset({"office_lead", "auditor"}))
    assert queries.list_todos(scene.session, queries.Filters(), actor=watch, **context).rows == []
    mine = queries.list_todos(
        scene.session, queries.Filters(), actor=lead, now=scene.now, scope="mine"
    )
    (step,) = mine.rows
    assert (step.todo.subject_kind, step.todo.subject_id) == ("consortium", scene.challenge.id)
    reminding.escalate(scene.session, step.todo.id, now=scene.now, city=scene.city)
    late = select(EventRecord).where(EventRecord.kind == "todo.overdue")
    assert scene.session.scalars(late).all() == []


def test_with_the_lead_gone_or_the_call_over_nobody_is_waited_for(scene, pair):
    workspace, lead, organisation, member = pair
    leave(scene, workspace, organisation, member)
    assert len(waited(scene)) == 1
    beginning.leave(
        scene.session,
        workspace.access_key,
        organisation_id=workspace.organisation_id,
        actor=lead,
        **scene.context,
    )
    assert waited(scene) == set()
