"""Who is told what of a result: each side its own, and who objected only through what he is told himself."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.results.models import ResultLetter
from scenario_market.texts.notices import say
from scenario_market.workers import results as ending
from scenario_market.workers.machine import Work
from scenario_market.workers.tell import tell
from scenario_market.workers.telling import RULES
from tests.domain.demands import cases as market
from tests.domain.results import cases
from tests.domain.results.cases import NOW, UPHELD


@pytest.fixture
def result(session, city):
    made = cases.result(market.cast(session, city))
    people = {"office_lead": made.cast.lead, "objection_reviewer": made.reviewer}
    for role, actor in people.items():
        session.add(RoleGrant(person_id=actor.person_id, role=role, starts_at=NOW))
    session.flush()
    return made


def told(result):
    """Every notice that what happened so far owes: kind → whom."""
    session = result.session
    session.flush()
    machine = SimpleNamespace(city=result.city)
    for event in session.scalars(select(EventRecord).order_by(EventRecord.id)).all():
        if event.kind in RULES:
            tell(Work(machine, session, None, event, result.now), None)
    found = {}
    for one in session.scalars(select(Notice)):
        found.setdefault(one.kind, set()).add((one.organisation_id, one.person_id))
    return found


def test_each_side_is_told_when_it_is_its_turn(result):
    result.over().award()
    found = told(result)
    owner = {(result.cast.owner_organisation.id, None)}
    lead = (None, result.cast.lead.person_id)
    assert found["opinion_to_sign"] == {(None, one.person_id) for one in result.panel}
    assert found["opinion_complete"] == {(None, result.chair.person_id)}
    assert found["recommendation_received"] == owner
    assert lead in found["decision_waiting"]
    assert lead in found["announcement_waiting"]
    assert found["result_awarded"] == owner
    bidders = {(one.id, None) for one in result.organisations}
    assert found["result_letter"] > bidders  # and the partner of the consortium
    assert found["result_letter_final"] == found["result_letter"]


def test_an_objection_goes_to_the_reviewers_and_its_answer_to_who_filed_it(result):
    result.announced()
    row = result.admitted()
    result.answer(row, "uphold", UPHELD)
    found = told(result)
    objector = {(None, result.objector.person_id)}
    assert found["objection_waiting"] == {(None, result.reviewer.person_id)}
    assert found["objection_admitted"] == found["objection_upheld"] == objector
    assert objector.isdisjoint(found["public_notice_rested"] | found["result_remanded"])
    assert (result.cast.owner_organisation.id, None) in found["result_remanded"]


def test_the_answer_is_said_to_who_filed_it_and_the_finding_to_all_others(result):
    result.announced()
    result.answer(result.admitted(), "uphold", UPHELD)
    told(result)
    rows = result.session.scalars(select(Notice)).all()
    facts = facts_of(result.session, rows)
    said = {row.kind: " ".join(say(facts[row.id], result.city, "zh").sentences) for row in rows}
    assert UPHELD.text in said["objection_upheld"]
    assert f"原因：异议成立；{cases.FINDING}" in said["result_remanded"]
    told_others = " ".join(text for kind, text in said.items() if kind != "objection_upheld")
    assert UPHELD.text not in told_others
    assert "2026年3月9日" in said["result_announced"]


def test_a_cancelled_call_takes_its_notice_down_and_its_letters_back(result):
    result.announced()
    notice = result.notice
    work = Work(None, result.session, None, SimpleNamespace(subject_id=result.challenge.id), NOW)
    for _ in range(2):  # done again after a crash, it does nothing more
        ending.end(work, None)
    assert notice.withdrawn_at == NOW
    assert len(result.cast.events("public_notice.withdrawn")) == 1
    letters = result.session.scalars(select(ResultLetter)).all()
    assert {one.superseded_at for one in letters} == {NOW}
