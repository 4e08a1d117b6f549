"""Programmes of a city: whole, sound, and every fault of a file named before anything starts."""

import shutil
import tomllib
from dataclasses import asdict

import pytest

from scenario_market.domain import city as cities
from scenario_market.domain.programmes import loading
from scenario_market.domain.programmes.values import programme
from tests.conftest import ROOT

WUHAN = ROOT / "config" / "wuhan"
FILE = WUHAN / "programmes" / "scenario_challenge.toml"


def changed(**values):
    """A programme of the city with other values."""
    return programme(tomllib.loads(FILE.read_text("utf-8")) | values)


def criteria(**of_first):
    given = tomllib.loads(FILE.read_text("utf-8"))["criteria"]
    return [given[0] | of_first, *given[1:]]


def within(part, **values):
    return {part: tomllib.loads(FILE.read_text("utf-8"))[part] | values}


def test_both_programmes_of_the_city_are_sound(city):
    assert set(city.programmes) == {"scenario_challenge", "major_project"}
    for one in city.programmes.values():
        assert loading.faults(one, city.codes) == []
    assert city.programmes["major_project"].joint
    assert city.programmes["major_project"].race
    assert not city.programmes["scenario_challenge"].joint


def test_what_a_call_keeps_of_a_programme_makes_the_same_programme(city):
    for one in city.programmes.values():
        made = programme(one.kept())
        assert asdict(made) == asdict(one)


FAULTS = [
    (changed(criteria=criteria(weight=40)), "the weights of the criteria sum to 105, not 100"),
    (changed(criteria=criteria(weight=-5)), "a weight lies between 0 and 100"),
    (changed(reserves=-1), "trim, reserves and finance_seats are 0 or more"),
    (changed(**within("panel", size=-1)), "a panel has an odd number of seats"),
    (changed(**within("panel", answer_hours=0)), "answer_hours are 1 or more"),
    (changed(**within("notice", shows=["names"])), "a notice shows place, price, reserves, total"),
    (
        changed(tranches=[{"percent": 120, "at": "pledge"}, {"percent": -20, "at": "acceptance"}]),
        "a tranche is 1 percent or more",
    ),
    (changed(criteria=criteria(part="dark")), "the part of a criterion is blind or open"),
    (changed(criteria=criteria(code="impact")), "a criterion stands twice"),
    (changed(criteria=criteria(pass_mark=101)), "a pass mark lies between 0 and 100"),
    (changed(pass_mark=-1), "a pass mark lies between 0 and 100"),
    (
        changed(criteria=[one | {"part": "open"} for one in criteria()]),
        "no criterion is of the blind part",
    ),
    (changed(ties=["criterion:luck", "lot"]), "ties name unknown criteria ['luck']"),
    (changed(ties=["arrival", "lot"]), "ties are criterion:CODE, price or lot, not ['arrival']"),
    (changed(ties=["price"]), "the last of the ties must be the lot"),
    (changed(**within("panel", size=4)), "a panel has an odd number of seats"),
    (changed(**within("panel", finance_seats=6)), "finance_seats are more than the panel has"),
    (changed(aggregation="median"), "aggregation is mean or trimmed_mean"),
    (changed(trim=3), "trim leaves no sheet"),
    (
        changed(tranches=[{"percent": 90, "at": "pledge"}]),
        "the tranches sum to 90 percent, not 100",
    ),
    (
        changed(tranches=[{"percent": 100, "at": "easter"}]),
        "a tranche is released at pledge, milestone or acceptance",
    ),
    (
        changed(tranches=[{"percent": 100, "at": "milestone"}]),
        "a tranche names its milestone where it is released at one, and only there",
    ),
    (changed(**within("notice", kind="lunar")), "notice kind is working or calendar"),
    (changed(**within("notice", days=2)), "a notice stands at least 3 days"),
    (changed(race=True), "a race needs several winners"),
    (changed(race=True, winners=2), "a race needs its gate_milestone"),
    (changed(winners=4), "bids_min is below the number of winners"),
    (changed(questions_days=30), "questions_days leave no time to ask"),
    (changed(amendment_days=31), "amendment_days are more than the window"),
    (changed(one_bid_per="year"), "one_bid_per is challenge or series"),
    (changed(window_days_min=50), "window_days_min is over window_days_max"),
    (changed(term_months_min=50), "term_months_min is over term_months_max"),
    (changed(reward_min_fen=10**12), "reward_min_fen is over reward_max_fen"),
    (changed(approvals=0), "approvals is 1 or more"),
    (
        changed(contract_routes=["cooperative_innovation"]),
        "contract_routes are not in the city's code list: ['cooperative_innovation']",
    ),
    (changed(contract_routes=[]), "contract_routes are empty"),
    (changed(sources=["bank"]), "sources are unknown: ['bank']"),
    (changed(number_format="WH-{serial}"), "number_format needs {year} and {serial}"),
]


@pytest.mark.parametrize(("made", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_fault_is_named(city, made, fault):
    assert fault in loading.faults(made, city.codes)


def spoilt(tmp_path, find, replace):
    """The city's folder with one line of one programme changed."""
    folder = tmp_path / "wuhan"
    shutil.copytree(WUHAN, folder)
    path = folder / "programmes" / FILE.name
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, replace, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("find", "replace", "said"),
    [
        ("weight = 35", "weight = 36", "the weights of the criteria sum to 101, not 100"),
        ('code = "scenario_challenge"', 'code = "other"', "it says that its code is other"),
        ("approvals = 2", "approval = 2", "approval"),
        ("pass_mark = 60", "", "pass_mark"),
        ("[panel]", "[pannel]", "panel"),
        ("joint = false", "joint = no", "Invalid value"),
    ],
)
def test_a_city_with_a_faulty_programme_does_not_load_and_says_which_file_and_why(
    tmp_path, find, replace, said
):
    with pytest.raises(ValueError, match=r"scenario_challenge\.toml: ") as refused:
        cities.load(spoilt(tmp_path, find, replace))
    assert said in str(refused.value)


def test_all_faults_of_a_file_are_named_at_once(tmp_path):
    folder = spoilt(tmp_path, "weight = 35", "weight = 36")
    path = folder / "programmes" / FILE.name
    path.write_text(path.read_text("utf-8").replace("size = 5", "size = 6"), "utf-8")
    with pytest.raises(ValueError, match=r"sum to 101.*odd number of seats"):
        cities.load(folder)
