"""Hints of collusion: what is shared is found and shown side by side; what is everybody's or the call's is not."""

import random

from scenario_market.domain.evaluation.collusion import Limits, Opened, find

CALL = "本榜单要求建设机器视觉在线检测系统，与现有制造执行系统对接，漏检率不高于百分之零点五，由发榜单位组织验收。"
SIGNS = "".join(chr(0x4E00 + n) for n in range(0, 8000, 7))


def prose(seed, length=400):
    return "".join(random.Random(seed).choices(SIGNS, k=length))


def bid(key, text="", **columns):
    return Opened(key, {"approach": prose(key) + text}, **columns)


def kinds(*bids, call=CALL, **limits):
    return [(hint.kind, hint.bids) for hint in find(bids, call=call, limits=Limits(**limits))]


def test_bids_that_have_nothing_in_common_give_no_hint():
    assert (
        kinds(
            *(bid(key, total_fen=n) for key, n in zip("abcd", (100, 237, 391, 1000), strict=True))
        )
        == []
    )


def test_a_shared_passage_is_found_whole_through_other_punctuation_and_shown_as_written():
    passage = prose("shared", 60)
    broken = "，\n ".join(passage[n : n + 7] for n in range(0, 60, 7))
    one, other, third = bid("a", f"前文{passage}后文"), bid("b", f"另起{broken}。完"), bid("c")
    (hint,) = find([third, other, one], call=CALL)
    assert (hint.kind, hint.bids) == ("passage", ("a", "b"))
    assert hint.evidence["what"] == {"letters": 60}
    assert hint.evidence["a"] == {"section": "approach", "text": passage}
    assert hint.evidence["b"] == {"section": "approach", "text": broken}


def test_every_passage_of_the_length_is_found_wherever_it_stands():
    for place in range(0, 60, 3):
        passage = prose(f"p{place}", 40)
        one = Opened("a", {"impact": prose("x", place) + passage + prose("y")})
        other = Opened("b", {"approach": prose("z", 2 * place + 1) + passage})
        assert [h.evidence["what"] for h in find([one, other], call="")] == [{"letters": 40}]
        assert find([one, Opened("b", {"approach": passage[:39]})], call="") == []


def test_what_the_call_says_or_what_many_say_is_no_hint():
    assert kinds(bid("a", CALL), bid("b", CALL)) == []
    common = prose("law", 60)
    assert kinds(*(bid(key, common) for key in "abcdefg")) == []


def test_files_of_one_author_or_the_same_bytes_are_shown_side_by_side():
    word = {"author": "张三测试", "tool": "WPS 文字", "name": "方案.docx", "sha256": "1" * 64}
    copy = word | {"sha256": "2" * 64, "name": "技术方案.docx"}
    (hint,) = find([bid("a", files=[word]), bid("b", files=[copy]), bid("c")], call=CALL)
    assert (hint.kind, hint.bids) == ("author", ("a", "b"))
    assert hint.evidence["b"] == {"author": "张三测试", "file": "技术方案.docx", "tool": "WPS 文字"}
    nobody = {"author": "Administrator", "sha256": "3" * 64}
    assert kinds(bid("a", files=[nobody]), bid("b", files=[nobody | {"sha256": "4"}])) == []
    assert kinds(bid("a", files=[nobody]), bid("b", files=[nobody])) == [("file", ("a", "b"))]


def test_a_shared_address_or_device_is_named():
    shared = frozenset({"f00d"})
    assert kinds(bid("a", addresses=shared), bid("b", addresses=shared), bid("c")) == [
        ("address", ("a", "b"))
    ]
    assert kinds(bid("a", devices=shared), bid("b", devices=shared)) == [("device", ("a", "b"))]


def test_the_same_slip_in_the_same_words_is_named_and_another_one_is_not():
    slip = "通过边缘计算的的方式降低时延"
    assert kinds(bid("a", slip), bid("b", slip), bid("c", "采用云端的的架构完成部署")) == [
        ("slip", ("a", "b"))
    ]
    assert kinds(bid("a", "采用 DeteccctionNet 网络"), bid("b", "引入 deteccctionnet 骨干")) == [
        ("slip", ("a", "b"))
    ]
    assert kinds(bid("a", slip), bid("b", slip), call=CALL + "的的") == []


def test_prices_at_equal_steps_are_named():
    rising = [
        bid(key, total_fen=n) for key, n in zip("abc", (970_000, 980_000, 990_000), strict=True)
    ]
    hints = [hint for hint in find(rising, call=CALL) if hint.kind == "price_steps"]
    assert [(h.bids, h.evidence["what"]) for h in hints] == [
        (("a", "b", "c"), {"step": "difference", "value": "10000"})
    ]
    scaled = [bid(key, total_fen=n) for key, n in zip("abc", (10_000, 11_000, 12_100), strict=True)]
    hints = [hint for hint in find(scaled, call=CALL) if hint.kind == "price_steps"]
    assert [h.evidence["what"] for h in hints] == [{"step": "ratio", "value": "11/10"}]
    assert kinds(bid("a", total_fen=500), bid("b", total_fen=500), bid("c", total_fen=500)) == []


def test_items_that_are_another_s_times_one_factor_or_its_odd_amounts_are_named():
    mine = {"设备": 300_001, "软件": 200_003, "人工": 100_007}
    theirs = {name: 3 * amount for name, amount in mine.items()}
    assert kinds(bid("a", items=mine), bid("b", items=theirs), bid("c", items={"设备": 5})) == [
        ("price_ratio", ("a", "b"))
    ]
    odd = {"x": 300_001, "y": 200_003, "z": 100_007, "w": 55_555}
    assert kinds(bid("a", items=mine), bid("b", items=odd)) == [("price_items", ("a", "b"))]
    plain = {"x": 3_000_000, "y": 2_000_000, "z": 1_000_000}
    assert kinds(bid("a", items=plain | {"v": 7}), bid("b", items=plain)) == []


def test_the_order_of_the_bids_changes_nothing():
    passage = prose("shared", 50)
    bids = [
        bid("a", passage, total_fen=10),
        bid("b", passage, total_fen=20),
        bid("c", total_fen=30),
    ]
    assert find(bids, call=CALL) == find(bids[::-1], call=CALL)
    assert [hint.kind for hint in find(bids, call=CALL)] == ["passage", "price_steps"]
