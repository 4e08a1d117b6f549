"""Who objected is protected, and who is near decides nothing."""

import json

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.errors import (
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.publicity import deciding, queries
from tests import factories
from tests.domain.results.cases import GROUNDS


def refusal(call, *arguments, **more):
    with pytest.raises(RuleRefused) as refused:
        call(*arguments, **more)
    return refused.value.rule


def sealed(result):
    organisation, _ = result.cast.provider(name="提出异议的单位")
    actor = Actor(
        person_id=result.cast.person().id,
        roles=frozenset({"provider"}),
        mandates={organisation.id: frozenset({"offers"})},
    )
    return organisation, actor


def scan(result, row, actor, purpose="seal"):
    result.session.add(
        Attachment(
            subject_kind="objection",
            subject_id=row.id,
            purpose=purpose,
            name="盖章异议书.pdf",
            media_type="application/pdf",
            size_bytes=9,
            sha256="0" * 64,
            stored_as="-",
            uploaded_by_id=actor.person_id,
            created_at=result.now,
        )
    )
    result.session.flush()


def test_an_organisation_objects_under_seal_through_who_holds_its_mandate(result):
    result.announced()
    organisation, actor = sealed(result)
    with pytest.raises(NotFound):
        result.filed(organisation_id=organisation.id)  # not his
    row = result.filed(actor, organisation_id=organisation.id)
    act = {"issue": "资格", "actor": result.reviewer, **result.plain}
    scan(result, row, actor, purpose="evidence")
    assert refusal(deciding.admit, result.session, row.id, **act) == "seal_missing"
    scan(result, row, actor)
    deciding.admit(result.session, row.id, **act)
    assert row.state == "admissible"


def test_no_event_and_no_record_of_a_move_tells_who_objected(result):
    result.announced()
    organisation, actor = sealed(result)
    row = result.filed(actor, organisation_id=organisation.id)
    scan(result, row, actor)
    deciding.admit(result.session, row.id, issue="资格", actor=result.reviewer, **result.plain)
    result.answer(row, "uphold", Reason("not_eligible", f"{organisation.name}反映的问题属实"))
    result.session.flush()
    events = result.session.scalars(select(EventRecord)).all()
    told = json.dumps([one.payload for one in events], ensure_ascii=False)
    changes = result.session.scalars(select(StateChange)).all()
    assert actor.person_id not in {one.actor_person_id for one in events}
    assert actor.person_id not in {one.actor_person_id for one in changes}
    assert organisation.name not in told
    assert all(organisation.name not in (one.reason_text or "") for one in changes)


def test_who_objected_is_for_himself_an_independent_reviewer_and_the_watch(result):
    result.announced()
    row = result.filed()
    watch = factories.officer(result.cast.person(), "discipline_observer")
    near = Actor(result.panel[1].person_id, frozenset({"objection_reviewer"}))

    def read(actor):
        return queries.objection(result.session, row.id, actor=actor, now=result.now)

    for actor in (result.objector, result.reviewer, watch):
        assert (read(actor)["grounds"], read(actor)["objector_id"]) == (GROUNDS, row.objector_id)
        assert read(actor)["objector"]["name"]
    for actor in (*result.cast.reviewers, result.cast.lead, near):
        shown = read(actor)
        assert shown["number"] == row.number
        assert not {"grounds", "objector", "objector_id", "contact", "answer"} & shown.keys()
    for actor in (result.cast.owner, Actor(person_id=result.cast.person().id)):
        with pytest.raises(NotFound):
            read(actor)


def test_lists_name_nobody_but_to_himself_and_the_watch(result):
    result.announced()
    result.filed()
    watch = factories.officer(result.cast.person(), "auditor")

    def listed(actor):
        return queries.objections(result.session, actor=actor).rows

    for actor in (result.cast.lead, result.reviewer):
        (shown,) = listed(actor)
        assert "objector_id" not in shown
    assert listed(watch)[0]["objector_id"] == result.objector.person_id
    assert listed(result.objector)[0]["grounds"] == GROUNDS
    assert listed(result.cast.owner) == []


def by(result, actor, row):
    return refusal(
        deciding.admit, result.session, row.id, issue="复核", actor=actor, **result.plain
    )


def test_who_is_near_decides_nothing(result):
    result.announced()
    organisation, actor = sealed(result)
    row = result.filed(actor, organisation_id=organisation.id)
    role = frozenset({"objection_reviewer"})
    assert by(result, Actor(actor.person_id, role), row) == "own_objection"
    assert by(result, Actor(result.panel[3].person_id, role), row) == "panel_member"
    assert by(result, Actor(result.cast.lead.person_id, role), row) == "part_in_decision"
    assert by(result, Actor(result.cast.reviewers[0].person_id, role), row) == "part_in_decision"
    stands_for = {result.organisations[1].id, result.cast.owner_organisation.id, organisation.id}
    for key in stands_for:
        mandates = {key: frozenset({"offers"})}
        near = Actor(result.cast.person().id, role, mandates)
        assert by(result, near, row) == "own_organisation"
    with pytest.raises(NotPermitted):
        by(result, result.cast.lead, row)
