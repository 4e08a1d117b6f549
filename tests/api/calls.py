"""One call of every operation that succeeds: who makes it, on what, with which body. Written by hand."""

import io
from dataclasses import dataclass, field
from typing import Any

from tests import factories, samples
from tests.api.world import FIELDS, PASSWORD
from tests.domain.demands.cases import ANSWER, CONTRACT
from tests.domain.providers.test_importing import SECOND, workbook


@dataclass
class Call:
    """A call: who, keys in the path, query, JSON body or form with files, and the version it is made from."""

    who: str
    keys: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    version: int | None = None
    query: str = ""
    form: dict[str, Any] | None = None


CALLS = {}


def call(label):
    """Register how an operation succeeds, by method and path."""

    def keep(make):
        CALLS[label] = make
        return make

    return keep


def of(who, name, made, body=None):
    """A call on something that has a version."""
    key, version = made
    return Call(who, {name: key}, body, version)


def reason(code, text="情况属实"):
    return {"reason": {"code": code, "text": text}}


def simple(label, who, query=""):
    """A call without keys and body."""
    CALLS[label] = lambda w: Call(who, query=query)


def move(label, who, name, make, body=None):
    """A call on a versioned thing that ``make`` brings into its state."""
    CALLS[label] = lambda w: of(who, name, make(w), body)


for _label, _who in {
    "GET /code-lists": "public",
    "GET /events": "public",
    "GET /checkpoints": "public",
    "GET /clock": "public",
    "GET /me": "owner",
    "GET /me/sign-ins": "owner",
    "DELETE /me/sign-ins": "colleague",
    "POST /sign-out": "colleague",
    "GET /me/tokens": "owner",
    "GET /organisations": "reviewer",
    "GET /people": "administrator",
    "GET /demands": "public",
    "GET /lists": "public",
    "GET /responses": "owner",
    "GET /directory": "public",
    "GET /providers": "provider",
    "GET /appeals": "lead",
    "GET /imports": "lead",
    "GET /audit/events": "auditor",
    "GET /poison": "administrator",
    "POST /oidc/authorizations": "public",
}.items():
    simple(_label, _who)
simple("GET /audit/changes", "auditor", "subject_kind=demand&subject_id=1")
simple(
    "GET /demands/sources",
    "lead",
    "since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z",
)
CALLS["GET /code-lists/{name}"] = lambda w: Call("public", {"name": "districts"})

D, L, R = "demand_id", "list_id", "response_id"
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
    "PATCH /lists/{list_id}": ("lead", L, lambda w: w.list_of(), {"title": "第二批清单"}),
    "POST /lists/{list_id}/unschedule": ("lead", L, lambda w: w.list_of("scheduled")),
    "POST /lists/{list_id}/publish": ("lead", L, lambda w: w.list_of()),
    "POST /lists/{list_id}/schedule": (
        "lead",
        L,
        lambda w: w.list_of(),
        {"publish_at": "2099-01-01T09:00:00+08:00"},
    ),
    "POST /lists/{list_id}/withdraw": (
        "lead",
        L,
        lambda w: w.list_of("published"),
        reason("content_error"),
    ),
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

P, ORGANISATION = "provider_id", "organisation_id"
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
move(
    "POST /imports/{import_id}/commit",
    "lead",
    "import_id",
    lambda w: w.pool_file(),
    {"mode": "good"},
)


