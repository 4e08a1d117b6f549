"""The pure parts: completeness, names in the blind part, what stands in an envelope."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_market.domain.bids import envelope, naming, sections
from scenario_market.domain.bids.completeness import Asked, missing
from scenario_market.domain.bids.envelope import Contents, HandedIn, SealedFileRef
from scenario_market.domain.bids.states import SealedState as S
from tests.domain.bids.desks import ANSWERS, METRICS

ASKED = Asked(METRICS, term_months=12, ceiling_fen=100_000_000, usccs=["U1"])
FILE = SealedFileRef("k", "team", "简历.pdf", "application/pdf", 9, "a" * 64, "s", 1024, "b" * 64)


@pytest.fixture(scope="session")
def complete(city):
    blank = {name: sections.empty(name, city.codes) for name in sections.SECTIONS}
    return blank | sections.checked(ANSWERS, city.codes)


def test_a_complete_bid_lacks_nothing(complete):
    assert missing(complete, ASKED) == []


@pytest.mark.parametrize(
    ("section", "change", "field", "rule"),
    [
        ("approach", lambda a: a.update(text=" "), "approach.text", "required"),
        ("metrics", lambda a: a.pop(), "metrics", "metric_unanswered"),
        ("metrics", lambda a: a[0].update(value=None), "metrics.0.value", "required"),
        ("metrics", lambda a: a[1].update(key="m9"), "metrics.1.key", "unknown_code"),
        ("metrics", lambda a: a[1].update(key="m1"), "metrics.1.key", "answered_twice"),
        ("metrics", lambda a: a[0].update(method=""), "metrics.0.method", "required"),
        ("milestones", lambda a: a.clear(), "milestones", "required"),
        ("milestones", lambda a: a[0].update(weight=41), "milestones", "weights_not_100"),
        ("milestones", lambda a: a[1].update(month=13), "milestones.1.month", "beyond_term"),
        ("milestones", lambda a: a[0].update(evidence=""), "milestones.0.evidence", "required"),
        ("budget", lambda a: a.update(total_fen=1), "budget.total_fen", "sum_differs"),
        (
            "budget",
            lambda a: a["items"][0].update(amount_fen=10**9),
            "budget.total_fen",
            "above_ceiling",
        ),
        (
            "budget",
            lambda a: a["items"][1].update(own_fen=10**9),
            "budget.items.1.own_fen",
            "above_amount",
        ),
        ("budget", lambda a: a["items"].clear(), "budget.items", "required"),
        ("team", lambda a: a.clear(), "team", "required"),
        (
            "team",
            lambda a: a[0].update(organisation_uscc="U9"),
            "team.0.organisation_uscc",
            "not_a_member",
        ),
        ("cases", lambda a: a[0].update(result=""), "cases.0.result", "required"),
    ],
)
def test_every_lack_has_its_field(complete, section, change, field, rule):
    answers = deepcopy(complete)
    change(answers[section])
    assert (field, rule) in {(one.field, one.rule) for one in missing(answers, ASKED)}


def test_a_metric_that_is_not_mandatory_may_be_left_without_a_value(complete):
    answers = deepcopy(complete)
    answers["metrics"][1]["value"] = None
    assert missing(answers, ASKED) == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([*sections.SECTIONS, "more"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=9), inner, max_size=3)
            ),
            max_leaves=9,
        ),
    )
)
def test_whatever_is_sent_is_a_shape_or_a_refusal(city, sent):
    try:
        kept = sections.checked(sent, city.codes)
    except sections.Invalid:
        return
    blank = {name: sections.empty(name, city.codes) for name in sections.SECTIONS}
    missing(blank | kept, ASKED)
    envelope.pack(Contents(draft=blank | kept))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "武汉云鹤视觉科技有限公司",
            "由武汉云鹤视觉科技有限公司承担",
            ["武汉云鹤视觉科技有限公司"],
        ),
        ("武汉云鹤视觉科技有限公司", "云鹤视觉科技自研", ["云鹤视觉科技"]),
        ("武汉云鹤视觉科技有限公司", "云 鹤 视 觉 的算法", ["云鹤视觉"]),
        ("武汉云鹤视觉科技有限公司", "云鹤飞过", []),
        ("北京海文（集团）有限公司", "海文(集团)出品", []),
        ("湖北省精工装备研究院", "精工装备提供", ["精工装备"]),
        ("Acme Vision Co", "by ACME vision co.", ["ACMEVISIONCO"]),
    ],
)
def test_a_bidder_s_names_are_found_in_the_blind_part(name, text, found):
    answers = {"metrics": [{"method": text}]}
    named = naming.names_in(answers, organisations=[(name, "U" * 18)], people=[])
    assert [(one.field, one.found) for one in named] == [("metrics.0.method", one) for one in found]


def test_codes_and_team_members_are_found_too():
    answers = {"approach": {"text": "91110000802100433b，测试甲负责"}}
    named = naming.names_in(
        answers, organisations=[("某某某", "91110000802100433B")], people=["测试甲", "李"]
    )
    assert [one.found for one in named] == ["91110000802100433B", "测试甲"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("部署云眼视觉检测平台V3.0", ["云眼视觉检测平台V30"]),
        ("云眼视觉检测的模型库", ["云眼视觉检测"]),
        ("依托 慧境 引擎", ["慧境"]),
        ("DeepSight 推理框架", ["DEEPSIGHT"]),
        ("与MES对接，数据采集系统分布部署", []),
        ("产线缺陷检测系统", []),  # so the call says
    ],
)
def test_what_the_bidder_sells_is_found_by_its_title_and_its_brands(text, found):
    products = [
        *("云眼视觉检测平台V3.0", "“慧境”工业大模型"),
        *("DeepSight MES 数据采集系统", "缺陷检测系统"),
    ]
    named = naming.names_in(
        {"approach": {"text": text}},
        organisations=[],
        people=[],
        products=products,
        call="建设产线缺陷检测系统",
    )
    assert [one.found for one in named] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由武汉·智 造-测试联系", ["武汉智造测试"]),
        ("致电１３８００００００００", ["13800000000"]),
        (
            "见 www.zhizao.example.com/demo，或发 A@zhizao.example",
            ["A@zhizao.example", "www.zhizao.example.com/demo"],
        ),
        ("合作方 914403001922038216", ["914403001922038216"]),
        ("工期 18 个月，精度 0.3%", []),
    ],
)
def test_a_name_with_marks_between_and_whatever_reaches_somebody_is_found(text, found):
    named = naming.names_in(
        {"approach": {"text": text}}, organisations=[("武汉智造测试", "U" * 18)], people=[]
    )
    assert [one.found for one in named] == found


def handed_in(**columns):
    members = [{"organisation_id": 1}, {"organisation_id": 2}]
    return HandedIn(
        **{"number": 3, "challenge_number": 2, "files": (FILE,), "members": members}
        | {
            "packed": b"{}",
            "etags": {},
            "total_fen": 5,
            "salt": "00",
            "content_hash": "c" * 64,
            "at": "2026",
            "receipt": {},
        }
        | columns
    )


@pytest.mark.parametrize(
    ("contents", "reconfirm", "participating", "state"),
    [
        (Contents(), 0, {1, 2}, S.DRAFT),
        (Contents(is_withdrawn=True), 0, {1, 2}, S.WITHDRAWN),
        (Contents(handed_in=handed_in()), 2, {1, 2, 3}, S.SUBMITTED),
        (Contents(handed_in=handed_in()), 3, {1, 2}, S.RECONFIRM),
        (Contents(handed_in=handed_in()), 2, {1}, S.RECONFIRM),
    ],
)
def test_what_a_workspace_is_follows_from_its_contents(contents, reconfirm, participating, state):
    found = envelope.standing(contents, reconfirm_number=reconfirm, participating=participating)
    assert found == state


def test_what_is_packed_is_unpacked_again(complete):
    contents = Contents(
        draft=complete,
        changed={"team": {"at": "2026", "by": 1}},
        files=(FILE,),
        rules_number=2,
        is_withdrawn=True,
        handed_in=handed_in(packed=envelope.canonical(complete)),
        traces={"addresses": ["a"]},
        receipt={"act": "hand_in"},
        usccs=["U1"],
    )
    unpacked = envelope.unpack(envelope.pack(contents))
    assert unpacked == contents
    assert unpacked.handed_in.content == complete
    for broken in (b"{}", b"\0\0\0\2{}"):
        with pytest.raises(ValueError, match=r"format|Expecting"):
            envelope.unpack(broken)


def test_the_file_that_a_receipt_is_about_is_canonical(complete):
    packed = envelope.canonical(complete)
    made = envelope.content_file(challenge_id=7, packed=packed, files=(FILE,), usccs=["U1"])
    assert json.loads(made)["content"] == complete
    assert envelope.canonical(json.loads(made)) == made


def test_what_was_handed_in_is_neither_read_nor_written_anew_by_an_act(complete):
    blank = handed_in(packed=b"no JSON at all")
    contents = envelope.unpack(envelope.pack(Contents(draft=complete, handed_in=blank)))
    assert contents.handed_in.packed == b"no JSON at all"


def test_traces_are_kept_once_and_the_newest_only():
    contents = Contents()
    for number in range(60):
        contents = envelope.traced(contents, "addresses", f"a{number}")
    contents = envelope.traced(contents, "addresses", "a30")
    assert contents.traces["addresses"][-2:] == ["a59", "a30"]
    assert len(contents.traces["addresses"]) == envelope.TRACES_MAX


def test_a_content_file_is_of_its_files_and_organisations_too(complete):
    packed = envelope.canonical(complete)
    stated = {"challenge_id": 1, "packed": packed, "files": (FILE,), "usccs": ["U1"]}
    made = envelope.content_file(**stated)
    others = [
        stated | {"files": (replace(FILE, sha256="c" * 64),)},
        stated | {"usccs": ["U1", "U2"]},
        stated | {"challenge_id": 2},
    ]
    assert envelope.content_file(**stated) == made
    assert made not in [envelope.content_file(**one) for one in others]


def test_a_word_without_end_is_looked_through_once_and_what_reaches_somebody_is_found_in_it():
    # A pattern that begins again at each letter would take minutes over this.
    long = {"approach": {"text": "x" * 300_000 + " 请联系zhang.san@wh-mc.com.cn"}}
    (found,) = naming.names_in(long, organisations=[], people=[])
    assert (found.field, found.found) == ("approach.text", "zhang.san@wh-mc.com.cn")
