"""From a need to a contract as people go through it, over HTTP, on a market that ``up`` started."""

import pytest

from scenario_market.demo.providers import providers
from tests.waiting import until

PROFILE = providers()[0]  # the demonstration provider for whom an account answers
STEPS = {
    "secrecy": "reviewer",
    "review_1": "reviewer",
    "review_2": "second",
    "review_3": "third",
    "proof_1": "reviewer",
    "proof_2": "second",
    "proof_3": "third",
}


@pytest.fixture(scope="module")
def need():
    """A need that the demonstration provider is made for, with everything that publication asks for."""
    return {
        "title": f"{PROFILE.offerings[0].title if PROFILE.offerings else '产线改造'}应用需求",
        "domain": PROFILE.domains[0],
        "industries": [PROFILE.industries[0]],
        "service_types": list(PROFILE.service_types),
        "background": "测试背景：现有产线依靠人工，效率不高。",
        "pain_points": PROFILE.capabilities[:200],
        "content": PROFILE.capabilities,
        "metrics": [
            {"name": "漏检率", "operator": "le", "baseline": 3.5, "target": 0.5, "unit": "%"}
        ],
        "budget_min_fen": 80_000_000,
        "budget_max_fen": 150_000_000,
        "funding_source": "own_funds",
        "district": PROFILE.district,
        "place": "一号厂房三线",
        "starts_on": "2099-01-01",
        "ends_on": "2099-12-31",
        "contact_name": "测试联系人",
        "contact_mobile": "027-00000000",
        "contact_email": "contact@owner.example",
    }


@pytest.fixture(scope="module")
def published(callers, need):
    """The address of the need after it went through submission, review, two approvals, clearance and a list."""
    owner, reviewer, lead = callers["owner"], callers["reviewer"], callers["lead"]
    organisation = next(one for one in owner.get("/organisations") if one["state"] == "verified")
    body = {"organisation_id": organisation["id"], "fields": need}
    path = f"/demands/{owner.post('/demands', body)['id']}"
    owner.act(f"{path}/submit")
    reviewer.act(f"{path}/review")
    for name in ("reviewer", "second"):
        callers[name].act(f"{path}/approve", {"opinion": "同意"})
    for step, name in STEPS.items():
        callers[name].act(f"{path}/clearances", {"step": step})
    made = reviewer.post("/lists", {"title": "武汉市应用场景需求清单（测试批次）"})
    listing = f"/lists/{made['id']}"
    reviewer.act(listing, {"demand_ids": [int(path.split("/")[-1])]}, method="PATCH")
    lead.act(f"{listing}/publish")
    return path


@pytest.fixture(scope="module")
def told(callers, published):
    """The notice in the provider's inbox."""
    demand_id = int(published.split("/")[-1])

    def look():
        for notice in callers["provider"].get("/notices?kind=demand_matched"):
            if notice["subject_id"] == demand_id:
                return notice
        return None

    return until(look)


def test_the_public_reads_the_demand_without_its_contact(callers, published, need):
    seen = callers["public"].get(published)
    assert seen["state"] == "listed"
    assert seen["title"] == need["title"]
    assert "027-00000000" not in str(seen)


def test_the_public_feed_tells_of_the_publication(callers, published):
    demand_id = int(published.split("/")[-1])
    events = []

    def told_of_it():
        # Events are public once the relay has put them in order, a moment after the commit.
        after = events[-1]["position"] if events else 0
        while page := callers["public"].get(f"/events?after={after}&limit=500"):
            events.extend(page)
            after = page[-1]["position"]
        return ("demand.listed", demand_id) in {(one["kind"], one["subject_id"]) for one in events}

    until(told_of_it)
    assert [one["position"] for one in events] == list(range(1, len(events) + 1))


def test_the_provider_finds_the_notice_with_the_reason_in_its_inbox(told):
    reason = " ".join(told["reasons"])
    assert any(word in reason for word in ("服务", "能力", "领域", "行业", "匹配"))


def test_the_mail_arrives_with_the_reason_in_chinese(told, mailbox, need):
    def look():
        for recipients, message in mailbox.messages:
            if recipients == ["provider@demo.example"] and need["title"] in str(message["subject"]):
                return message
        return None

    message = until(look)
    plain = message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()
    assert need["title"] in plain
    assert need["title"] in page
    assert "为什么" in plain
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "027-00000000" not in plain + page


def test_a_rival_does_not_find_what_is_not_public(callers):
    drafts = callers["owner"].get("/demands?scope=mine&state=draft")
    assert drafts
    callers["provider"].get(f"/demands/{drafts[0]['id']}", status=404)
    callers["public"].get(f"/demands/{drafts[0]['id']}", status=404)


def test_provider_and_owner_come_to_a_contract(callers, published, told):
    provider, owner = callers["provider"], callers["owner"]
    me = provider.get("/me")
    organisation_id = me["mandates"][0]["organisation_id"]
    body = {
        "organisation_id": organisation_id,
        "proposal": "我司有同类案例，可在两周内到现场调研。",
        "contact_name": "测试服务商联系人",
        "contact_mobile": "027-00000002",
    }
    answer = provider.post(f"{published}/responses", body)
    mine = f"/responses/{answer['id']}"
    owner.act(f"{mine}/accept")
    assert provider.get(published)["contact_mobile"] == "027-00000000"
    provider.act(f"{mine}/confirm")
    contract = {"route": "direct", "amount_fen": 120_000_000, "signed_on": "2026-03-02"}
    provider.act(f"{mine}/contract", contract, method="PUT")
    owner.act(f"{mine}/contract/confirm")
    assert callers["public"].get(published)["state"] == "contracted"


def test_the_auditor_reads_the_whole_way(callers, published):
    demand_id = int(published.split("/")[-1])
    page = callers["auditor"].get(
        f"/audit/changes?subject_kind=demand&subject_id={demand_id}&limit=100"
    )
    verbs = [one["verb"] for one in reversed(page)]
    assert verbs[:4] == ["submit", "review", "approve", "list"]
