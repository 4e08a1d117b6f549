"""No change is made over another unseen: which call names the version it was made from, and which need not.

Every unsafe operation of the specification needs If-Match, or makes something and takes an Idempotency-Key, or stands
here by hand, with the reason why nothing can be lost.
"""

import re

import pytest

from tests.api.calls import CALLS, send
from tests.api.doors import matrix_name, routes
from tests.api.world import world_on

once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OWN_END = "ends what is one's own, for good: repeated, it is ended still"
PROOF = "the code, signed token or password in the call is the condition, and good once or for one thing"
READS = "changes nothing: it is a question with a long text"
# A refusal by status would tell of a handing in (ADR 3): what was read is named in the body.
SEALED = "each section names the text it was written over, and handing in the version that was read"
EXEMPT = {
    "POST /sign-in-codes": "each sends a code of its own; numbers and addresses have limits",
    "POST /sign-ins": PROOF,
    "POST /oidc/authorizations": "begins a sign-in of its own",
    "POST /oidc/sign-ins": PROOF,
    "POST /sign-out": OWN_END,
    "DELETE /me/sign-ins": OWN_END,
    "DELETE /me/sign-ins/{}": OWN_END,
    "DELETE /me/tokens/{}": OWN_END,
    "POST /me/tokens": "makes a token of its own each time; a kept answer would keep it in clear",
    "PUT /me/password": PROOF,
    "POST /me/email/confirm": PROOF,
    "POST /me/email/resend": "sends the same mail again; it has a pause and a number a day",
    "POST /notices/read": "read stays read, up to a named notice: what came later stays unread",
    "POST /notices/{}/read": "read stays read",
    "POST /unsubscriptions/{}": PROOF,  # RFC 8058: a mail program posts it and has read nothing
    "POST /demands/similar": READS,
    "POST /verifications/pledges/{}": READS,
    "POST /challenges/{}/dossier": "makes a copy, and each time a record that it was made",
    "POST /demands/{}/dossier": "makes a copy, and each time a record that it was made",
    "POST /challenges/{}/dossier-exports": "asks for a copy of what stands then; one at a time",
    "POST /demands/{}/dossier-exports": "asks for a copy of what stands then; one at a time",
    "POST /demands/{}/match": "asks for a matching of what stands then; who was told is not told twice",
    "POST /challenges/{}/match": "asks for a matching of what stands then; who was told is not told twice",
    "PUT /challenges/{}/follow": "follows: repeated, it follows still",
    "DELETE /challenges/{}/follow": OWN_END,
    "POST /poison/{}/{}/replay": "due again is due; what is not set aside is not found",
    "POST /challenges/{}/workspaces": "begins one: repeated, it is the same one",
    "PUT /workspaces/{}": SEALED,
    "POST /workspaces/{}/files": "adds a file of its own; a kept answer would tell what was added",
    "POST /workspaces/{}/leave": "ends one's own part: repeated, there is none",
    "POST /workspaces/{}/invitations": "one open invitation an organisation: a second is refused",
    "DELETE /consortium-invitations/{}": "what was answered is not called back, what was called back not answered",
    "POST /consortium-invitations/{}/consent": "answered once, for one's own organisation",
    "POST /consortium-invitations/{}/decline": "answered once, for one's own organisation",
    "POST /key-officers": "one key a person: a second is refused; a kept answer would hold a digest of the passphrase",
    "POST /challenges/{}/early-openings": "one waits at a time: a second is refused; as above",
    "POST /clock": "moves a demonstration's clock by so much, from wherever it stands",
}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
CHANGES = sorted(label for label in CALLS if label.partition(" ")[0] in UNSAFE)


def plain(label):
    """A label without the names of its keys."""
    return re.sub(r"\{\w+\}", "{}", label)


@pytest.fixture
def world(settings):
    return world_on(settings)


@pytest.fixture
def headers(app):
    return headers_of(app)


def headers_of(app):
    """The headers of each unsafe operation, as the specification says, by label: name → whether it is required."""
    paths = app.test_client().get("/api/v1/openapi.json").json["paths"]
    return {
        plain(f"{method.upper()} {path.removeprefix('/api/v1')}"): {
            one["name"]: one["required"]
            for one in operation.get("parameters", ())
            if one["in"] == "header"
        }
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method.upper() in UNSAFE
    }


@once
def test_every_unsafe_route_needs_a_version_or_takes_a_key_or_is_excepted_by_hand(app, headers):
    mapped = {
        name for name in routes(app) if "/api/v1/" in name and name.partition(" ")[0] in UNSAFE
    }
    assert mapped == {matrix_name(label) for label in headers}
    versioned = {label for label, taken in headers.items() if taken.get("If-Match")}
    keyed = {label for label, taken in headers.items() if "Idempotency-Key" in taken}
    assert all(label.startswith("POST ") for label in keyed)
    assert set(EXEMPT) == set(headers) - versioned - keyed


def test_every_change_is_refused_without_its_version_and_from_a_stale_one(prepared):
    world, found = prepared.world, {}
    headers = headers_of(world.app)
    for label in CHANGES:
        if "If-Match" not in headers[plain(label)]:
            continue
        made = prepared.made(label)
        read, statuses = made.version, []
        for made.version in (None, read + 90):
            statuses.append(send(world, label, made).status_code)
        made.version = read
        found[label] = (*statuses, send(world, label, made).status_code < 300)
        prepared.restore()
    wrong = {label: one for label, one in found.items() if one != (428, 412, True)}
    assert (wrong, len(found) > 60) == ({}, True)


@once
@pytest.mark.parametrize("condition", ["*", '"1-a", "2-b"'])
def test_a_condition_that_fits_several_versions_is_refused_and_says_why(world, condition):
    key, _ = world.demand()
    client = world.client("owner")
    answer = client.patch(f"/demands/{key}", {"title": "二"}, headers={"If-Match": condition})
    assert (answer.status_code, answer.json["rule"]) == (428, "any_version")
    assert "不接受 *" in answer.json["detail"]
    read = client.get(f"/demands/{key}")
    assert read.json["title"] != "二"
    assert (
        client.patch(
            f"/demands/{key}", {"title": "二"}, headers={"If-Match": read.headers["ETag"]}
        ).json["title"]
        == "二"
    )
