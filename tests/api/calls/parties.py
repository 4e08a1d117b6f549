"""Organisations, their mandates and invitations, people and their roles."""

from tests import factories
from tests.api.calls.table import MANDATE, ORGANISATION, Call, call, keyed, move, of, reason, simple

for _label, _who in {
    "GET /organisations": "reviewer",
    "GET /people": "administrator",
}.items():
    simple(_label, _who)

move(
    "PATCH /organisations/{organisation_id}",
    "owner",
    ORGANISATION,
    lambda w: w.organisation(),
    {"address": "珞喻路2号"},
)
move(
    "POST /organisations/{organisation_id}/ask",
    "owner",
    ORGANISATION,
    lambda w: w.organisation("unverified"),
)
move(
    "POST /organisations/{organisation_id}/verify",
    "lead",
    ORGANISATION,
    lambda w: w.organisation("pending"),
)
move(
    "POST /organisations/{organisation_id}/reject",
    "lead",
    ORGANISATION,
    lambda w: w.organisation("pending"),
    reason("abnormal"),
)
move(
    "POST /organisations/{organisation_id}/revoke",
    "lead",
    ORGANISATION,
    lambda w: w.organisation(),
    reason("abnormal"),
)


@call("PUT /organisations/{organisation_id}/control")
def record_control(w):
    body = {
        "controlled_by_id": w.organisations["owner"],
        "source": "企业信用公示系统，2026-03-01查询",
    }
    return of("lead", ORGANISATION, w.organisation(), body)


@call("PUT /organisations/{organisation_id}/hosting")
def record_hosting(w):
    body = {"kinds": ["laboratory"], "source": "市科创局公布的首批名单"}
    return of("lead", ORGANISATION, w.organisation(), body)


move(
    "DELETE /invitations/{invitation_id}",
    "owner",
    "invitation_id",
    lambda w: w.invitation()[:2],
)
move("POST /people/{person_id}/disable", "administrator", "person_id", lambda w: (w.person(), 1))
move(
    "POST /people/{person_id}/enable",
    "administrator",
    "person_id",
    lambda w: (w.person(disabled=True), 1),
)
move(
    "POST /role-grants/{grant_id}/revoke",
    "administrator",
    "grant_id",
    lambda w: (w.person(role="expert")[1], 1),
)
move("POST /mandates/{mandate_id}/renew", "owner", MANDATE, lambda w: w.mandate(), {})
move(
    "POST /mandates/{mandate_id}/replace",
    "owner",
    MANDATE,
    lambda w: w.mandate(),
    {"scopes": ["demands", "manage"], **reason("scope_changed")},
)
move(
    "POST /mandates/{mandate_id}/revoke",
    "owner",
    MANDATE,
    lambda w: w.mandate(),
    reason("left"),
)

for _label, _arguments in {
    "GET /organisations/{organisation_id}": (
        "owner",
        ORGANISATION,
        lambda w: w.organisations["owner"],
    ),
    "GET /organisations/{organisation_id}/decisions": (
        "owner",
        ORGANISATION,
        lambda w: w.organisations["owner"],
    ),
    "GET /organisations/{organisation_id}/mandates": (
        "owner",
        ORGANISATION,
        lambda w: w.organisations["owner"],
    ),
    "GET /organisations/{organisation_id}/invitations": (
        "owner",
        ORGANISATION,
        lambda w: (w.invitation(), w.organisations["owner"])[1],
    ),
    "GET /invitations/{invitation_id}": (
        "owner",
        "invitation_id",
        lambda w: w.invitation()[0],
    ),
    "GET /mandates/{mandate_id}": ("owner", "mandate_id", lambda w: w.mandate()[0]),
    "GET /people/{person_id}": ("administrator", "person_id", lambda w: w.person()),
    "GET /people/{person_id}/roles": (
        "administrator",
        "person_id",
        lambda w: w.person(role="expert")[0],
    ),
    "POST /people/{person_id}/roles": (
        "administrator",
        "person_id",
        lambda w: w.person(),
        {"role": "expert"},
    ),
}.items():
    keyed(_label, *_arguments)


@call("POST /organisations")
def register(w):
    return Call("colleague", body={"uscc": factories.USCCS[3], "name": "武汉新登记有限公司"})


@call("POST /organisations/{organisation_id}/mandates")
def grant(w):
    holder = w.former_colleague()
    body = {"person_id": holder, "scopes": ["demands"]}
    return Call("owner", {ORGANISATION: w.organisations["owner"]}, body)


@call("POST /mandates/{mandate_id}/hand-over")
def hand_over(w):
    body = {"successor_person_id": w.people["colleague"]}
    return of("owner", MANDATE, w.mandate(), body)


@call("POST /organisations/{organisation_id}/invitations")
def invite(w):
    body = {"mobile": "13912340002", "scopes": ["demands"]}
    return Call("owner", {ORGANISATION: w.organisations["owner"]}, body)


@call("POST /organisations/{organisation_id}/restore")
def restore(w):
    key, version = w.organisation("rejected", manager=None)
    return Call("lead", {ORGANISATION: key}, {"mobile": "13912340003"}, version)


@call("POST /invitations/accept")
def accept(w):
    *_, code = w.invitation()
    return Call("invited", body={"code": code})
