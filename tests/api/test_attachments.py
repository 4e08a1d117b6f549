"""Attachments over HTTP: sent, listed, handed out, taken away; and what is refused before it costs anything."""

import hashlib
import io

from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.outbox import EventRecord
from tests import samples
from tests.api.attaching import BODY, send


def test_a_file_is_sent_listed_and_handed_out(world, public):
    demand_id, owner, *_ = world
    answer = send(owner, demand_id)
    assert answer.status_code == 201, answer.json
    assert answer.json["media_type"] == "application/pdf"
    assert (answer.json["size_bytes"], answer.json["name"]) == (len(BODY), "需求 说明.pdf")
    listed = owner.get(f"/demands/{demand_id}/attachments")
    assert listed.json == [answer.json]
    path = f"/attachments/{answer.json['id']}"
    assert owner.get(path).json == answer.json
    content = owner.get(f"{path}/content")
    assert (content.status_code, content.data) == (200, BODY)
    headers = content.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert (
        "filename*=UTF-8''%E9%9C%80%E6%B1%82%20%E8%AF%B4%E6%98%8E.pdf"
        in (headers["Content-Disposition"])
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"].startswith("private")
    assert headers["ETag"] == f'"{hashlib.sha256(BODY).hexdigest()}"'
    assert int(headers["Content-Length"]) == len(BODY)


def test_parts_and_unchanged_files_are_answered_so(world):
    demand_id, owner, *_ = world
    path = f"/attachments/{send(owner, demand_id).json['id']}/content"
    part = owner.get(path, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.data) == (206, BODY[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(BODY)}"
    rest = owner.get(path, headers={"Range": f"bytes={len(BODY) - 6}-"})
    assert rest.data == BODY[-6:]
    beyond = owner.get(path, headers={"Range": f"bytes={len(BODY)}-"})
    assert (beyond.status_code, beyond.json["code"]) == (416, "range_not_satisfiable")
    tag = owner.get(path).headers["ETag"]
    same = owner.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")


def test_a_rival_and_the_public_find_nothing(world, public, stored):
    demand_id, owner, rival, stranger = world
    path = f"/attachments/{send(owner, demand_id).json['id']}"
    for client in (rival, stranger, public):
        for one in (path, f"{path}/content", f"/demands/{demand_id}/attachments"):
            assert client.get(one).status_code == 404, one
    assert rival.delete(path, version=1).status_code == 404
    assert rival.post(f"{path}/adopt", version=1).status_code == 404
    # Whoever is signed in may object and so attach and take away: of this file he learns nothing.
    assert stranger.delete(path, version=1).status_code == 404
    assert public.delete(path, version=1).status_code == 401
    before = stored()
    assert send(rival, demand_id, samples.pdf("rival")).status_code == 404
    assert send(public, demand_id, samples.pdf("public")).status_code == 401
    assert stored() == before


def test_a_photograph_that_became_material_is_not_removed_by_who_saw_a_photograph(world):
    demand_id, owner, *_ = world
    photo = send(owner, demand_id, samples.png(), "photo.png", "photo")
    path = f"/attachments/{photo.json['id']}"
    seen = owner.get(path)
    assert seen.headers["ETag"] == photo.headers["ETag"]
    adopted = owner.post(f"{path}/adopt", headers={"If-Match": seen.headers["ETag"]})
    assert (adopted.status_code, adopted.json["version"]) == (200, 2)
    late = owner.delete(path, headers={"If-Match": seen.headers["ETag"]})
    assert (late.status_code, late.json["code"]) == (412, "stale_version")
    fresh = owner.get(path, headers={"If-None-Match": adopted.headers["ETag"]})
    assert fresh.status_code == 304
    assert owner.delete(path, headers={"If-Match": adopted.headers["ETag"]}).status_code == 204


def test_a_removed_file_is_gone_for_everybody_and_its_row_stays(world, database):
    demand_id, owner, *_ = world
    attachment_id = send(owner, demand_id).json["id"]
    path = f"/attachments/{attachment_id}"
    assert owner.delete(path, version=1).status_code == 204
    assert owner.get(f"{path}/content").status_code == 404
    assert owner.get(f"/demands/{demand_id}/attachments").json == []
    with database.reading() as session:
        assert session.get(Attachment, attachment_id).removed_at is not None
        kinds = [k for (k,) in session.query(EventRecord.kind).order_by(EventRecord.id)]
    made = [kind for kind in kinds if kind.startswith("attachment.")]
    assert made == ["attachment.added", "attachment.removed"]


def test_the_same_content_is_stored_once(world, stored):
    demand_id, owner, *_ = world
    ids = {send(owner, demand_id, name=f"{n}.pdf").json["id"] for n in range(3)}
    assert len(ids) == 3
    assert len(stored()) == 1


def test_a_repeated_key_attaches_once_and_with_another_file_is_refused(world):
    demand_id, owner, *_ = world
    key = {"Idempotency-Key": "upload-1"}
    first = send(owner, demand_id, headers=key)
    again = send(owner, demand_id, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    other = send(owner, demand_id, samples.pdf("other"), headers=key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(owner.get(f"/demands/{demand_id}/attachments").json) == 1


BAD = {
    "hidden_markup": b"<!DOCTYPE html><script>alert(1)</script>",
    "unsupported_media": b"GIF89a" + samples.pdf(),
    "file_unpacks_too_large": samples.bomb(),
    "empty_file": b"",
}


def test_bad_content_is_refused_in_words_and_leaves_nothing(world, stored):
    demand_id, owner, *_ = world
    for rule, content in BAD.items():
        answer = send(owner, demand_id, content, name="看似正常.pdf")
        assert answer.status_code == 422
        (error,) = answer.json["errors"]
        assert (error["field"], error["rule"]) == ("file", rule)
        assert error["message"] != rule
        assert stored() == []


def test_a_form_without_file_or_purpose_names_what_is_missing(world):
    demand_id, owner, *_ = world
    path = f"/demands/{demand_id}/attachments"
    answer = owner.post(path, data={"purpose": "material", "x": "y"})
    assert answer.status_code == 422
    answer = owner.post(path, data={"purpose": "licence", "file": (io.BytesIO(BODY), "a.pdf")})
    assert [e["field"] for e in answer.json["errors"]] == ["purpose"]
    answer = owner.post(path, data={"purpose": "material"})
    assert [e["field"] for e in answer.json["errors"]] == ["file"]


def test_each_collection_says_its_purposes_and_that_it_takes_a_form(public):
    paths = public.get("/openapi.json").json["paths"]
    for segment in ("demands", "responses", "providers", "organisations", "mandates"):
        post = paths[f"/api/v1/{segment}/{{subject_id}}/attachments"]["post"]
        assert post["x-permission"] == "attachment.add"
        assert set(post["requestBody"]["content"]) == {"multipart/form-data"}
    content = paths["/api/v1/attachments/{attachment_id}/content"]["get"]["responses"]["200"]
    assert "application/pdf" in content["content"]
