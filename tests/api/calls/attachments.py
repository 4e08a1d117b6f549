"""Files of everything that has files."""

from tests import samples
from tests.api.calls.table import CALLS, Call, keyed, move, send

# subject kind → its collection, who attaches, for what, and the thing that it is attached to
ATTACHED = {
    "demand": ("demands", "owner", "material", lambda w: w.demand()[0]),
    "challenge": ("challenges", "owner", "specification", lambda w: w.challenge()[0]),
    "response": ("responses", "provider", "contract", lambda w: w.answer("confirmed")[0]),
    "provider": ("providers", "provider", "credential", lambda w: w.providers["provider"]),
    "organisation": ("organisations", "owner", "licence", lambda w: w.organisations["owner"]),
    "pledge": ("pledges", "owner", "scan", lambda w: w.pledge()[0]),
    "project": ("projects", "provider", "measurement", lambda w: w.project()[0]),
    "milestone": ("milestones", "provider", "evidence", lambda w: w.milestone("begun")[0]),
    "mandate": ("mandates", "owner", "authorisation", lambda w: w.mandate()[0]),
    "result": ("results", "lead", "minutes", lambda w: w.result("confirmed")[0]),
    "objection": ("objections", "other", "evidence", lambda w: w.objection()[0]),
    "landmark": ("landmarks", "owner", "material", lambda w: w.landmark()[0]),
    "landmark_copy": (
        "landmark-copies",
        "owner",
        "evidence",
        lambda w: w.landmark_copy()[0],
    ),
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
}.items():
    keyed(
        _label, "owner", "attachment_id", lambda w, purpose=_purpose: attached(w, purpose=purpose)
    )
move("DELETE /attachments/{attachment_id}", "owner", "attachment_id", lambda w: (attached(w), 1))
move(
    "POST /attachments/{attachment_id}/adopt",
    "owner",
    "attachment_id",
    lambda w: (attached(w, purpose="photo"), 1),
)
