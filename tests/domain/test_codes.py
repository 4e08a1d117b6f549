from pathlib import Path

import pytest

from scenario_market.domain.codes import BadCodeList, UnknownCode, fold, load, load_list

WUHAN = Path(__file__).parents[2] / "config" / "wuhan" / "codes"
CITY = load(WUHAN)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("districts", 13 + 5),
        ("scenario_domains", 19),
        ("future_industries", 6 + 13),
        ("leading_industries", 5),
        ("clusters_965", 3 + 9 + 6 + 5),
        ("service_types", 10 + 4),
        ("honours", 8),
        ("scenario_tiers", 3),
        ("industries", 20),
        ("size_classes", 4),
        ("nodes", 3),
        ("contract_routes", 4),
    ],
)
def test_a_list_has_as_many_entries_as_its_source(name, count):
    assert len(CITY[name]) == count


def test_every_list_names_its_source_and_every_entry_its_mark():
    for codes in CITY.values():
        assert codes.source
        assert {entry.mark for entry in codes} <= {"S", "M"}


def test_industry_sections_run_from_a_to_t():
    assert "".join(entry.code for entry in CITY["industries"]) == "ABCDEFGHIJKLMNOPQRST"


@pytest.mark.parametrize(
    "said",
    [
        "专精特新“小巨人”企业",
        "国家级专精特新小巨人",
        "专精特新「小巨人」",
        "专精特新(小巨人)企业",
        "国家级 专精特新“小巨人”企业",
        "小巨人",
        "little_giant",
        "Little Giant",
    ],
)
def test_an_honour_is_known_however_it_is_written(said):
    assert CITY["honours"].find(said).code == "little_giant"


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("districts", "光谷", "WH-DHGX"),
        ("districts", "420106", "420106"),
        ("districts", " 武昌 ", "420106"),
        ("certificates", "ＣＭＭＩ５级", "cmmi5"),
        ("certificates", "ISO/IEC 27001", "iso27001"),
        ("service_types", "AI 与大模型", "ai_model"),
        ("scenario_domains", "ai", "ai"),
        ("metric_operators", ">=", "ge"),
        ("metric_operators", "≤", "le"),
        ("honours", "高新技术企业", "high_tech"),
    ],
)
def test_names_aliases_and_codes_find_their_entry(name, said, code):
    assert CITY[name].find(said).code == code


def test_an_unknown_name_is_refused_with_what_comes_close():
    with pytest.raises(UnknownCode) as refused:
        CITY["districts"].find("武昌县")
    assert refused.value.params["nearest"][0] == "武昌区"
    assert refused.value.params["value"] == "武昌县"


def test_a_name_that_resembles_nothing_gets_no_suggestion():
    assert CITY["districts"].nearest("zzzzqq") == ()
    assert CITY["districts"].get("") is None


def test_a_subtype_knows_its_family():
    services = CITY["service_types"]
    assert services.family("software_control") == ("software_control", "industrial_software")
    assert len(services.children("industrial_software")) == 4


def test_reasons_are_chosen_by_the_move_that_carries_them():
    returning = {entry.code for entry in CITY["reasons_demand"].where(verbs="return")}
    assert "vague_metric" in returning
    assert "out_of_scope" not in returning


@pytest.mark.parametrize("noun", ["demand", "list", "response", "provider", "organisation"])
def test_every_list_of_reasons_leaves_a_way_out_for_every_move(noun):
    reasons = CITY[f"reasons_{noun}"]
    verbs = {verb for entry in reasons for verb in entry.extra["verbs"]}
    for verb in verbs:
        assert "other" in {entry.code for entry in reasons.where(verbs=verb)}


def test_an_entry_cannot_be_changed():
    entry = CITY["honours"]["high_tech"]
    with pytest.raises(AttributeError):
        entry.zh = "x"
    with pytest.raises(TypeError):
        entry.extra["validity_months"] = 1
    assert entry.extra["validity_months"] == 36


def test_the_name_follows_the_language():
    assert CITY["districts"]["420106"].name("zh-CN") == "武昌区"
    assert CITY["districts"]["420106"].name("en") == "Wuchang"


def test_folding_never_empties_a_name():
    assert fold("企业") == "企业"


HEAD = 'name = "x"\nzh = "x"\nen = "x"\nsource = "test"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("codes = [", "x.toml"),
        ('name = "x"\n', "lacks zh, en, source, codes"),
        (HEAD.replace('"x"\nzh', '"y"\nzh') + "codes = []", "says it is 'y'"),
        (HEAD + 'codes = [{code="a", zh="甲", en="A"}]', "lacks mark"),
        (HEAD + 'codes = [{code="甲", zh="甲", en="A", mark="S"}]', "no short ascii code"),
        (HEAD + 'codes = [{code="a", zh="甲", en="A", mark="Q"}]', "S or M"),
        (HEAD + 'codes = [{code="a", zh="甲", en="A", mark="S", parent="b"}]', "no parent 'b'"),
        (
            HEAD + 'codes = [{code="a", zh="甲", en="A", mark="S"},'
            '{code="b", zh="甲 ", en="B", mark="S"}]',
            "means both",
        ),
        (
            HEAD + 'codes = [{code="a", zh="甲", en="A", mark="S"},'
            '{code="a", zh="乙", en="B", mark="S"}]',
            "stands twice",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_with_the_place(tmp_path, text, says):
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCodeList, match=says):
        load_list(path)