MANDATE = "mandate_id"
move(
    "DELETE /invitations/{invitation_id}",
    "owner",
    "invitation_id",
    lambda w: w.invitation()[:2],
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


def keyed(label, who, name, make, body=None):
    """A call on a thing by its key, without a version."""
    CALLS[label] = lambda w: Call(who, {name: make(w)}, body)


for _label, _arguments in {
    "GET /demands/{demand_id}": ("public", D, lambda w: w.demand("listed")[0]),
    "GET /demands/{demand_id}/versions": ("public", D, lambda w: w.demand("listed")[0]),
    "GET /demands/{demand_id}/history": ("public", D, lambda w: w.demand("listed")[0]),
    "POST /demands/{demand_id}/match": ("reviewer", D, lambda w: w.demand("listed")[0]),
    "GET /demands/{demand_id}/responses": ("owner", D, lambda w: w.demand("listed")[0]),
    "GET /lists/{list_id}": ("public", L, lambda w: w.list_of("published")[0]),
    "GET /lists/{list_id}/unfit": ("lead", L, lambda w: w.list_of()[0]),
    "GET /responses/{response_id}": ("owner", R, lambda w: w.answer("contracted")[0]),
    "GET /directory/{provider_id}": ("public", P, lambda w: w.providers["provider"]),
    "GET /providers/{provider_id}": ("provider", P, lambda w: w.offering()[0]),
    "GET /providers/{provider_id}/changes": ("provider", P, lambda w: w.provider("suspend")[0]),
    "GET /appeals/{appeal_id}": ("provider", "appeal_id", lambda w: w.appeal()[0]),
    "GET /imports/{import_id}": ("lead", "import_id", lambda w: w.pool_file()[0]),
    "GET /imports/{import_id}/errors.xlsx": ("lead", "import_id", lambda w: w.pool_file()[0]),
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
    "POST /people/{person_id}/disable": ("administrator", "person_id", lambda w: w.person()),
    "POST /people/{person_id}/enable": (
        "administrator",
        "person_id",
        lambda w: w.person(disabled=True),
    ),
    "POST /role-grants/{grant_id}/revoke": (
        "administrator",
        "grant_id",
        lambda w: w.person(role="expert")[1],
    ),
    "DELETE /me/sign-ins/{sign_in_id}": ("owner", "sign_in_id", lambda w: w.sign_in()),
    "DELETE /me/tokens/{token_id}": ("owner", "token_id", lambda w: w.api_token()),
}.items():
    keyed(_label, *_arguments)


@call("POST /poison/{kind}/{row_id}/replay")
def replay(w):
    return Call("administrator", {"kind": "deadline", "row_id": w.poison()})


@call("POST /clock")
def clock(w):
    return Call("administrator", body={"hours": 0})


@call("POST /sign-in-codes")
def sign_in_code(w):
    return Call("public", body={"mobile": "13912340001"})


@call("POST /sign-ins")
def sign_in(w):
    return Call("public", body={"mobile": w.password("auditor"), "password": PASSWORD})


@call("POST /oidc/sign-ins")
def oidc_sign_in(w):
    from tests.api.test_oidc import browse

    begun = w.client("public").post("/oidc/authorizations").json
    return Call("public", body={"pending": begun["pending"], "answer": browse(begun["url"])})


@call("PATCH /me")
def rename(w):
    return Call(
        "owner", body={"locale": "zh"}, version=w.client("owner").get("/me").json["version"]
    )


@call("PUT /me/password")
def password(w):
    w.password("auditor")
    return Call(
        "auditor", body={"new_password": "另一句 很长的 口令", "current_password": PASSWORD}
    )


@call("POST /me/email/confirm")
def confirm_email(w):
    return Call("auditor", body={"token": w.email_code("auditor")})


@call("POST /me/tokens")
def token(w):
    return Call("owner", body={"name": "对接", "scopes": ["account.use"]})


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


@call("POST /demands/{demand_id}/responses")
def respond(w):
    key, _ = w.demand("listed")
    return Call("provider", {D: key}, {"organisation_id": w.organisations["provider"], **ANSWER})


@call("PUT /responses/{response_id}/contract")
def contract(w):
    key, version = w.answer("confirmed")
    body = {**CONTRACT, "signed_on": w.city.day(w.now).isoformat()}
    return Call("provider", {R: key}, body, version)


@call("POST /lists")
def begin_list(w):
    return Call("reviewer", body={"title": "第三批清单"})


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


@call("POST /imports")
def upload(w):
    return Call("lead", form={"kind": "pool", "file": (workbook(SECOND), "服务商库.xlsx")})


simple("GET /notices", "provider")
simple("GET /notices/unread", "provider")
simple("GET /preferences", "owner")
simple("GET /matches", "provider")
CALLS["GET /preferences/{kind}"] = lambda w: Call("owner", {"kind": "demand_matched"})
for _label, _arguments in {
    "GET /notices/{notice_id}": ("provider", "notice_id", lambda w: w.matched.notice),
    "POST /notices/{notice_id}/read": ("provider", "notice_id", lambda w: w.matched.notice),
    "GET /matches/{match_id}": ("provider", "match_id", lambda w: w.matched.match),
    "GET /demands/{demand_id}/matches": ("owner", D, lambda w: w.matched.demand),
    "GET /demands/{demand_id}/match-runs": ("lead", D, lambda w: w.matched.demand),
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


# subject kind → its collection, who attaches, for what, and the thing that it is attached to
ATTACHED = {
    "demand": ("demands", "owner", "material", lambda w: w.demand()[0]),
    "response": ("responses", "provider", "contract", lambda w: w.answer("confirmed")[0]),
    "provider": ("providers", "provider", "credential", lambda w: w.providers["provider"]),
    "organisation": ("organisations", "owner", "licence", lambda w: w.organisations["owner"]),
    "mandate": ("mandates", "owner", "authorisation", lambda w: w.mandate()[0]),
}


def attached(w, kind="demand", purpose=None):
    """The key of a file that was attached to something of the kind."""
    segment = ATTACHED[kind][0]
    sent = send(w, f"POST /{segment}/{{subject_id}}/attachments", form_of(w, kind, purpose))
    assert sent.status_code == 201, sent.json
    return sent.json["id"]


def form_of(w, kind, purpose=None):
    """The call that attaches a file."""
    _, who, usual, make = ATTACHED[kind]
    file = (samples.png(), "photo.png") if purpose == "photo" else (samples.pdf(kind), "file.pdf")
    return Call(who, {"subject_id": make(w)}, form={"purpose": purpose or usual, "file": file})


def listed(w, kind):
    _, who, _, make = ATTACHED[kind]
    return Call(who, {"subject_id": make(w)})


for _kind, (_segment, *_) in ATTACHED.items():
    _address = f"/{_segment}/{{subject_id}}/attachments"
    CALLS[f"POST {_address}"] = lambda w, kind=_kind: form_of(w, kind)
    CALLS[f"GET {_address}"] = lambda w, kind=_kind: listed(w, kind)
for _label, _purpose in {
    "GET /attachments/{attachment_id}": None,
    "GET /attachments/{attachment_id}/content": None,
    "DELETE /attachments/{attachment_id}": None,
    "POST /attachments/{attachment_id}/adopt": "photo",
}.items():
    keyed(
        _label, "owner", "attachment_id", lambda w, purpose=_purpose: attached(w, purpose=purpose)
    )


def send(world, label, made, who=None):
    """Make a call as it stands, by whom it names or by somebody else."""
    method, path = label.split(" ")
    path = path.format(**made.keys) + (f"?{made.query}" if made.query else "")
    options = {}
    if made.form:
        data = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in made.form.items()
        }
        options = {"data": data, "content_type": "multipart/form-data"}
    client = world.client(who or made.who)
    return client.call(method, path, made.body, version=made.version, **options)
