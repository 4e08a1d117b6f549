import tomllib
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scenario_market.domain.codes import load

WUHAN = Path(__file__).parents[2] / "config" / "wuhan"


def read(name):
    return tomllib.loads((WUHAN / name).read_text(encoding="utf-8"))


def test_the_city_has_a_zone_and_both_names():
    city = read("city.toml")
    assert ZoneInfo(city["timezone"]).key == "Asia/Shanghai"
    for name in (city["name"], city["office"]["name"], city["office"]["platform_name"]):
        assert name["zh"]
        assert name["en"]
    assert city["contact"]["placeholder"] is True


def test_every_target_has_a_year_a_unit_and_a_mark():
    targets = read("targets.toml")["targets"]
    for target in targets:
        assert target["figure"] > 0
        assert target["mark"] in {"S", "M"}
        assert target["period"] in {"year", "half_year", "by_end"}
        assert target["unit"]
    keys = [(target["measure"], target["year"]) for target in targets]
    assert len(keys) == len(set(keys))


def test_targets_of_provider_categories_agree_with_the_code_list():
    figures = {target["measure"]: target["figure"] for target in read("targets.toml")["targets"]}
    categories = load(WUHAN / "codes")["provider_categories"]
    assert figures["diagnosis_providers"] == categories["diagnosis"].extra["target"] == 142
    assert figures["solution_providers"] == categories["solution"].extra["target"] == 186


def test_nodes_stand_in_known_districts():
    lists = load(WUHAN / "codes")
    for node in lists["nodes"]:
        assert node.extra.get("district", "420106") in lists["districts"]


def test_worked_weekends_are_weekend_days_outside_every_holiday():
    calendar = read("holidays-2026.toml")
    free = set()
    for holiday in calendar["holidays"]:
        assert holiday["first"] <= holiday["last"]
        days = (holiday["last"] - holiday["first"]).days + 1
        free |= {holiday["first"] + timedelta(days=n) for n in range(days)}
    for day in calendar["worked_weekends"]:
        assert day.weekday() >= 5
        assert day not in free
    assert date(2026, 2, 17) in free
    assert len(free) == 3 + 9 + 3 + 5 + 3 + 3 + 7
