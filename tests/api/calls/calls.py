"""What stands around a call: who may bid, its review, its questions, following, matches."""

from tests.api.calls.table import Call, P, call, keyed, move, reason, simple

C, Q, S = "challenge_id", "question_id", "subject_id"

simple("GET /questions", "reviewer")

for _label, _arguments in {
    "GET /challenges/{challenge_id}/fairness-reviews": (
        "reviewer",
        C,
        lambda w: w.challenge("reviewed")[0],
    ),
    "GET /challenges/{challenge_id}/interest": ("public", C, lambda w: w.followed()),
    "GET /challenges/{challenge_id}/questions": ("public", C, lambda w: w.asked_call()),
    "GET /questions/{question_id}": ("public", Q, lambda w: w.question("published")[0]),
    "POST /challenges/{challenge_id}/match": ("reviewer", C, lambda w: w.challenge("opened")[0]),
    "GET /challenges/{subject_id}/matches": ("owner", S, lambda w: w.matched_call()[0]),
    "GET /challenges/{subject_id}/match-runs": ("lead", S, lambda w: w.matched_call()[0]),
}.items():
    keyed(_label, *_arguments)

for _label, _arguments in {
    "POST /challenges/{challenge_id}/fairness-reviews": (
        "reviewer",
        C,
        lambda w: w.challenge("under_review"),
        {"findings": [], "opinion": "经审查，不具有排除、限制竞争的效果"},
    ),
    "POST /questions/{question_id}/publish": (
        "reviewer",
        Q,
        lambda w: w.question(),
        {"text": "产线能否停线标定？"},
    ),
    "POST /questions/{question_id}/decline": (
        "reviewer",
        Q,
        lambda w: w.question(),
        reason("answered_already"),
    ),
    "POST /questions/{question_id}/answer": (
        "lead",
        Q,
        lambda w: w.question("published"),
        {"text": "每周检修日可停线四小时。"},
    ),
}.items():
    move(_label, *_arguments)


def of_provider(w):
    return f"organisation_id={w.organisations['provider']}"


@call("GET /challenges/{challenge_id}/eligibility")
def test_oneself(w):
    return Call("provider", {C: w.challenge("opened")[0]}, query=of_provider(w))


@call("PUT /challenges/{challenge_id}/follow")
def follow(w):
    body = {"organisation_id": w.organisations["provider"]}
    return Call("provider", {C: w.challenge("opened")[0]}, body)


@call("DELETE /challenges/{challenge_id}/follow")
def unfollow(w):
    return Call("provider", {C: w.followed()}, query=of_provider(w))


@call("POST /challenges/{challenge_id}/questions")
def ask(w):
    body = {"organisation_id": w.organisations["provider"], "text": "是否允许停线标定？"}
    return Call("provider", {C: w.challenge("opened")[0]}, body)


@call("GET /challenges/{subject_id}/why")
def why(w):
    query = f"provider_id={w.providers['provider']}"
    return Call("provider", {S: w.matched_call()[0]}, query=query)


@call("GET /challenges/{challenge_id}/partners")
def partners(w):
    return Call("provider", {C: w.matched_call()[0]}, query=of_provider(w))


@call("PUT /providers/{provider_id}/findable")
def findable(w):
    key = w.providers["provider"]
    version = w.client("provider").get(f"/providers/{key}").json["version"]
    return Call("provider", {P: key}, {"is_findable": True}, version)
