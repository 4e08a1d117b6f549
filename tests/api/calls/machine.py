"""Feeds, code lists, the clock, the audit trail and what was set aside."""

from tests.api.calls.table import CALLS, Call, call, simple

for _label, _who in {
    "GET /code-lists": "public",
    "GET /events": "public",
    "GET /checkpoints": "public",
    "GET /clock": "public",
    "GET /audit/events": "auditor",
    "GET /poison": "administrator",
}.items():
    simple(_label, _who)

simple("GET /audit/changes", "auditor", "subject_kind=demand&subject_id=1")
CALLS["GET /code-lists/{name}"] = lambda w: Call("public", {"name": "districts"})


@call("POST /poison/{kind}/{row_id}/replay")
def replay(w):
    return Call("administrator", {"kind": "deadline", "row_id": w.poison()})


@call("POST /clock")
def clock(w):
    return Call("administrator", body={"hours": 0})
