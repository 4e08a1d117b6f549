"""Lists of the field on their way in: bytes, file store, dry run, report, commit. Never a row twice."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select

from scenario_market.documents.import_files import error_workbook
from scenario_market.documents.import_kinds import KINDS
from scenario_market.domain import clock
from scenario_market.domain.demands import importing
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.imports import intake, queries
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.uscc import check_character
from tests import factories
from tests.desk import Desk, counts, found

OPPORTUNITIES = ["场景类型", "序号", "场景机会名称", "单位名称", "合作需求", "联系方式"]
SCENARIOS = ["序号", "应用领域", "应用场景名称", "场景简介", "拟落地应用区域", "牵头部门"]
DEMANDS = ["发榜方", "统一社会信用代码", "名称", "领域", "痛点", "技术指标", "拟投资额（万元）"]
CODE = "35010000000000001"
CODE += check_character(CODE)
KNOWN, TITLE = "某水务集团有限公司", "机会清单第一批"


def workbook(header, *rows, heading="武汉市清单"):
    book = openpyxl.Workbook()
    for row in ([heading], header, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def office(database, tmp_path, city):
    """An officer who brings lists of demands in; one of the owners is registered."""
    with database.unit_of_work() as session:
        factories.organisation(session, name=KNOWN)
    return Desk(database, tmp_path, city, "demands", list_title=TITLE)


def demands(office):
    return [row for (row,) in office.read(select(Demand).order_by(Demand.id))]


OPPORTUNITY = ["智慧水务", 1, "泵站远程巡检", KNOWN, "希望远程巡检", "李工 13800000000"]
LIST = workbook(
    OPPORTUNITIES,
    OPPORTUNITY,
    ["无此类型", 2, "甲", "未登记单位", "需求", ""],
    ["机器人", 3, "仓内搬运", "未登记单位", "希望自动搬运", ""],
)


def test_opportunities_become_collected_drafts_and_wrong_rows_are_left_out(office):
    row = office.bring(LIST, mode="good")
    assert (row.state, counts(row)) == ("committed", (2, 0, 0, 1))
    assert row.report["file"]["list"] == "机会清单"
    assert found(row) == {(4, "domain", "unknown_code")}
    first, second = demands(office)
    assert (first.state, first.source) == ("draft", "collected_opportunity")
    assert first.author_id == office.actor.person_id
    assert first.owner_organisation_id is not None
    assert (first.contact_name, first.contact_mobile) == ("李工", "13800000000")
    assert second.owner_organisation_id is None
    assert second.source_note == "机会清单第一批 · 序号 3 · 未登记单位"
    assert len(office.events("demand.drafted")) == 2


def test_one_event_names_all_demands_and_so_does_the_import(office):
    row = office.bring(LIST, mode="good")
    ids = [demand.id for demand in demands(office)]
    assert office.events("demands.imported") == [{"created": 2, "unchanged": 0, "demand_ids": ids}]
    assert row.report["ids"] == ids


def test_a_dry_run_writes_nothing_and_all_means_all(office):
    row = office.bring(LIST, mode="check")
    assert (row.state, row.rows_total, row.rows_wrong) == ("checked", 3, 1)
    with pytest.raises(RuleRefused, match="rows_wrong"):
        office.bring(LIST, mode="all")
    assert demands(office) == []


def test_the_same_list_again_makes_nothing_twice(office):
    office.bring(LIST, mode="good")
    again = office.bring(LIST, mode="good")
    assert counts(again) == (0, 0, 2, 1)
    assert office.events("demands.imported")[1]["demand_ids"] == []
    assert len(demands(office)) == 2
    office.bring(LIST, mode="good", list_title="机会清单第二批")
    assert len(demands(office)) == 4


def test_without_a_serial_title_and_owner_tell_rows_apart(office):
    row = ["示例公司", "91350100M000100Y43", "质检改造", "园区", "漏检", "漏检率≤0.5%", "80-150"]
    taken = office.bring(workbook(DEMANDS, row, row, [*row[:2], "另一需求", *row[3:]]), mode="good")
    assert counts(taken) == (2, 0, 0, 1)
    assert found(taken) == {(4, "serial", "repeated_row")}
    demand = demands(office)[0]
    assert (demand.budget_min_fen, demand.budget_max_fen) == (80_000_000, 150_000_000)
    assert demand.metrics[0]["target"] == 0.5
    assert demand.source == "imported"


def noted(row):
    """The warnings of a report: row, field, rule."""
    return {(one["row"], one["field"], one["rule"]) for one in row.report["warnings"]}


NEED = ["", "", "质检改造", "园区", "漏检", "漏检率≤0.5%", "80-150"]


def need(name, uscc, title):
    return [name, uscc, title, *NEED[3:]]


def test_a_name_alone_brings_no_contacts_to_whoever_registered_under_it(office):
    with office.database.unit_of_work() as session:
        rival = factories.organisation(
            session, factories.USCCS[1], name="真实单位", state="unverified"
        )
        factories.mandate(session, rival.id, factories.person(session).id)
        for uscc in factories.USCCS[2:4]:
            factories.organisation(session, uscc, name="同名单位")
        rival_of_known = factories.organisation(session, CODE, name=KNOWN, state="pending")
        factories.mandate(session, rival_of_known.id, factories.person(session).id)
    rows = [["机器人", 1, "甲", "真实单位", "需求", "李工 13800000000"]]
    rows += [["机器人", 2, "乙", "同名单位", "需求", ""], ["机器人", 3, "丙", KNOWN, "需求", ""]]
    taken = office.bring(workbook(OPPORTUNITIES, *rows))
    assert noted(taken) == {
        (3, "owner_name", "owner_unknown"),
        (4, "owner_name", "owner_ambiguous"),
    }
    keys = [demand.owner_organisation_id for demand in demands(office)]
    known = office.read(
        select(Organisation.id).where(Organisation.name == KNOWN, Organisation.state == "verified")
    )
    assert keys == [None, None, known[0][0]]


def test_where_a_row_has_a_code_the_code_alone_says_whose_need_it_is(office):
    unknown = CODE
    content = workbook(
        DEMANDS, need(KNOWN, unknown, "甲"), need("另写的名称", factories.USCCS[0], "乙")
    )
    taken = office.bring(content)
    assert noted(taken) == {(3, "uscc", "owner_unknown")}
    first, second = demands(office)
    assert first.owner_organisation_id is None
    assert second.owner_organisation_id is not None
    assert noted(office.bring(content)) == set()  # taken in before: nothing to look at


def test_a_need_is_not_given_to_people_whom_nobody_has_verified(office):
    with office.database.unit_of_work() as session:
        rival = factories.organisation(
            session, factories.USCCS[1], name="真实单位", state="unverified"
        )
        factories.mandate(session, rival.id, factories.person(session).id)
        factories.organisation(session, factories.USCCS[2], name="无人登记", state="unverified")
    content = workbook(
        DEMANDS,
        need("真实单位", factories.USCCS[1], "甲"),
        need("无人登记", factories.USCCS[2], "乙"),
    )
    taken = office.bring(content, mode="good")
    assert found(taken) == {(3, "uscc", "registered_by_others")}
    (demand,) = demands(office)
    assert (demand.title, demand.owner_organisation_id is None) == ("乙", False)


def test_a_list_of_scenarios_is_known_by_its_columns(office):
    content = workbook(SCENARIOS, [1, "智慧交通", "路口优化", "信号协同", "武昌区", "交管局"])
    assert office.bring(content).report["file"]["list"] == "应用场景清单"
    (demand,) = demands(office)
    assert (demand.district, demand.lead_department) == ("420106", "交管局")


def test_a_file_that_is_no_list_of_ours_fails_with_its_reason(office):
    for content, name, rule in (
        (workbook(["甲", "乙"], [1, 2]), "a.xlsx", "header_not_found"),
        (b"x", "list.exe", "header_not_found"),
        ("名称,领域\n甲,园区\n".encode(), "a.csv", "missing_columns"),
    ):
        row = office.bring(content, name=name)
        assert (row.state, row.report["failure"]["rule"]) == ("failed", rule)
    assert len(office.events("import.failed")) == 3


def test_a_list_longer_than_the_limit_fails(office):
    lines = [",".join(OPPORTUNITIES)]
    lines += [f"机器人,{n},第{n}号,单位,搬运," for n in range(importing.ROWS_MAX + 1)]
    row = office.bring("\n".join(lines).encode(), name="a.csv")
    assert row.report["failure"]["rule"] == "too_many_rows"


def test_a_formula_is_named_and_not_evaluated(office):
    content = workbook(
        SCENARIOS, [1, "智慧交通", '=CONCAT("a","b")', "信号协同", "武昌区", "交管局"]
    )
    assert found(office.bring(content, mode="check")) == {(3, "title", "formula_cell")}


def test_only_the_office_imports_and_a_list_has_a_title(office):
    outsider = factories.owner_of(*[type("Row", (), {"id": 1})()] * 2)
    with pytest.raises(NotPermitted):
        office.hand_in(LIST, actor=outsider)
    with pytest.raises(Invalid, match="list_title"):
        office.hand_in(LIST, list_title=" ")
    with pytest.raises(Invalid, match="kind"):
        office.hand_in(LIST, kind="people")
    assert [path for path in office.files.root.rglob("*") if path.is_file()] == []


def test_who_may_bring_in_one_kind_sees_nothing_of_the_other(office):
    row = office.bring(LIST, mode="check")
    with office.database.reading() as session:
        scoped = {
            "actor": office.actor.__class__(
                person_id=office.actor.person_id,
                roles=office.actor.roles,
                token_scopes=frozenset({"provider.import"}),
            )
        }
        with pytest.raises(NotFound):
            queries.get_import(session, row.id, **scoped)
        assert queries.list_imports(session, **scoped).rows == []
        assert len(queries.list_imports(session, actor=office.actor).rows) == 1
        with pytest.raises(NotPermitted):
            intake.ask_commit(
                session, row.id, mode="good", version=None, now=factories.NOW, **scoped
            )


def test_the_error_workbook_says_what_is_wrong_under_the_lists_own_headers(office):
    row = ["示例公司", "91350100M000100Y43", "质检改造", "园区", "漏检", "漏检率≤0.5%", "150-80"]
    content = workbook(DEMANDS, row, [*row[:2], "另一需求", "无此领域", *row[4:6], "80"])
    kind, stream = KINDS["demands"], io.BytesIO()
    context = {"list_title": TITLE, "city": office.city, "today": factories.NOW.date()}
    file = kind.open(io.BytesIO(content), "a.xlsx", **context)
    with office.database.reading() as session:
        error_workbook(stream, session, file, kind)
    header, *wrong = openpyxl.load_workbook(stream).active.iter_rows(values_only=True)
    assert header == (*DEMANDS, "原行号", "错误说明")
    assert [one[-2] for one in wrong] == [3, 4]
    assert "拟投资额（万元）" in wrong[0][-1]
    assert "无此领域" in wrong[1][-1]
    # What came back can be mended and handed in: its own header is found again.
    stream.seek(0)
    again = kind.open(stream, "b.xlsx", **context)
    assert [entry.number for _, entry in again.rows] == [2, 3]


def test_two_who_run_the_same_import_take_it_in_once(office):
    key = office.hand_in(LIST)
    one = office.import_of(key)
    with office.database.reading() as session:
        reports = [one.report(session), one.report(session)]
    for report in reports:
        with office.database.unit_of_work() as session:
            one.keep_report(session, report)
    with office.database.unit_of_work() as session:
        now = clock.now(session)
        intake.ask_commit(session, key, mode="good", version=None, actor=office.actor, now=now)
    with office.database.reading() as session:
        entries = [one.entries(session), one.entries(session)]
    for read in entries:
        with office.database.unit_of_work() as session:
            one.take_in(session, read)
    assert len(office.events("import.checked")) == len(office.events("demands.imported")) == 1
    assert office.read(select(func.count()).select_from(Demand)) == [(2,)]


def test_a_list_costs_the_same_number_of_statements_however_long(office):
    def bring(rows, title):
        content = workbook(
            OPPORTUNITIES,
            *(["机器人", n, f"{title}{n}号搬运", f"单位{n}", "自动搬运", ""] for n in range(rows)),
        )
        return office.statements(lambda: office.bring(content, list_title=title))

    assert bring(10, "短") == bring(200, "长")
