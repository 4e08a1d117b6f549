"""Notices, preferences and the end of mails."""

from tests.api.calls.table import CALLS, Call, call, keyed, simple

for _label, _who in {
    "GET /notices": "provider",
    "GET /notices/unread": "provider",
    "GET /preferences": "owner",
}.items():
    simple(_label, _who)

CALLS["GET /preferences/{kind}"] = lambda w: Call("owner", {"kind": "demand_matched"})

for _label, _arguments in {
    "GET /notices/{notice_id}": ("provider", "notice_id", lambda w: w.matched.notice),
    "POST /notices/{notice_id}/read": ("provider", "notice_id", lambda w: w.matched.notice),
}.items():
    keyed(_label, *_arguments)


@call("POST /notices/read")
def read_up_to(w):
    return Call("provider", body={"up_to": w.matched.notice})


@call("PUT /preferences/{kind}")
def choose(w):
    version = w.client("owner").get("/preferences/demand_matched").json["version"]
    body = {"mail": True, "sms": False, "digest": False}
    return Call("owner", {"kind": "demand_matched"}, body, version)


@call("POST /unsubscriptions/{token}")
def unsubscribe(w):
    return Call("public", {"token": w.mail_token("colleague")})
