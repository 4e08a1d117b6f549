"""From a call to a landmark as people go through it, over HTTP, on a market that ``up`` started, its clock moved on."""

import subprocess
import sys

import pytest

from tests.journey import calling, delivering, judging, landmark
from tests.journey.players import Players


@pytest.fixture(scope="module")
def players(market):
    return Players(market)


BIDDERS = ("bidder_a", "bidder_b", "bidder_c", "provider")


def listed_need(players):
    """A need of the owner's that stands in a published list."""
    needs = players["owner"].get("/demands?scope=mine&state=listed&limit=100")
    return next(one["id"] for one in needs if one["domain"] == "industrial_park")


def three_bids(players, path):
    """Four begin; one is a consortium's, one is taken back, and an amendment must be confirmed."""
    spaces = {name: calling.begun(players, path, name) for name in BIDDERS}
    calling.joined(players, spaces["bidder_c"], "bidder_c", "bidder_d")
    for name in ("bidder_a", "bidder_b", "provider"):
        calling.acted(players, path, spaces[name], name, "hand_in")
    calling.acted(players, path, spaces["provider"], "provider", "withdraw")
    calling.amended(players, path)
    assert players["bidder_a"].get(spaces["bidder_a"])["standing"] == "reconfirm"
    for name in ("bidder_a", "bidder_b"):
        calling.acted(players, path, spaces[name], name, "hand_in")
    division = (("总体方案", 70), ("中试检测", 30))
    calling.acted(players, path, spaces["bidder_c"], "bidder_c", "hand_in", division)
    nobody_sees(players, path)
    return spaces


def nobody_sees(players, path):
    """Neither office, owner, watch, administrator nor rival reads a bid before the opening, or how many there are."""
    for name in ("lead", "reviewer", "owner", "auditor", "observer", "administrator", "bidder_a"):
        seen = players[name].call("GET", f"{path}/bids", any_status=True)
        assert seen == [] or seen["status"] in (403, 404), (name, seen)


def evaluated(players, path):
    """The bids are opened by the clock, and the panel ranks them: two are level, and the lower price goes first."""
    judging.drawn(players, path)
    seats = judging.seated(players, path)
    refused = next(iter(seats))
    assert players[refused].get(f"{path}/sheets") == []
    judging.declared(players, seats)
    bids = judging.checked(players, path)
    consortium = players["bidder_c"].organisation
    worth = {bid["id"]: 70 if bid["organisation_id"] == consortium else 80 for bid in bids}
    judging.scored(players, path, seats, "blind", worth)
    judging.scored(players, path, seats, "open", worth)
    return seats


def ranked(players, path, seats, panel_of):
    chair = judging.chair_of(players, path, seats)
    panel = f"/panels/{players['reviewer'].get(f'{path}/panel')['id']}"
    players[chair].do(f"{panel}/{panel_of}", of=f"{path}/panel")
    return chair


def noticed(players, path, seats, chair):
    judging.recommended(players, path, seats, chair)
    judging.decided(players, path)
    return judging.announced(players, path)


def test_a_need_becomes_a_landmark(players, market_folder):
    path = calling.called(players, listed_need(players))
    players.wait(days=3)
    calling.asked(players, path)
    spaces = three_bids(players, path)
    players.wait_until(players["public"].get(path)["closes_at"])
    players.reaches(path, "unsealed")
    late = players["bidder_a"].get(spaces["bidder_a"])
    assert late["challenge_state"] != "open"
    assert len(players["public"].get(f"{path}/bid-hashes")["hashes"]) == 3

    seats = evaluated(players, path)
    ranked(players, path, seats, "deliberate")
    chair = ranked(players, path, seats, "rank")
    notice = noticed(players, path, seats, chair)
    number = {"document_number": f"武场景〔{players.now.year}〕9001号"}
    players["lead"].refused(f"{path}/award", "notice_standing", number, of=f"{path}/result")
    objection = judging.objected(players, notice)
    judging.upheld(players, objection)
    players.reaches(path, "consensus")

    chair = ranked(players, path, seats, "rank")
    notice = noticed(players, path, seats, chair)
    players.wait_until(players["public"].get(notice)["ends_at"])
    number = {"document_number": f"武场景〔{players.now.year}〕9001号"}
    players["lead"].do(f"{path}/award", number, of=f"{path}/result")
    letters = players["bidder_a"].get("/result-letters")
    own = players["bidder_a"].get(f"/result-letters/{letters[0]['id']}")
    assert own["outcome"] in ("not_awarded", "reserve")
    assert own["content"]

    project = delivering.pledged(players, path, "bidder_b")
    players.reaches(path, "in_delivery")
    delivering.missed(players, project, 1)
    delivering.reached(players, project, 2, "bidder_b")
    delivering.reached(players, project, 3, "bidder_b")
    delivering.refused_to_provider(players, project, "bidder_b")
    delivering.accepted(players, project, "bidder_b", judging.EXPERTS)
    players.reaches(path, "completed")
    landmark.copied(players, landmark.certified(players, project, players.now.year))
    verify = [sys.executable, "-m", "scenario_market", "--data", str(market_folder / "data")]
    done = subprocess.run([*verify, "audit", "verify"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
