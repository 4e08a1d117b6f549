"""Needs: drafting, review, amendment, sharpening."""

from tests.api.calls.table import Call, D, call, keyed, move, reason, simple
from tests.api.world import FIELDS

for _label, _who in {
    "GET /demands": "public",
}.items():
    simple(_label, _who)

simple("GET /demands/sources", "lead", "since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z")

for _label, _arguments in {
    "PATCH /demands/{demand_id}": ("owner", D, lambda w: w.demand(), {"place": "二号厂房"}),
    "POST /demands/{demand_id}/submit": ("owner", D, lambda w: w.demand()),
    "POST /demands/{demand_id}/recall": ("owner", D, lambda w: w.demand("submitted")),
    "POST /demands/{demand_id}/recommend": ("district", D, lambda w: w.recommendable()),
    "POST /demands/{demand_id}/review": ("reviewer", D, lambda w: w.demand("submitted")),
    "POST /demands/{demand_id}/return": (
        "reviewer",
        D,
        lambda w: w.demand("in_review"),
        reason("vague_metric"),
    ),
    "POST /demands/{demand_id}/reject": (
        "reviewer",
        D,
        lambda w: w.demand("in_review"),
        reason("out_of_scope"),
    ),
    "POST /demands/{demand_id}/approve": (
        "reviewer",
        D,
        lambda w: w.demand("in_review"),
        {"opinion": "同意"},
    ),
    "POST /demands/{demand_id}/clearances": (
        "reviewer",
        D,
        lambda w: w.demand("approved"),
        {"step": "secrecy"},
    ),
    "POST /demands/{demand_id}/withdraw": (
        "owner",
        D,
        lambda w: w.demand("listed"),
        reason("plan_changed"),
    ),
    "PUT /demands/{demand_id}/amendment": (
        "owner",
        D,
        lambda w: w.demand("listed"),
        {"fields": {"place": "三号厂房"}, "reason": "产线调整"},
    ),
    "DELETE /demands/{demand_id}/amendment": ("owner", D, lambda w: w.amended()),
    "POST /demands/{demand_id}/amendment/confirm": ("reviewer", D, lambda w: w.amended()),
    "POST /demands/{demand_id}/amendment/refuse": (
        "reviewer",
        D,
        lambda w: w.amended(),
        {"answer": "请说明原因"},
    ),
    "POST /demands/{demand_id}/sharpening/adopt": (
        "owner",
        D,
        lambda w: w.rough("proposed"),
        {},
    ),
    "POST /demands/{demand_id}/sharpening/decline": (
        "owner",
        D,
        lambda w: w.rough("proposed"),
        {"answer": "方向不对"},
    ),
    "PUT /demands/{demand_id}/sharpening/proposal": (
        "provider",
        D,
        lambda w: w.rough("assigned"),
        {"fields": {"pain_points": "焊缝返修率 8%"}},
    ),
}.items():
    move(_label, *_arguments)

for _label, _arguments in {
    "GET /demands/{demand_id}": ("public", D, lambda w: w.demand("listed")[0]),
    "GET /demands/{demand_id}/versions": ("public", D, lambda w: w.demand("listed")[0]),
    "GET /demands/{demand_id}/history": ("public", D, lambda w: w.demand("listed")[0]),
}.items():
    keyed(_label, *_arguments)


@call("POST /demands")
def draft(w):
    return Call("owner", body={"organisation_id": w.organisations["owner"], "fields": FIELDS})


@call("POST /demands/collected")
def collect(w):
    return Call("district", body={"source": "officer_visit", "fields": {"title": "征集"}})


@call("PUT /demands/{demand_id}/owner")
def name_owner(w):
    body = {"source": "officer_visit", "fields": {"title": "征集"}}
    row = w.client("district").post("/demands/collected", body).json
    return Call(
        "district", {D: row["id"]}, {"organisation_id": w.organisations["owner"]}, row["version"]
    )


@call("POST /demands/similar")
def similar(w):
    w.demand("listed")
    return Call("owner", body={"title": FIELDS["title"], "pain_points": FIELDS["pain_points"]})


@call("PUT /demands/{demand_id}/sharpening")
def assign(w):
    key, version = w.rough()
    return Call("lead", {D: key}, {"provider_id": w.providers["provider"]}, version)
