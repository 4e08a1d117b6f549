"""From the award to a landmark: the pledge, milestones missed and accepted, the acceptance."""

from datetime import datetime

from scenario_market.domain.draws import draw as drawing
from tests.journey.conftest import PASSWORD
from tests.waiting import until

MEASURER = "91350100M000100Y43"
OPINION = {"opinion": "accept", "reason": "检测结果达到承诺指标"}


def pledged(players, path, provider):
    """The pledge is agreed to and signed by all three; returns the address of its project."""
    challenge_id = int(path.split("/")[-1])
    (row,) = players["lead"].get(f"/pledges?challenge_id={challenge_id}")
    pledge = f"/pledges/{row['id']}"
    body = {"reason": "测量口径需写明", "special_terms": "测量以连续三十日统计为准。"}
    players[provider].do(f"{pledge}/proposal", body)
    number = players["lead"].get(pledge)["number"]
    for name in ("owner", "lead"):  # who proposes agrees
        players[name].do(f"{pledge}/agreement", {"number": number})
    sha256 = players["lead"].get(pledge)["sha256"]
    old = {"sha256": "0" * 64, "form": "platform", "password": PASSWORD}
    players[provider].refused(f"{pledge}/signatures", "document_changed", old)
    for name in (provider, "owner", "lead"):
        body = {"sha256": sha256, "form": "platform", "password": PASSWORD}
        players[name].do(f"{pledge}/signatures", body)
    signed = players["lead"].get(pledge)
    assert signed["state"] == "signed"
    return f"/projects/{signed['project_id']}"


def milestones(players, project):
    return {one["number"]: one for one in players["lead"].get(project)["milestones"]}


def reached(players, project, number, provider):
    """A milestone begun, handed in with evidence, confirmed by the owner and accepted by the office."""
    here = f"/milestones/{milestones(players, project)[number]['id']}"
    if players[provider].get(here)["state"] == "scheduled":
        players[provider].do(f"{here}/begin")
    players[provider].attach(f"{here}/attachments", "evidence")
    players[provider].do(f"{here}/submit", {"statement": "已完成"})
    players["owner"].do(f"{here}/confirm", {"opinion": "现场核对属实"})
    players["second"].do(f"{here}/accept")
    assert players["lead"].get(here)["state"] == "accepted"


def missed(players, project, number):
    """The clock finds that a milestone's time has passed without evidence."""
    here = f"/milestones/{milestones(players, project)[number]['id']}"
    players.wait_until(players["lead"].get(here)["until_at"])
    players.reaches(here, "missed", "lead")
    return here


def accepted(players, project, provider, experts):
    """Presented with a third party's measurements, judged by a panel that was drawn, accepted."""
    players[provider].do(f"{project}/present")
    for metric in players[provider].get(project)["metrics"]:
        report = players[provider].attach(f"{project}/attachments", "measurement")
        body = {
            "metric": metric["key"],
            "measured": metric["target"],
            "measured_by": "第三方检测中心",
            "measured_by_uscc": MEASURER,
            "measured_on": players.today.isoformat(),
            "method": "连续三十日统计",
            "attachment_id": report,
        }
        players[provider].do(f"{project}/measurements", body)
    head_signed(players, project)
    players["second"].do(f"{project}/panel")
    seated = {one["person_id"]: one["id"] for one in players["lead"].get(project)["panel"]}
    judges = {players[name].get("/me")["id"]: name for name in experts}
    for person_id, seat_id in seated.items():
        name, seat = judges[person_id], f"/acceptance-seats/{seat_id}"
        version = players["lead"].get(project)[
            "version"
        ]  # he reads nothing before he declares himself
        players[name].refused(f"{project}/opinion", "declaration_missing", OPINION, version=version)
        players[name].do(f"{seat}/declare", {"text": "与各方均无利害关系"})
        players[name].post(f"{project}/opinion", OPINION)
    players["lead"].do(f"{project}/accept")
    (draw,) = players["owner"].get(f"{project}/draws")
    assert not drawing.faults(draw)
    assert {one["number"] for one in draw["people"]} == set(draw["members"])


def head_signed(players, project):
    """Nobody draws before the clock has signed what the draw rests on, at the day's end."""
    presented = players.now
    players["second"].refused(f"{project}/panel", "head_awaited")
    players.wait(days=1)

    def signed():
        newest = players["public"].get("/checkpoints")[0]
        return datetime.fromisoformat(newest["at"]) > presented

    until(signed, tell=lambda: players["public"].get("/checkpoints"))


def refused_to_provider(players, project, provider):
    """Nobody accepts his own work."""
    players[provider].call("POST", f"{project}/accept", status=403)
