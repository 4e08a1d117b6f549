"""Projects, their changes, milestones and acceptance."""

from tests.api.calls.table import CALLS, Call, call, keyed, move, reason, simple
from tests.domain.projects.acts import MEASURER
from tests.domain.projects.cases import TERMS

J, MS = "project_id", "milestone_id"
PROJECT, MILESTONE = "/projects/{project_id}", "/milestones/{milestone_id}"
SEAT = "/acceptance-seats/{seat_id}"
FAILED = {"handover": "设备移交", "money": "停拨"}

simple("GET /projects", "provider")
simple("GET /projects/list.xlsx", "lead", "node=lab")
simple("GET /projects/list.csv", "lead")
for _part in ("", "/history", "/versions", "/changes", "/reports", "/draws"):
    keyed(f"GET {PROJECT}{_part}", "owner", J, lambda w: w.project()[0])
keyed(f"GET {MILESTONE}", "owner", MS, lambda w: w.milestone("submitted")[0])

# act → who, the state that it needs, what it takes
ACTS = {
    "suspend": ("lead", "active", reason("site_not_ready")),
    "resume": ("lead", "suspended", None),
    "terminate": ("lead", "active", reason("milestones_missed") | FAILED),
    "excuse": ("lead", "excusable", reason("route_unproven")),
    "tranches/1/release": ("lead", "active", {"document_number": "1号"}),
    "change/agree": ("owner", "changing", None),
    "change/disagree": ("owner", "changing", reason("change_unfounded")),
    "change/take-back": ("provider", "changing", None),
    "change/approve": ("reviewer", "agreed", None),
    "change/refuse": ("reviewer", "agreed", reason("change_unfounded")),
    "present": ("provider", "finished", None),
}
for _act, (_who, _step, _body) in ACTS.items():
    move(f"POST {PROJECT}/{_act}", _who, J, lambda w, step=_step: w.project(step), _body)
RELEASE = f"POST {PROJECT}/tranches/{{number}}/release"
del CALLS[f"POST {PROJECT}/tranches/1/release"]

# act → who, the state that it needs, what it takes
STEPS = {
    "begin": ("provider", "scheduled", None),
    "submit": ("provider", "ready", {"statement": "样机已上线"}),
    "retry": ("provider", "rejected", None),
    "confirm": ("owner", "submitted", {"opinion": "属实"}),
    "decline": ("owner", "submitted", reason("evidence_incomplete")),
    "accept": ("reviewer", "confirmed", None),
    "accept-partly": ("reviewer", "confirmed", reason("target_part") | {"percent": 60}),
    "reject": ("reviewer", "confirmed", reason("target_missed")),
}
for _act, (_who, _step, _body) in STEPS.items():
    move(f"POST {MILESTONE}/{_act}", _who, MS, lambda w, step=_step: w.milestone(step), _body)


@call(RELEASE)
def release(w):
    key, version = w.project()
    return Call("lead", {J: key, "number": 1}, {"document_number": "1号"}, version)


@call("POST /responses/{response_id}/project")
def begin(w):
    return Call("provider", {"response_id": w.contract()}, TERMS)


@call(f"PUT {PROJECT}/plan")
def put_plan(w):
    key, version = w.contract("planned")
    return Call("owner", {J: key}, TERMS, version)


move(f"POST {PROJECT}/plan/agree", "owner", J, lambda w: w.contract("planned"))
move(
    f"POST {PROJECT}/plan/withdraw",
    "owner",
    J,
    lambda w: w.contract("planned"),
    reason("plan_not_agreed"),
)


@call(f"PATCH {PROJECT}/following")
def following(w):
    key, version = w.project()
    body = {"follower": "跟进专员", "progress": "设备进场"}
    return Call("reviewer", {J: key}, body, version)


@call(f"POST {PROJECT}/reports")
def report(w):
    month = w.city.day(w.now).strftime("%Y-%m")
    return Call("provider", {J: w.project()[0]}, {"month": month, "progress": "设备进场"})


@call(f"POST {PROJECT}/changes")
def propose(w):
    key, version = w.project()
    body = {"milestones": [w.later(None)], "reason": "厂房交付推迟"}
    return Call("provider", {J: key}, body, version)


@call(f"POST {PROJECT}/measurements")
def measure(w):
    key, version = w.project("measured")
    client = w.client("provider")
    (file,) = client.get(f"/projects/{key}/attachments").json
    body = {
        "metric": "miss_rate",
        "measured": 0.3,
        "measured_by": "第三方检测中心",
        "measured_by_uscc": MEASURER,
        "measured_on": w.city.day(w.now).isoformat(),
        "attachment_id": file["id"],
    }
    return Call("provider", {J: key}, body, version)


WHY_OFF = reason("absent")
move(f"POST {PROJECT}/panel", "reviewer", J, lambda w: w.project("known"))
move(f"POST {PROJECT}/panel/renew", "reviewer", J, lambda w: w.project("short"), reason("too_few"))
keyed(f"GET {SEAT}", "juror", "seat_id", lambda w: w.seat()[0])
move(f"POST {SEAT}/declare", "juror", "seat_id", lambda w: w.seat(), {"text": "无利害关系"})
move(f"POST {SEAT}/recuse", "juror", "seat_id", lambda w: w.seat(), WHY_OFF)
move(f"POST {SEAT}/removal", "reviewer", "seat_id", lambda w: w.seat(), WHY_OFF)
move(f"POST {SEAT}/drop", "lead", "seat_id", lambda w: w.seat(removal_asked=True))


@call(f"POST {PROJECT}/opinion")
def opinion(w):
    body = {"opinion": "accept", "reason": "依据检测报告"}
    return Call("juror", {J: w.project("convened")[0]}, body)


move(f"POST {PROJECT}/accept", "lead", J, lambda w: w.judged("accept"))


@call(f"POST {PROJECT}/rectify")
def rectify(w):
    key, version = w.judged("rectify")
    until = w.city.day(w.now).replace(day=28)
    until = until.replace(year=until.year + until.month // 12, month=until.month % 12 + 1)
    body = reason("metric_short") | {"until": until.isoformat()}
    return Call("lead", {J: key}, body, version)


@call(f"POST {PROJECT}/prolong")
def prolong(w):
    key, version, until = w.rectifying()
    body = reason("work_extensive") | {"until": until.isoformat()}
    return Call("lead", {J: key}, body, version)


@call(f"POST {PROJECT}/fail")
def fail(w):
    key, version = w.judged("fail")
    return Call("lead", {J: key}, reason("metric_short") | FAILED, version)


keyed("GET /challenges/{challenge_id}/race", "lead", "challenge_id", lambda w: w.race()[0])


@call("POST /challenges/{challenge_id}/race")
def gate(w):
    key, ahead = w.race()
    projects = [
        one["id"]
        for one in w.client("lead").get(f"/projects?challenge_id={key}").json
        if one["id"] != ahead
    ]
    return Call("lead", {"challenge_id": key}, reason("slower") | {"keep": [ahead, *projects]})
