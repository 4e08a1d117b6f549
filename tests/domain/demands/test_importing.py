"""Lists of the field as files: looked at, taken in once, by all or by the good rows."""

import io
import time

import openpyxl
import pytest
from sqlalchemy import func, select

from scenario_market.documents import demand_files
from scenario_market.domain.demands import importing
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import Invalid, NotPermitted

OPPORTUNITIES = ["场景类型", "序号", "场景机会名称", "单位名称", "合作需求", "联系方式"]
SCENARIOS = ["序号", "应用领域", "应用场景名称", "场景简介", "拟落地应用区域", "牵头部门"]
DEMANDS = ["发榜方", "统一社会信用代码", "名称", "领域", "痛点", "技术指标", "拟投资额（万元）"]


def workbook(header, *rows, heading="武汉市清单"):
    book = openpyxl.Workbook()
    for row in ([heading], header, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def take(cast, stream, mode="good", title="机会清单第一批", actor=None, name="list.xlsx"):
    entries, kind = demand_files.read(stream, name, city=cast.city)
    return importing.take(
        cast.session,
        entries,
        kind=kind,
        list_title=title,
        mode=mode,
        actor=actor or cast.lead,
        **cast.context,
    )


def outcomes(report):
    return [row.outcome for row in report.rows]


def opportunities(cast):
    return workbook(
        OPPORTUNITIES,
        [
            "智慧水务",
            1,
            "泵站远程巡检",
            cast.owner_organisation.name,
            "希望远程巡检",
            "李工 13800000000",
        ],
        ["无此类型", 2, "甲", "未登记单位", "需求", ""],
        ["机器人", 3, "仓内搬运", "未登记单位", "希望自动搬运", ""],
    )


def count(cast):
    cast.session.flush()
    return cast.session.scalar(select(func.count()).select_from(Demand))


def test_opportunities_become_collected_drafts_and_wrong_rows_are_left_out(cast):
    report = take(cast, opportunities(cast))
    assert outcomes(report) == ["created", "wrong", "created"]
    assert report.rows[1].errors[0].rule == "unknown_code"
    first, third = report.rows[0].demand, report.rows[2].demand
    assert (first.state, first.source) == ("draft", "collected_opportunity")
    assert first.owner_organisation_id == cast.owner_organisation.id
    assert (first.contact_name, first.contact_mobile) == ("李工", "13800000000")
    assert third.owner_organisation_id is None
    assert third.source_note == "机会清单第一批 · 序号 3 · 未登记单位"
    assert len(cast.events("demand.drafted")) == 2


def test_a_dry_run_writes_nothing_and_all_means_all(cast):
    dry = take(cast, opportunities(cast), mode="dry")
    assert (outcomes(dry), dry.is_written) == (["good", "wrong", "good"], False)
    assert not take(cast, opportunities(cast), mode="all").is_written
    assert count(cast) == 0


def test_the_same_list_again_makes_nothing_twice(cast):
    take(cast, opportunities(cast))
    again = take(cast, opportunities(cast))
    assert outcomes(again) == ["known", "wrong", "known"]
    assert count(cast) == 2
    take(cast, opportunities(cast), title="机会清单第二批")
    assert count(cast) == 4


def test_without_a_serial_title_and_owner_tell_rows_apart(cast):
    row = ["示例公司", "91350100M000100Y43", "质检改造", "园区", "漏检", "漏检率≤0.5%", "80-150"]
    stream = workbook(DEMANDS, row, row, [*row[:2], "另一需求", *row[3:]])
    report = take(cast, stream)
    assert outcomes(report) == ["created", "wrong", "created"]
    assert report.rows[1].errors[0].rule == "repeated_row"
    demand = report.rows[0].demand
    assert (demand.budget_min_fen, demand.budget_max_fen) == (80_000_000, 150_000_000)
    assert demand.metrics[0]["target"] == 0.5
    assert demand.source == "imported"


def test_a_list_of_scenarios_is_known_by_its_columns(cast):
    report = take(
        cast, workbook(SCENARIOS, [1, "智慧交通", "路口优化", "信号协同", "武昌区", "交管局"])
    )
    assert report.kind == "scenarios"
    demand = report.rows[0].demand
    assert (demand.district, demand.lead_department) == ("420106", "交管局")


def test_a_file_that_is_no_list_of_ours_is_refused_with_what_is_missing(cast):
    with pytest.raises(Invalid) as refused:
        take(cast, workbook(["甲", "乙"], [1, 2]))
    assert refused.value.errors[0].field == "file"
    with pytest.raises(Invalid):
        take(cast, io.BytesIO(b"x"), name="list.exe")


def test_a_formula_is_named_and_not_evaluated(cast):
    stream = workbook(
        SCENARIOS, [1, "智慧交通", '=CONCAT("a","b")', "信号协同", "武昌区", "交管局"]
    )
    report = take(cast, stream)
    assert outcomes(report) == ["wrong"]
    said = demand_files.report(report, language="zh")["rows"][0]["errors"]
    assert said[0]["rule"] == "formula_cell"
    assert said[0]["message"] != "formula_cell"


def test_only_the_office_imports(cast):
    with pytest.raises(NotPermitted):
        take(cast, opportunities(cast), actor=cast.owner)


def test_five_hundred_rows_are_taken_in_under_five_seconds(cast):
    rows = [
        ["机器人", n, f"第{n}号工位搬运", f"单位{n}", f"第{n}号工位希望自动搬运物料", ""]
        for n in range(1, 501)
    ]
    stream = workbook(OPPORTUNITIES, *rows)
    begun = time.perf_counter()
    report = take(cast, stream, mode="all")
    cast.session.flush()
    took = time.perf_counter() - begun
    assert report.is_written
    assert took < 5, f"{took:.2f} s"
