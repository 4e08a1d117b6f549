"""Monthly reports: asked for, handed in once, told when overdue; and none while the project rests."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import AlreadyDone, IllegalMove, Invalid, NotFound
from scenario_market.domain.projects import reports
from scenario_market.domain.projects.records import Report
from tests.domain.projects import acts


def fire(cast, project):
    reports.fire(cast.session, project.id, **cast.context)


def due(cast, project) -> datetime:
    query = select(Deadline.due_at).where(
        Deadline.kind == reports.KIND, Deadline.subject_id == project.id
    )
    cast.session.flush()
    return cast.session.scalars(query).one()


def hand_in(cast, project, month, actor=None, **fields):
    return reports.hand_in(
        cast.session,
        project.id,
        fields={"month": month, "progress": "设备进场", **fields},
        actor=actor or cast.provider_of(project),
        **cast.context,
    )


def months(cast, kind):
    return [payload["month"] for _, _, payload in cast.events(kind)]


def test_a_report_is_asked_for_at_the_months_end_and_told_when_overdue(cast):
    project = cast.active()
    cast.now = due(cast, project)
    assert cast.city.day(cast.now) == date(2026, 4, 1)
    for _ in range(2):
        fire(cast, project)
    assert months(cast, "project.report_asked") == ["2026-03"]
    cast.now = due(cast, project)
    assert cast.city.day(cast.now) == date(2026, 4, 6)
    fire(cast, project)
    assert months(cast, "project.report_overdue") == ["2026-03"]
    assert cast.city.day(due(cast, project)) == date(2026, 5, 1)


def test_what_was_handed_in_is_neither_asked_for_nor_overdue(cast):
    project = cast.active()
    hand_in(cast, project, "2026-03", percent=10)
    for _ in range(2):
        cast.now = due(cast, project)
        fire(cast, project)
    assert cast.events("project.report_asked") == []
    assert cast.events("project.report_overdue") == []
    with pytest.raises(AlreadyDone, match="report_handed_in"):
        hand_in(cast, project, "2026-03")


def test_an_overdue_report_may_still_come_and_is_one_row(cast):
    project = cast.active()
    for _ in range(2):
        cast.now = due(cast, project)
        fire(cast, project)
    hand_in(cast, project, "2026-03")
    rows = acts.all_of(cast, Report)
    assert [(row.month, row.progress) for row in rows] == [(date(2026, 3, 1), "设备进场")]


def test_months_that_the_clock_slept_through_are_owed_all_the_same(cast):
    project = cast.active()
    cast.passes(days=100)
    fire(cast, project)
    assert months(cast, "project.report_overdue") == ["2026-03", "2026-04", "2026-05"]
    assert due(cast, project) > cast.now


def test_nothing_is_asked_for_while_the_project_rests_or_after_its_end(cast):
    project = cast.active()
    acts.suspend(cast, project)
    cast.now = due(cast, project)
    fire(cast, project)
    acts.resume(cast, project)
    cast.passes(days=10)
    fire(cast, project)
    assert acts.all_of(cast, Report) == []
    acts.terminate(cast, project)
    cast.passes(days=60)
    fire(cast, project)
    assert acts.all_of(cast, Report) == []
    with pytest.raises(IllegalMove):
        hand_in(cast, project, "2026-04")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"month": "2026-02"}, "month"),
        ({"month": "2026-04"}, "month"),
        ({"month": "März"}, "month"),
        ({"progress": ""}, "progress"),
        ({"percent": 101}, "percent"),
        ({"spent_fen": -1}, "spent_fen"),
        ({"other": 1}, "other"),
    ],
)
def test_a_report_that_breaks_a_rule_is_refused_by_field(cast, fields, field):
    with pytest.raises(Invalid) as refused:
        hand_in(cast, cast.active(), **{"month": "2026-03", **fields})
    assert [error.field for error in refused.value.errors] == [field]


def test_only_the_provider_reports(cast):
    project, other = cast.active(), cast.active()
    with pytest.raises(NotFound):
        hand_in(cast, project, "2026-03", cast.provider_of(other))
    assert due(cast, project) - cast.now > timedelta(days=20)
