"""Workspaces, their files, and consortia."""

from tests.api.attaching import BODY
from tests.api.calls.table import Call, call, keyed, simple
from tests.domain.bids.desks import ANSWERS

K = "access_key"

simple("GET /workspaces", "provider")
simple("GET /consortium-invitations", "other")
for _label, _arguments in {
    "GET /workspaces/{access_key}": ("provider", K, lambda w: w.workspace()[0]),
    "GET /workspaces/{access_key}/content": ("provider", K, lambda w: w.workspace()[0]),
    "POST /consortium-invitations/{access_key}/consent": (
        "other",
        K,
        lambda w: w.consortium_invitation(),
    ),
    "POST /consortium-invitations/{access_key}/decline": (
        "other",
        K,
        lambda w: w.consortium_invitation(),
    ),
    "DELETE /consortium-invitations/{access_key}": (
        "provider",
        K,
        lambda w: w.consortium_invitation(),
    ),
}.items():
    keyed(_label, *_arguments)


@call("POST /challenges/{challenge_id}/workspaces")
def begin(w):
    body = {"organisation_id": w.organisations["provider"]}
    return Call("provider", {"challenge_id": w.open_call()}, body)


@call("PUT /workspaces/{access_key}")
def act(w):
    key, version = w.workspace()
    blank = w.client("provider").get(f"/workspaces/{key}").json["sections"]
    sections = {
        name: {"answer": answer, "etag": blank[name]["etag"]} for name, answer in ANSWERS.items()
    }
    body = {"act": "hand_in", "version": version, "accepts_rules": True, "sections": sections}
    return Call("provider", {K: key}, body)


@call("POST /workspaces/{access_key}/files")
def add_file(w):
    form = {"section": "team", "file": (BODY, "简历.pdf")}
    return Call("provider", {K: w.workspace()[0]}, form=form)


@call("GET /workspaces/{access_key}/files/{file_key}")
def read_file(w):
    access_key, file_key = w.sealed_file()
    return Call("provider", {K: access_key, "file_key": file_key})


@call("POST /workspaces/{access_key}/leave")
def leave(w):
    body = {"organisation_id": w.organisations["provider"]}
    return Call("provider", {K: w.workspace()[0]}, body)


@call("POST /workspaces/{access_key}/invitations")
def invite(w):
    return Call("provider", {K: w.workspace()[0]}, {"uscc": w.uscc("other")})
