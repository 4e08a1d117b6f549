"""From a listed need to three sealed bids, as owner, office and bidders do it."""

from scenario_market.demo.bid_texts import HANDS, answers

BESIDES = {
    "title": "总装线扭矩数据在线防错",
    "deliverables": ["防错系统一套", "验收报告"],
    "reward_fen": 100_000_000,
    "budget_ceiling_fen": 120_000_000,
    "funding_source": "own_funds",
    "term_months": 9,
    "ip_ownership": "joint",
    "contract_route": "tender",
    "owner_type": "private",
    "window_days": 35,
    "accepts_consortium": True,
}
SIGNERS = ("reviewer", "second", "third")
STEPS = ("secrecy", "review_1", "review_2", "review_3", "proof_1", "proof_2", "proof_3")


def called(players, demand_id):
    """The address of a call that the owner made of its need, reviewed, approved, cleared and published."""
    body = {"programme": "scenario_challenge", "demand_id": demand_id, "fields": BESIDES}
    path = f"/challenges/{players['owner'].post('/challenges', body)['id']}"
    players["owner"].do(f"{path}/submit")
    players["lead"].refused(f"{path}/approve", "fairness_unreviewed", {"opinion": "同意"})
    review = {"findings": [], "opinion": "未发现排除、限制竞争内容"}
    players["reviewer"].do(f"{path}/fairness-reviews", review)
    for name in ("reviewer", "second"):
        players[name].do(f"{path}/approve", {"opinion": "同意发榜"})
    for place, step in enumerate(STEPS):
        players[SIGNERS[place % 3]].do(f"{path}/clearances", {"step": step})
    players["lead"].do(f"{path}/publish")
    return path


def asked(players, path):
    """A question without a name, and its answer."""
    bidder = players["bidder_a"]
    body = {"organisation_id": bidder.organisation, "text": "是否提供近两年的扭矩数据？"}
    question = f"/questions/{bidder.post(f'{path}/questions', body)['id']}"
    players["reviewer"].do(f"{question}/publish", {"text": body["text"]})
    players["owner"].do(f"{question}/answer", {"text": "提供，签订保密协议后现场查阅。"})
    shown = players["public"].get(f"{path}/questions")
    assert [one["answer"] for one in shown] == ["提供，签订保密协议后现场查阅。"]
    assert bidder.get("/me")["name"] not in str(shown)


def begun(players, path, name):
    """The address of a bidder's workspace."""
    body = {"organisation_id": players[name].organisation}
    return f"/workspaces/{players[name].post(f'{path}/workspaces', body)['access_key']}"


def joined(players, workspace, lead, member):
    """The lead invites an organisation, which consents."""
    (mine,) = [one for one in players[member].get("/organisations") if one["state"] == "verified"]
    asked = players[lead].post(f"{workspace}/invitations", {"uscc": mine["uscc"]})
    players[member].post(f"/consortium-invitations/{asked['access_key']}/consent")


def acted(players, path, workspace, name, act, division=()):
    """One act on a workspace with everything written; the answer."""
    seen = players[name].get(workspace)
    call = players["public"].get(path)
    written = {}
    if act != "withdraw":
        usccs = [one["uscc"] for one in seen["partners"]]
        given = answers(HANDS.get(name, HANDS["bidder_d"]), call, usccs, division)
        written = {
            section: {"answer": answer, "etag": seen["sections"][section]["etag"]}
            for section, answer in given.items()
        }
    body = {"act": act, "version": seen["version"], "accepts_rules": True, "sections": written}
    done = players[name].call("PUT", workspace, body)
    assert done["done"], done["refused"]
    assert done["act"] == act
    return done


def amended(players, path):
    """The lead changes a metric of the open call: whoever handed in must confirm it."""
    metrics = players["public"].get(path)["metrics"]
    metrics[0]["target"] = metrics[0]["target"] * 0.9
    fields = {"fields": {"metrics": metrics}, "reason": "指标口径收紧"}
    players["lead"].do(f"{path}/amend", fields)
