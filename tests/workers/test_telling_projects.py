"""Who is really told of a project's course: by the events of the commands, with rows in the books."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.projects import reports
from scenario_market.texts.notices import say
from scenario_market.workers.machine import Work
from scenario_market.workers.tell import tell
from tests.domain.projects import acts, cases, jury
from tests.factories import NOW


@pytest.fixture
def cast(session, city):
    made = cases.cast(session, city)
    session.add(
        RoleGrant(person_id=made.reviewers[0].person_id, role="office_reviewer", starts_at=NOW)
    )
    session.flush()
    return made


def notices(cast, kind):
    """The notices that the newest event of a kind owes."""
    cast.session.flush()
    query = select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id.desc())
    event = cast.session.scalars(query.limit(1)).one()
    tell(Work(SimpleNamespace(city=cast.city), cast.session, None, event, cast.now), None)
    cast.session.flush()
    return cast.session.scalars(select(Notice).where(Notice.event_id == event.id)).all()


def told(cast, kind):
    """Who gets the notice: keys of organisations, and of people below zero."""
    return {one.organisation_id or -one.person_id for one in notices(cast, kind)}


def said(cast, kind):
    """The words of one of the notices."""
    rows = notices(cast, kind)
    return " ".join(say(facts_of(cast.session, rows)[rows[0].id], cast.city, "zh").sentences)


def test_both_sides_and_the_members_are_told_that_the_work_begins(cast):
    member, _ = cast.deliverer("成员单位")
    project = cast.active(members=(member,))
    assert told(cast, "project.activated") == {
        project.owner_id,
        project.organisation_id,
        member.id,
    }


def test_whoever_is_waited_for_is_told_of_a_milestone(cast):
    project = cast.active()
    row = cast.milestone(project)
    office = -cast.reviewers[0].person_id
    acts.handed_in(cast, row)
    assert told(cast, "milestone.submitted") == {project.owner_id}
    acts.confirm(cast, row)
    assert told(cast, "milestone.confirmed") == {office}
    acts.reject(cast, row)
    assert told(cast, "milestone.rejected") == {project.owner_id, project.organisation_id}
    assert "第 1 个里程碑" in said(cast, "milestone.rejected")
    assert "未达到约定目标；未达目标" in said(cast, "milestone.rejected")
    cast.now = row.until_at
    acts.clock(cast, row)
    assert told(cast, "milestone.missed") == {office, project.owner_id, project.organisation_id}


def test_the_other_side_is_told_of_a_change_and_the_office_once_both_want_it(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[{"number": 1, "due_on": "2026-07-15"}])
    assert told(cast, "project.change_proposed") == {project.owner_id}
    acts.change(cast, "agree", project, cast.owner)
    assert told(cast, "project.change_agreed") == {-cast.reviewers[0].person_id}


def test_a_report_that_is_due_says_of_which_month_and_until_when(cast):
    project = cast.active()
    cast.now = cast.city.end_of(cast.city.day(NOW).replace(day=31))
    reports.fire(cast.session, project.id, **cast.context)
    assert told(cast, "project.report_asked") == {project.organisation_id}
    words = said(cast, "project.report_asked")
    assert "2026-03" in words
    assert "2026年4月5日" in words


def test_each_who_was_drawn_for_an_acceptance_is_asked(cast):
    project = acts.finished(cast)
    judges = [jury.judge(cast) for _ in range(3)]
    acts.present(cast, project)
    acts.measure(cast, project)
    jury.convene(cast, project)
    assert told(cast, "acceptance_seat.offered")
    cast.session.add(RoleGrant(person_id=cast.lead.person_id, role="office_lead", starts_at=NOW))
    jury.ask_removal(cast, project, judges[0])
    assert told(cast, "project.removal_asked") == {-cast.lead.person_id}
    for one in judges:
        jury.declare(cast, project, one)
        jury.opine(cast, project, one, "rectify")
    until = cast.city.day(cast.now) + timedelta(days=30)
    acts.conclude(cast, "rectify", project, until=until)
    assert "2026年4月1日" in said(cast, "project.rectification_asked")
    acts.prolong(cast, project, until + timedelta(days=30))
    assert "2026年5月1日" in said(cast, "project.rectification_prolonged")
