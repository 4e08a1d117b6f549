"""The register of experts and the evaluation of opened bids."""

from tests.api.calls.table import Call, call, keyed, move, of, reason, simple

X, C, PA, S, B, H = (
    "expert_id",
    "challenge_id",
    "panel_id",
    "seat_id",
    "bid_id",
    "sheet_id",
)
POST = {"organisation_name": "测试大学", "kind": "employment", "starts_on": "2015-09-01"}
SCORES = {
    "scores": {code: {"score": 80, "reason": "理由"} for code in ("technology", "impact", "cost")}
}

simple("GET /experts", "reviewer")
simple("GET /seats", "expert")
simple("GET /readings", "auditor")


def at(step, what="call"):
    """What ``evaluated`` makes, for a call to come."""
    return lambda w: w.evaluated(step, what)


for _label, _arguments in {
    "PATCH /experts/{expert_id}": ("self", X, lambda w: w.expert("admitted"), {"title": "研究员"}),
    "POST /experts/{expert_id}/admit": ("reviewer", X, lambda w: w.expert()),
    "POST /experts/{expert_id}/suspend": (
        "reviewer",
        X,
        lambda w: w.expert("admitted"),
        reason("own_wish"),
    ),
    "POST /experts/{expert_id}/restore": ("reviewer", X, lambda w: w.expert("suspended")),
    "POST /experts/{expert_id}/remove": (
        "reviewer",
        X,
        lambda w: w.expert("admitted"),
        reason("own_wish"),
    ),
    "POST /experts/{expert_id}/posts": ("self", X, lambda w: w.expert("admitted"), POST),
    "POST /panels/{panel_id}/draw": ("reviewer", PA, at("prepared", "panel")),
    "POST /panels/{panel_id}/dissolve": (
        "reviewer",
        PA,
        lambda w: w.prepared_early(),
        reason("prepared_in_error"),
    ),
    "POST /panels/{panel_id}/deliberate": ("chairing", PA, at("scored", "panel")),
    "POST /panels/{panel_id}/rank": ("chairing", PA, at("consensus", "panel")),
    "POST /seats/{seat_id}/accept": ("member", S, at("drawn", "seat")),
    "POST /seats/{seat_id}/decline": ("member", S, at("drawn", "seat"), reason("no_time")),
    "POST /seats/{seat_id}/declare": (
        "member",
        S,
        at("accepted", "seat"),
        {"text": "本人与各方均无利害关系"},
    ),
    "POST /seats/{seat_id}/recuse": ("member", S, at("accepted", "seat"), reason("interest")),
    "POST /seats/{seat_id}/removal": ("reviewer", S, at("drawn", "seat"), reason("interest")),
    "POST /seats/{seat_id}/drop": ("lead", S, lambda w: w.removal_asked()),
    "POST /challenges/{challenge_id}/prequalify": ("reviewer", C, at("unsealed")),
    "POST /bids/{bid_id}/qualify": ("reviewer", B, at("checked", "bid")),
    "POST /bids/{bid_id}/disqualify": (
        "reviewer",
        B,
        at("checked", "bid"),
        reason("not_responsive"),
    ),
    "POST /bids/{bid_id}/correction": (
        "reviewer",
        B,
        at("checked", "bid"),
        {"fields": ["statement.text"], **reason("clerical")},
    ),
    "PUT /sheets/{sheet_id}": ("member", H, at("scoring", "sheet"), SCORES),
    "POST /sheets/{sheet_id}/submit": ("member", H, at("begun", "sheet")),
    "POST /sheets/{sheet_id}/reopen": (
        "chairing",
        H,
        at("consensus", "sheet"),
        reason("deliberated"),
    ),
}.items():
    move(_label, *_arguments)

for _label, _arguments in {
    "GET /experts/{expert_id}": ("reviewer", X, lambda w: w.expert()[0]),
    "GET /challenges/{challenge_id}/panel": ("reviewer", C, lambda w: w.evaluated("drawn")[0]),
    "GET /challenges/{challenge_id}/draw": ("public", C, lambda w: w.resulted()),
    "GET /challenges/{challenge_id}/ranking": ("auditor", C, lambda w: w.evaluated("ranked")[0]),
    "GET /challenges/{challenge_id}/score-hints": (
        "auditor",
        C,
        lambda w: w.looked_at("consensus"),
    ),
    "GET /challenges/{challenge_id}/bids": ("provider", C, lambda w: w.evaluated("unsealed")[0]),
    "GET /challenges/{challenge_id}/sheets": (
        "auditor",
        C,
        lambda w: w.looked_at("consensus"),
    ),
    "GET /challenges/{challenge_id}/hearings": (
        "reviewer",
        C,
        lambda w: w.evaluated("scoring")[0],
    ),
    "GET /challenges/{challenge_id}/collusion-hints": ("reviewer", C, lambda w: w.hinted()),
    "GET /seats/{seat_id}": ("auditor", S, lambda w: w.evaluated("drawn", "seat")[0]),
    "GET /bids/{bid_id}": ("provider", B, lambda w: w.evaluated("unsealed", "bid")[0]),
    "GET /sheets/{sheet_id}": ("auditor", H, lambda w: w.looked_at("consensus", "sheet")),
}.items():
    keyed(_label, *_arguments)


@call("POST /experts")
def enter(w):
    return Call("reviewer", {}, {"mobile": w.newcomer(), "expert": {"fields": ["industrial_park"]}})


@call("DELETE /experts/{expert_id}/posts/{post_id}")
def strike(w):
    key, version = w.expert("posted")
    return Call("reviewer", {X: key, "post_id": w.post_id}, version=version)


@call("POST /experts/{expert_id}/posts/{post_id}/end")
def end_post(w):
    key, version = w.expert("posted")
    body = {"ends_on": w.city.day(w.now).isoformat()}
    return Call("self", {X: key, "post_id": w.post_id}, body, version)


@call("POST /challenges/{challenge_id}/panel")
def prepare(w):
    key, _ = w.evaluated("unsealed")
    return Call("reviewer", {C: key}, {"fields": ["industrial_park"]})


@call("POST /challenges/{challenge_id}/score")
def begin_scoring(w):
    made = w.evaluated("checked")
    w.qualify_all(made[0])
    return of("reviewer", C, made)


@call("PUT /bids/{bid_id}/correction")
def correct(w):
    made = w.asked_to_correct()
    return of("provider", B, made, {"values": {"statement.text": "更正"}})


@call("POST /bids/{bid_id}/correction/files/{file_id}")
def send_again(w):
    key, file_id = w.asked_for_file()
    form = {"file": (b"%PDF-1.7 %%EOF", "营业执照.pdf")}
    return Call("provider", {B: key, "file_id": file_id}, form=form)


@call("GET /bids/{bid_id}/files/{file_id}")
def bid_file(w):
    key, _ = w.evaluated("unsealed", "bid")
    return Call("auditor", {B: key, "file_id": w.file_id})


@call("POST /challenges/{challenge_id}/hearings")
def hear(w):
    key, _ = w.evaluated("blind")
    body = {
        "bid_id": w.bid_id,
        "kind": "interview",
        "held_on": w.city.day(w.now).isoformat(),
        "place": "评标室",
        "minutes": "答辩记录",
    }
    return Call("reviewer", {C: key}, body)
