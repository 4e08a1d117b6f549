"""Matches, why and why not."""

from tests.api.calls.table import Call, D, call, keyed, simple

S = "subject_id"

simple("GET /matches", "provider")

for _label, _arguments in {
    "POST /demands/{demand_id}/match": ("reviewer", D, lambda w: w.demand("listed")[0]),
    "GET /matches/{match_id}": ("provider", "match_id", lambda w: w.matched.match),
    "GET /demands/{subject_id}/matches": ("owner", S, lambda w: w.matched.demand),
    "GET /demands/{subject_id}/match-runs": ("lead", S, lambda w: w.matched.demand),
}.items():
    keyed(_label, *_arguments)


@call("POST /matches/{match_id}/dismissal")
def dismiss(w):
    return Call(
        "provider",
        {"match_id": w.matched.match},
        {"reason_code": "other", "reason_text": "产能不足"},
    )


@call("GET /demands/{subject_id}/why")
def why(w):
    return Call("provider", {S: w.matched.demand}, query=f"provider_id={w.providers['provider']}")
