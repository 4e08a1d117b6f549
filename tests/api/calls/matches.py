"""Matches, why and why not."""

from tests.api.calls.table import Call, D, call, keyed, simple

for _label, _who in {
    "GET /matches": "provider",
}.items():
    simple(_label, _who)

for _label, _arguments in {
    "POST /demands/{demand_id}/match": ("reviewer", D, lambda w: w.demand("listed")[0]),
    "GET /matches/{match_id}": ("provider", "match_id", lambda w: w.matched.match),
    "GET /demands/{demand_id}/matches": ("owner", D, lambda w: w.matched.demand),
    "GET /demands/{demand_id}/match-runs": ("lead", D, lambda w: w.matched.demand),
}.items():
    keyed(_label, *_arguments)


@call("POST /matches/{match_id}/dismissal")
def dismiss(w):
    return Call(
        "provider",
        {"match_id": w.matched.match},
        {"reason_code": "other", "reason_text": "产能不足"},
    )


@call("GET /demands/{demand_id}/why")
def why(w):
    return Call("provider", {D: w.matched.demand}, query=f"provider_id={w.providers['provider']}")
