"""Calls (榜单): writing, review, publication, amendment, ends."""

from tests.api.calls.table import Call, call, keyed, move, reason, simple
from tests.domain.challenges.cases import FIELDS

C = "challenge_id"

simple("GET /challenges", "public")

for _label, _arguments in {
    "PATCH /challenges/{challenge_id}": (
        "other_lead",
        C,
        lambda w: w.challenge(),
        {"fields": {"place": "二号厂房"}, "rules": {"winners": 2}},
    ),
    "POST /challenges/{challenge_id}/submit": ("other_lead", C, lambda w: w.challenge()),
    "POST /challenges/{challenge_id}/return": (
        "reviewer",
        C,
        lambda w: w.challenge("under_review"),
        reason("vague_metric"),
    ),
    "POST /challenges/{challenge_id}/approve": (
        "reviewer",
        C,
        lambda w: w.challenge("reviewed"),
        {"opinion": "同意"},
    ),
    "POST /challenges/{challenge_id}/countersign": (
        "joint",
        C,
        lambda w: w.challenge("under_review", programme="major_project"),
        {"opinion": "同意"},
    ),
    "POST /challenges/{challenge_id}/clearances": (
        "reviewer",
        C,
        lambda w: w.challenge("approved_call"),
        {"step": "secrecy"},
    ),
    "POST /challenges/{challenge_id}/publish": ("lead", C, lambda w: w.challenge("ready")),
    "PUT /challenges/{challenge_id}/schedule": (
        "lead",
        C,
        lambda w: w.challenge("ready"),
        {"publish_at": "2099-01-01T01:00:00Z"},
    ),
    "DELETE /challenges/{challenge_id}/schedule": ("lead", C, lambda w: w.planned()),
    "POST /challenges/{challenge_id}/amend": (
        "lead",
        C,
        lambda w: w.challenge("opened"),
        {"fields": {"title": "轴承座缺陷检测"}, "reason": "更正名称", "closes_on": "2099-01-01"},
    ),
    "POST /challenges/{challenge_id}/drop": (
        "other_lead",
        C,
        lambda w: w.challenge(),
        reason("need_gone"),
    ),
    "POST /challenges/{challenge_id}/cancel": (
        "lead",
        C,
        lambda w: w.challenge("opened"),
        reason("need_gone"),
    ),
    "POST /challenges/{challenge_id}/fail": (
        "lead",
        C,
        lambda w: w.unsealed(),
        reason("too_few_bids"),
    ),
}.items():
    move(_label, *_arguments)

for _label in (
    "GET /challenges/{challenge_id}",
    "GET /challenges/{challenge_id}/versions",
    "GET /challenges/{challenge_id}/history",
):
    keyed(_label, "public", C, lambda w: w.challenge("opened")[0])

keyed(
    "POST /challenges/{challenge_id}/reopen",
    "reviewer",
    C,
    lambda w: w.unsealed("failed")[0],
)


@call("POST /challenges")
def draft(w):
    return Call(
        "reviewer",
        body={
            "programme": "scenario_challenge",
            "source": "office",
            "organisation_id": w.organisations["owner"],
            "fields": FIELDS,
            "rules": {"winners": 2},
        },
    )
