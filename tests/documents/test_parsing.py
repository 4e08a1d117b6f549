import contextlib
import signal
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.documents import parsing
from scenario_market.documents.parsing import BadValue, Budget, Held

WAN = 1_000_000


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("480万元", 480 * WAN, 480 * WAN),
        ("1.2亿", 120_000_000 * 100, 120_000_000 * 100),
        ("约 300 万", 300 * WAN, 300 * WAN),
        ("5,000元", 500_000, 500_000),
        ("人民币1,200,000.50元整", 120_000_050, 120_000_050),
        ("100-200万元", 100 * WAN, 200 * WAN),
        ("１００万元～２００万元", 100 * WAN, 200 * WAN),
        ("100万元至1.2亿元", 100 * WAN, 12_000 * WAN),
        ("不超过300万元", None, 300 * WAN),
        ("300万元以内", None, 300 * WAN),
        ("不低于50万元", 50 * WAN, None),
        ("面议", None, None),
    ],
)
def test_an_amount_is_read_as_it_is_written(said, low, high):
    assert parsing.budget(said) == Budget(low, high)


def test_a_bare_number_takes_the_unit_of_its_header_and_is_refused_without():
    assert parsing.budget(480, unit="万元") == Budget(480 * WAN, 480 * WAN)
    assert parsing.budget("100-200", unit="万元") == Budget(100 * WAN, 200 * WAN)
    with pytest.raises(BadValue) as refused:
        parsing.budget("480")
    assert refused.value.rule == "money_unit"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("200-100万元", "money_range"),
        ("很多钱", "money_format"),
        ("12.345元", "money_format"),
        ("-5万元", "money_format"),
        ("1e9万元", "money_format"),
        ("9" * 30 + "亿", "money_format"),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused(said, rule):
    with pytest.raises(BadValue) as refused:
        parsing.budget(said)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "said",
    [
        "2026-05-01",
        "2026/5/1",
        "2026.5.1",
        "2026年5月1日",
        "２０２６年０５月０１日",
        "20260501",
        "2026-05-01 00:00:00",
        46143,
        46143.0,
        "46143",
        date(2026, 5, 1),
        datetime.fromisoformat("2026-05-01T00:00:00"),
    ],
)
def test_a_day_is_read_in_each_usual_form(said):
    assert parsing.day(said) == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("2026-02-30", "date_impossible"),
        ("2026年5月", "date_incomplete"),
        ("2026", "date_incomplete"),
        ("明年", "date_format"),
        ("长期", "date_format"),
        (5, "date_format"),
    ],
)
def test_a_day_that_cannot_be_is_refused(said, rule):
    with pytest.raises(BadValue) as refused:
        parsing.day(said)
    assert refused.value.rule == rule


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)))
def test_every_form_of_a_day_means_the_same(day):
    serial = (day - date(1899, 12, 30)).days
    forms = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", serial, day]
    assert {parsing.day(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("智慧交通、应急，水务,养老;医疗；教育\n文旅/商务", 8),
        ("甲、、甲、 ", 1),
        ("专精特新小巨人（2024-07-01，2027-06-30）、高新技术企业", 2),
        ("", 0),
        (None, 0),
    ],
)
def test_a_cell_with_several_values_is_split(said, parts):
    assert len(parsing.split(said)) == parts


def test_a_slash_inside_a_known_name_does_not_split_it():
    assert parsing.split("ISO/IEC 27001、CMMI/ITSS", {"ISO/IEC 27001"}.__contains__) == (
        "ISO/IEC 27001",
        "CMMI",
        "ITSS",
    )


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("专精特新小巨人（2027-06-30）", Held("专精特新小巨人", None, date(2027, 6, 30))),
        ("高新技术企业", Held("高新技术企业")),
        (
            "专精特新“小巨人”(有效期至2027年6月30日)",
            Held("专精特新“小巨人”", None, date(2027, 6, 30)),
        ),
        (
            "CMMI 3 级（2024-07-01至2027-06-30）",
            Held("CMMI 3 级", date(2024, 7, 1), date(2027, 6, 30)),
        ),
        (
            "瞪羚（2024.07.01-2027.06.30）",
            Held("瞪羚", date(2024, 7, 1), date(2027, 6, 30)),
        ),
        ("专精特新（小巨人）企业", Held("专精特新（小巨人）企业")),
    ],
)
def test_an_honour_is_read_with_its_days(said, held):
    assert parsing.held(said) == held


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("高新技术企业（2027年）", "date_incomplete"),
        ("高新技术企业（2027-13-01）", "date_impossible"),
        ("高新技术企业（2027-06-30至2024-07-01）", "date_order"),
    ],
)
def test_an_honour_with_bad_days_is_refused(said, rule):
    with pytest.raises(BadValue) as refused:
        parsing.held(said)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (13800000000, "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("027-87654321", "027-87654321"),
        ("400-800-1234", "400-800-1234"),
    ],
)
def test_a_telephone_number_is_read(said, number):
    assert parsing.phone(said) == number


@pytest.mark.parametrize("said", ["1380000000", "138000000000", "电话", "027"])
def test_a_telephone_number_of_wrong_length_is_refused(said):
    with pytest.raises(BadValue):
        parsing.phone(said)


def test_an_address_is_checked():
    assert parsing.email("Li@Example.COM") == "Li@example.com"
    for said in ("li", "li@", "@x.cn", "a b@x.cn，c", "li@localhost"):
        with pytest.raises(BadValue):
            parsing.email(said)


@pytest.mark.parametrize(
    "said",
    [
        "李工 13800000000 li@x.example",
        "li@x.example，李工（13800000000）",
        "联系人：李工；电话：13800000000；li@x.example",
    ],
)
def test_a_contact_is_found_in_one_cell(said):
    assert parsing.contact(said) == {
        "contact_name": "李工",
        "contact_mobile": "13800000000",
        "contact_email": "li@x.example",
    }


def test_a_metric_is_read_with_operator_target_unit_and_baseline():
    assert parsing.metric("缺陷检出率 ≥ 99.5%（现状 92%）") == {
        "name": "缺陷检出率",
        "operator": "ge",
        "baseline": "92",
        "target": "99.5",
        "unit": "%",
    }
    assert parsing.metric("单件能耗不高于3.2千瓦时")["baseline"] is None
    with pytest.raises(BadValue):
        parsing.metric("大幅提升效率")


@given(st.text(max_size=60))
def test_no_text_breaks_a_parser(said):
    for parse in (parsing.budget, parsing.day, parsing.held, parsing.phone, parsing.metric):
        try:
            parse(said)
        except BadValue as refused:
            rule = refused.rule
            assert rule.islower()
    parsing.split(said)
    parsing.contact(said)


# Ten times the longest cell: what grows with the square of its length would hang here for minutes.
LONG = [part * 320_000 for part in ("a", "1", "1-", "a.", "（", "甲≥1")]
HANG_SECONDS = 60


@pytest.fixture
def no_hang():
    """Ends what would go on and on."""

    def end(number, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(HANG_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("said", LONG, ids=lambda said: said[:4])
@pytest.mark.parametrize(
    "name", ["budget", "day", "split", "held", "phone", "email", "contact", "metric"]
)
def test_no_cell_can_keep_a_parser_busy(said, name, no_hang):
    with contextlib.suppress(BadValue):
        getattr(parsing, name)(said)
