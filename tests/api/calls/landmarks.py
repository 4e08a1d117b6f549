"""Landmarks, their copies and certificates."""

from itertools import count

from tests.api.calls.table import Call, call, keyed, move, reason, simple
from tests.domain.landmarks.cases import STORY

M, K = "landmark_id", "copy_id"
_serial = count(8000)
COPY = {
    "place": "湖北省襄阳市",
    "organisation_name": "襄阳某轴承厂",
    "description": "两条产线复制",
    "copied_on": "2026-03-01",
}

simple("GET /landmarks", "public")
for _label, _arguments in {
    "GET /landmarks/{landmark_id}": ("public", M, lambda w: w.landmark("certified")[0]),
    "GET /landmarks/{landmark_id}/copies": ("owner", M, lambda w: w.landmark("certified")[0]),
    "GET /landmark-copies/{copy_id}": ("owner", K, lambda w: w.landmark_copy()[0]),
    "GET /certificates/{code}": ("public", "code", lambda w: w.certificate_code()),
}.items():
    keyed(_label, *_arguments)

for _verb, _who, _step, _body in (
    ("review", "reviewer", "nominated", {"opinion": "成效真实，可复制"}),
    ("decline", "reviewer", "nominated", reason("effect_unclear")),
    ("announce", "reviewer", "reviewed", None),
    ("revoke", "lead", "certified", reason("out_of_use")),
):
    move(
        f"POST /landmarks/{{landmark_id}}/{_verb}",
        _who,
        M,
        lambda w, step=_step: w.landmark(step),
        _body,
    )
move(
    "PATCH /landmarks/{landmark_id}",
    "owner",
    M,
    lambda w: w.landmark(),
    {"summary": "视觉检测替代人工目检，夜班同样有效"},
)
move(
    "POST /landmark-copies/{copy_id}/confirm",
    "reviewer",
    K,
    lambda w: w.landmark_copy(proved=True),
)
move(
    "POST /landmark-copies/{copy_id}/decline",
    "reviewer",
    K,
    lambda w: w.landmark_copy(),
    reason("not_proved"),
)


@call("POST /landmarks")
def nominate(w):
    return Call("owner", body={"project_id": w.accepted_project(), "fields": STORY})


@call("POST /landmarks/{landmark_id}/certify")
def certify(w):
    key, version = w.landmark("over")
    number = f"武场景〔{w.city.day(w.now).year}〕{next(_serial)}号"
    return Call("lead", {M: key}, {"document_number": number}, version)


@call("POST /landmarks/{landmark_id}/copies")
def report(w):
    return Call("owner", {M: w.landmark("certified")[0]}, COPY)
