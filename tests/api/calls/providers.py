"""Profiles, offerings, admission, appeals and the directory."""

from tests.api.calls.table import Call, P, call, keyed, move, reason, simple

for _label, _who in {
    "GET /directory": "public",
    "GET /providers": "provider",
    "GET /appeals": "lead",
}.items():
    simple(_label, _who)

for _verb, _who, _before, _body in (
    ("apply", "provider", None, None),
    ("review", "reviewer", "apply", None),
    ("return", "reviewer", "review", reason("incomplete")),
    ("reject", "lead", "review", reason("capability_unproven")),
    ("admit", "reviewer", "review", None),
    ("warn", "lead", "admit", reason("complaint")),
    ("rectify", "provider", "warn", None),
    ("clear", "lead", "rectify", None),
    ("suspend", "lead", "admit", reason("complaint")),
    ("remove", "lead", "admit", reason("complaint")),
    ("reinstate", "lead", "suspend", None),
):
    move(
        f"POST /providers/{{provider_id}}/{_verb}",
        _who,
        P,
        lambda w, before=_before: w.provider(before),
        _body,
    )
move("PATCH /providers/{provider_id}", "provider", P, lambda w: w.provider(), {"website": None})
move(
    "PUT /providers/{provider_id}/credentials",
    "provider",
    P,
    lambda w: w.provider(),
    {"credentials": [{"kind": "certificate", "code": "CMMI5"}]},
)
move(
    "POST /providers/{provider_id}/offerings",
    "provider",
    P,
    lambda w: w.provider(),
    {"title": "焊缝检测系统"},
)

move(
    "POST /appeals/{appeal_id}/decide",
    "other_lead",
    "appeal_id",
    lambda w: w.appeal(),
    {
        "outcome": "upheld",
        "reason": {"code": "new_evidence", "text": "成立"},
    },
)

for _label, _arguments in {
    "GET /directory/{provider_id}": ("public", P, lambda w: w.providers["provider"]),
    "GET /providers/{provider_id}": ("provider", P, lambda w: w.offering()[0]),
    "GET /providers/{provider_id}/changes": ("provider", P, lambda w: w.provider("suspend")[0]),
    "GET /appeals/{appeal_id}": ("provider", "appeal_id", lambda w: w.appeal()[0]),
}.items():
    keyed(_label, *_arguments)


@call("POST /providers")
def open_profile(w):
    return Call("provider", body={"organisation_id": w.without_profile()})


@call("PATCH /providers/{provider_id}/offerings/{offering_id}")
def edit_offering(w):
    key, one, version = w.offering()
    return Call("provider", {P: key, "offering_id": one}, {"summary": "上门"}, version)


@call("POST /providers/{provider_id}/offerings/{offering_id}/retire")
def retire(w):
    key, one, version = w.offering()
    return Call("provider", {P: key, "offering_id": one}, version=version)


@call("POST /providers/{provider_id}/appeals")
def appeal(w):
    key, change = w.appeal(filed=False)
    return Call("provider", {P: key}, {"change_id": change, "grounds": "事实有误"})
