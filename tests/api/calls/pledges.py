"""Pledges: negotiated, signed, checked."""

from datetime import timedelta

from tests.api.calls.table import Call, call, keyed, move, simple
from tests.api.world.cast import PASSWORD

P = "pledge_id"

simple("GET /pledges", "owner")
for _label, _arguments in {
    "GET /pledges/{pledge_id}": ("provider", P, lambda w: w.pledge()[0]),
    "GET /pledges/{pledge_id}/versions": ("lead", P, lambda w: w.pledge()[0]),
    "GET /verifications/pledges/{code}": ("public", "code", lambda w: w.check_code()),
}.items():
    keyed(_label, *_arguments)
for _label, _arguments in {
    "POST /pledges/{pledge_id}/proposal": (
        "owner",
        P,
        lambda w: w.pledge(),
        {"special_terms": "每月开一次例会", "reason": "便于协调"},
    ),
    "POST /pledges/{pledge_id}/decline": (
        "provider",
        P,
        lambda w: w.pledge(),
        {"text": "核心人员已转入其他项目"},
    ),
    "POST /pledges/{pledge_id}/agreement": ("provider", P, lambda w: w.pledge(), {"number": 1}),
}.items():
    move(_label, *_arguments)


@call("POST /pledges/{pledge_id}/signatures")
def sign(w):
    key, version = w.pledge("settled")
    w.password("owner")
    return Call("owner", {P: key}, {"sha256": w.pledge_hash(key), "password": PASSWORD}, version)


@call("POST /pledges/{pledge_id}/signatures/{signature_id}/check")
def check(w):
    key, signature, version = w.scanned()
    return Call("reviewer", {P: key, "signature_id": signature}, {"is_accepted": True}, version)


@call("POST /pledges/{pledge_id}/extension")
def extend(w):
    key, version = w.pledge()
    due_on = w.city.day(w.now) + timedelta(days=20)
    body = {"due_on": due_on.isoformat(), "reason": "双方仍在核对测量方法"}
    return Call("lead", {P: key}, body, version)


@call("POST /verifications/pledges/{code}")
def compare(w):
    return Call("public", {"code": w.check_code()}, form={"file": (b"%PDF-1.7 x", "军令状.pdf")})
