"""The 项目责任清单 on its way in: it says of known projects who follows them and where they stand, and makes none."""

import io
from types import SimpleNamespace

import openpyxl
import pytest

from scenario_market.documents.project_sheets import write_projects
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.projects import queries
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.queries import Filters
from tests import factories
from tests.desk import Desk, counts
from tests.domain.projects import cases

HEADER = ["序号", "公司名称", "项目名称", "推进情况", "场景全周期落地跟进人"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (["武汉市项目责任清单"], HEADER, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def office(database, tmp_path, city):
    """An officer who brings lists in; two providers, of which the second has two projects."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        for company, title in (("甲公司", "缺陷检测"), ("乙公司", "巡检"), ("乙公司", "搬运")):
            project = cast.active(cast.challenge(title=title))
            organisation = session.get_one(Organisation, project.organisation_id)
            organisation.name = company
        session.flush()
    return Desk(database, tmp_path, city, "projects")


def projects(office):
    with office.database.reading() as session:
        return {
            row.title: (row.progress, row.follower, row.version) for row in session.query(Project)
        }


def test_known_projects_are_brought_up_to_date_and_others_are_named_as_wrong(office):
    before = projects(office)
    file = workbook(
        [1, "甲公司", None, "设备进场", "跟进专员"],
        [2, "乙公司", "巡检", "已完成首飞", None],
        [3, "乙公司", None, "说的是哪个", None],
        [4, "丙公司", "无此项目", "", "某人"],
        [5, "甲公司", "缺陷检测", "重" * 2001, None],
    )
    row = office.bring(file, mode="good")
    assert counts(row) == (0, 2, 0, 3)
    assert {(e["row"], e["rule"]) for e in row.report["errors"]} == {
        (5, "project_ambiguous"),
        (6, "project_unknown"),
        (7, "too_long"),
    }
    after = projects(office)
    assert after["缺陷检测"] == ("设备进场", "跟进专员", before["缺陷检测"][2] + 1)
    assert after["巡检"][:2] == ("已完成首飞", "")
    assert after["搬运"] == before["搬运"]


def test_what_was_written_out_is_read_in_again_and_changes_nothing(office, city):
    office.bring(workbook([1, "甲公司", "缺陷检测", "设备进场", "跟进专员"]), mode="all")
    before = projects(office)
    with office.database.reading() as session:
        cast = cases.Cast(session, city)
        lead = factories.officer(SimpleNamespace(id=1), "office_lead")
        rows = queries.responsibilities(session, Filters(), actor=lead, **cast.context)
    stream = io.BytesIO()
    write_projects(stream, [row for row in rows if row["progress"]], form="xlsx")
    row = office.bring(stream.getvalue(), mode="all")
    assert counts(row) == (0, 0, 1, 0)
    assert projects(office) == before


def test_with_wrong_rows_all_is_refused_and_a_file_without_companies_fails(office):
    wrong = workbook([1, "丙公司", "无此项目", "", "某人"])
    with pytest.raises(RuleRefused, match="rows_wrong"):
        office.bring(wrong, mode="all")
    assert office.bring(b"a,b\n1,2\n", mode="all").state == "failed"
