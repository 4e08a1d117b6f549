"""Answers of providers, docking and contracts."""

from tests.api.calls.table import Call, D, R, call, keyed, move, reason, simple
from tests.domain.demands.cases import ANSWER, CONTRACT

for _label, _who in {
    "GET /responses": "owner",
}.items():
    simple(_label, _who)

for _label, _arguments in {
    "POST /responses/{response_id}/withdraw": ("provider", R, lambda w: w.answer()),
    "POST /responses/{response_id}/accept": ("owner", R, lambda w: w.answer()),
    "POST /responses/{response_id}/decline": (
        "owner",
        R,
        lambda w: w.answer(),
        reason("capability_mismatch"),
    ),
    "POST /responses/{response_id}/confirm": ("provider", R, lambda w: w.answer("accepted")),
    "POST /responses/{response_id}/end": (
        "owner",
        R,
        lambda w: w.answer("confirmed"),
        reason("terms"),
    ),
    "POST /responses/{response_id}/contract/confirm": (
        "owner",
        R,
        lambda w: w.answer("contracted"),
    ),
}.items():
    move(_label, *_arguments)

for _label, _arguments in {
    "GET /demands/{demand_id}/responses": ("owner", D, lambda w: w.demand("listed")[0]),
    "GET /responses/{response_id}": ("owner", R, lambda w: w.answer("contracted")[0]),
}.items():
    keyed(_label, *_arguments)


@call("POST /demands/{demand_id}/responses")
def respond(w):
    key, _ = w.demand("listed")
    return Call("provider", {D: key}, {"organisation_id": w.organisations["provider"], **ANSWER})


@call("PUT /responses/{response_id}/contract")
def contract(w):
    key, version = w.answer("confirmed")
    body = {**CONTRACT, "signed_on": w.city.day(w.now).isoformat()}
    return Call("provider", {R: key}, body, version)
