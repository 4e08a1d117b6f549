"""Results, public notices and objections."""

from itertools import count

from tests.api.calls.table import Call, call, keyed, move, reason, simple
from tests.api.world.cast import PASSWORD

_serial = count(5000)
C, O_ = "challenge_id", "objection_id"
ANSWER = {"finding": "经复核，评审程序合规"}

simple("GET /result-letters", "provider")
simple("GET /public-notices", "public")
simple("GET /objections", "other")
keyed("GET /challenges/{challenge_id}/result", "public", C, lambda w: w.result("announced")[0])
keyed("GET /result-letters/{letter_id}", "provider", "letter_id", lambda w: w.letter())
keyed("GET /public-notices/{notice_id}", "public", "notice_id", lambda w: w.notice())
keyed("GET /objections/{objection_id}", "other", O_, lambda w: w.objection()[0])


def meeting(w):
    people = [{"name": f"参会人{n}", "post": "委员"} for n in range(3)]
    return {
        "held_on": w.city.day(w.now).isoformat(),
        "presided_by": "主持人",
        "participants": people,
        "votes_for": 3,
        "minutes": "会议审议通过",
    }


move(
    "PUT /challenges/{challenge_id}/opinion",
    "expert",
    C,
    lambda w: w.result(),
    {"text": "评审组一致推荐排名第一的揭榜方"},
)
for _verb, _who, _step, _body in (
    ("recommend", "expert", "signed", None),
    ("confirm", "owner", "recommended", None),
    ("decline", "owner", "recommended", reason("owner_objects")),
    ("announce", "reviewer", "decided", None),
):
    move(
        f"POST /challenges/{{challenge_id}}/{_verb}",
        _who,
        C,
        lambda w, step=_step: w.result(step),
        _body,
    )


@call("POST /challenges/{challenge_id}/opinion/sign")
def sign(w):
    key, version = w.result("signed", unsigned=True)
    w.password("expert")
    body = {"content_hash": w.opinion_hash(key), "agrees": True, "password": PASSWORD}
    return Call("expert", {C: key}, body, version)


@call("POST /challenges/{challenge_id}/decide")
def decide(w):
    key, version = w.result("confirmed")
    return Call("lead", {C: key}, {"meeting": meeting(w)}, version)


@call("POST /challenges/{challenge_id}/refuse")
def refuse(w):
    key, version = w.result("confirmed")
    body = {"meeting": meeting(w) | {"votes_for": 1, "votes_against": 2}} | reason("scores_wrong")
    return Call("lead", {C: key}, body, version)


@call("POST /challenges/{challenge_id}/award")
def award(w):
    key, version = w.result("over")
    body = {"document_number": f"武场景〔{w.city.day(w.now).year}〕{next(_serial)}号"}
    return Call("lead", {C: key}, body, version)


@call("POST /public-notices/{notice_id}/objections")
def object_to(w):
    return Call("owner", {"notice_id": w.notice()}, {"grounds": "公示总分有误，请复核"})


for _verb, _step, _body in (
    ("admit", "filed", {"issue": "总分汇总"}),
    ("reject", "filed", reason("no_facts") | ANSWER),
    ("dismiss", "admitted", reason("facts_confirmed") | ANSWER),
    ("uphold", "admitted", reason("scores_wrong") | ANSWER),
):
    move(
        f"POST /objections/{{objection_id}}/{_verb}",
        "objections",
        O_,
        lambda w, step=_step: w.objection(step),
        _body,
    )
