import io
import string
from datetime import date

import openpyxl
import pytest

from scenario_market.documents import columns
from scenario_market.documents.columns import MAPS, POOL, MissingColumns
from scenario_market.documents.workbooks import read_table
from scenario_market.texts.columns import WORDS
from scenario_market.texts.tables import say

POOL_HEADER = [
    *("公司名称", "统一社会信用代码", "类别", "所在区", "企业与产品简介", "场景能力", "服务类型"),
    *("服务行业", "可应用落地场景", "企业资质", "证书", "产品及方案", "联系人", "联系电话", "邮箱"),
]
GOOD = [
    "示例公司（演示）",
    "91350100m000100y43",
    "诊断咨询服务商、数字化转型服务企业",
    "光谷",
    "简介",
    "机器视觉质检",
    "诊断咨询/工业软件",
    "制造业",
    "园区、智能仓储",
    "国家级专精特新“小巨人”企业（2027-06-30）、高企",
    "CMMI 3级（2024-07-01至2027-06-30）、ISO/IEC 27001",
    "质检一体机：在线检测表面缺陷；MES",
    "李工",
    13800000000,
    "li@x.example",
]


def readings(column_map, rows, city, filename="a.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    with read_table(stream, filename, column_map.headers) as table:
        column_map.check(table)
        return [column_map.read(row, table.columns, city.codes) for row in table.rows]


def test_a_row_of_the_pool_is_read_into_fields(city):
    (reading,) = readings(POOL, [["服务商库"], POOL_HEADER, GOOD], city)
    assert reading.problems == ()
    assert reading.number == 3
    assert reading.record == {
        "name": "示例公司（演示）",
        "uscc": "91350100M000100Y43",
        "categories": ("diagnosis", "solution"),
        "district": "WH-DHGX",
        "introduction": "简介",
        "capabilities": "机器视觉质检",
        "service_types": ("diagnosis", "industrial_software"),
        "industries": ("C",),
        "scenarios": "园区、智能仓储",
        "domains": ("industrial_park",),
        "honours": (
            {
                "code": "little_giant",
                "level": None,
                "issued_on": None,
                "expires_on": date(2027, 6, 30),
            },
            {"code": "high_tech", "level": None, "issued_on": None, "expires_on": None},
        ),
        "certificates": (
            {
                "code": "cmmi",
                "level": 3,
                "issued_on": date(2024, 7, 1),
                "expires_on": date(2027, 6, 30),
            },
            {"code": "iso27001", "level": None, "issued_on": None, "expires_on": None},
        ),
        "offerings": (
            {"title": "质检一体机", "summary": "在线检测表面缺陷"},
            {"title": "MES", "summary": ""},
        ),
        "contact_name": "李工",
        "contact_mobile": "13800000000",
        "contact_email": "li@x.example",
    }


def test_all_errors_of_a_row_are_told_at_once_with_their_columns(city):
    bad = list(GOOD)
    bad[0], bad[1], bad[2], bad[3], bad[13] = None, "91350100M000100Y44", "诊断商", "武昌县", "12"
    (reading,) = readings(POOL, [POOL_HEADER, bad], city)
    assert [(p.code, p.column, p.field) for p in reading.problems] == [
        ("required", 0, "name"),
        ("uscc_check_digit", 1, "uscc"),
        ("unknown_code", 2, "categories"),
        ("unknown_code", 3, "district"),
        ("phone_format", 13, "contact_mobile"),
    ]
    assert "武昌区" in reading.problems[3].params["nearest"]
    assert reading.record["introduction"] == "简介"
    for problem in reading.problems:
        assert say(problem.code, problem.params)
        assert say(problem.code, problem.params, "en")


def test_a_formula_is_told_once_and_its_text_is_not_taken_for_a_value(city):
    bad = list(GOOD)
    bad[1] = '=CONCAT("91350100M000100Y4","3")'
    (reading,) = readings(POOL, [POOL_HEADER, bad], city)
    assert [p.code for p in reading.problems] == ["formula_cell"]
    assert "uscc" not in reading.record


def test_a_list_without_a_required_column_is_refused(city):
    with pytest.raises(MissingColumns) as refused:
        readings(POOL, [["公司名称", "所在区"], ["甲", "武昌"]], city)
    assert refused.value.params == {"columns": ("统一社会信用代码", "类别")}


def test_the_published_scenario_list_is_read(city):
    header = ["序号", "应用领域", "应用场景名称", "场景简介", "拟落地应用区域", "牵头部门"]
    rows = [
        [1, "智慧交通", "路口自适应", "简介", "江岸区", "区交管"],
        [2, "应急", "内涝", "", "全市", ""],
    ]
    first, second = readings(columns.SCENARIOS, [["附件1"], header, *rows], city)
    assert first.record["domain"] == "smart_transport"
    assert first.record["district"] == "420102"
    assert first.record["lead_department"] == "区交管"
    assert second.record["place"] == "全市"
    assert "district" not in second.record


def test_the_published_opportunity_list_is_read(city):
    header = ["场景类型", "序号", "场景机会名称", "单位名称", "合作需求", "联系方式"]
    (reading,) = readings(
        columns.OPPORTUNITIES, [header, ["安防", 1, "周界", "某厂", "要", "李工13800000000"]], city
    )
    assert reading.record["owner_name"] == "某厂"
    assert reading.record["contact_mobile"] == "13800000000"
    assert reading.record["contact_name"] == "李工"


def test_the_published_capability_and_project_lists_are_read(city):
    header = [
        "序号",
        "公司名称",
        "企业与产品简介",
        "场景能力",
        "可应用落地场景",
        "类别",
        "企业资质",
    ]
    (reading,) = readings(
        columns.CAPABILITIES, [header, [1, "甲", "简介", "能力", "水务", "人工智能", "高企"]], city
    )
    assert reading.record["category_text"] == "人工智能"
    assert reading.record["domains"] == ("water",)
    (reading,) = readings(
        columns.PROJECTS,
        [["序号", "公司名称", "推进情况", "场景全周期落地跟进人"], [1, "甲", "已签约", "王工"]],
        city,
    )
    assert reading.record == {
        "serial": "1",
        "name": "甲",
        "progress": "已签约",
        "follower": "王工",
    }


def test_a_full_demand_is_read_with_the_unit_of_its_header(city):
    header = [
        "发榜方",
        "统一社会信用代码",
        "名称",
        "领域",
        "技术指标",
        "拟投资额（万元）",
        "开始日期",
        "是否接受联合体",
    ]
    row = [
        "某厂",
        "91350100M000100Y43",
        "质检",
        "园区",
        "检出率≥99%（现状90%）",
        "100-200",
        46143,
        "是",
    ]
    (reading,) = readings(columns.DEMANDS, [header, row], city)
    assert reading.problems == ()
    assert reading.record["budget_min_fen"] == 100_000_000
    assert reading.record["budget_max_fen"] == 200_000_000
    assert reading.record["starts_on"] == date(2026, 5, 1)
    assert reading.record["accepts_consortium"] is True
    assert reading.record["metrics"][0]["baseline"] == "90"


def test_a_budget_with_its_maximum_under_its_minimum_is_refused(city):
    header = ["发榜方", "统一社会信用代码", "名称", "领域", "拟投资额"]
    row = ["某厂", "91350100M000100Y43", "质检", "园区", "200-100万元"]
    (reading,) = readings(columns.DEMANDS, [header, row], city)
    assert [(p.code, p.field) for p in reading.problems] == [("money_range", "budget")]


@pytest.mark.parametrize("name", sorted(MAPS))
def test_no_header_of_a_map_means_two_columns(name):
    said = [h for spec in MAPS[name].columns for h in (spec.header, *spec.aliases)]
    assert len(said) == len(set(said))


def test_every_text_names_only_what_its_rule_gives():
    for zh, en in WORDS.values():
        names = [{f for _, f, _, _ in string.Formatter().parse(text) if f} for text in (zh, en)]
        assert names[0] == names[1]
