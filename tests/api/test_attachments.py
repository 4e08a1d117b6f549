"""Attachments over HTTP: sent, listed, handed out, taken away; and what is refused before it costs anything."""

import hashlib
import io
import threading

import pytest
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Mandate
from tests import factories, samples

BODY = samples.pdf("场景需求附件" * 100)
MIB = 2**20


@pytest.fixture
def world(database, client_of):
    """An owner with a draft, a rival, and an officer."""
    with database.unit_of_work() as session:
        people = [factories.person(session) for _ in range(3)]
        now = clock.now(session)
        organisations = [
            factories.organisation(session, uscc=factories.USCCS[n], name=f"测试单位{n}")
            for n in range(2)
        ]
        for organisation, person in zip(organisations, people, strict=False):
            session.add(
                Mandate(
                    organisation_id=organisation.id,
                    person_id=person.id,
                    scopes=["demands", "offers", "profile", "manage"],
                    starts_at=now,
                    expires_at=factories.later(days=3650),
                )
            )
        session.flush()
    owner, rival, stranger = (client_of(person.id) for person in people)
    draft = {"organisation_id": organisations[0].id}
    with database.unit_of_work() as session:
        row = Demand(owner_organisation_id=draft["organisation_id"], created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        demand_id = row.id
    return demand_id, owner, rival, stranger


def send(client, demand_id, content=BODY, name="需求 说明.pdf", purpose="material", **options):
    form = {"purpose": purpose, "file": (io.BytesIO(content), name)}
    return client.post(f"/demands/{demand_id}/attachments", data=form, **options)


@pytest.fixture
def stored(settings):
    """What lies in the store."""

    def stored():
        root = settings.data_dir / "files"
        return sorted(p for p in root.rglob("*") if p.is_file() and p.name != ".lock")

    return stored


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
    assert rival.delete(path).status_code == 404
    assert rival.post(f"{path}/adopt").status_code == 404
    assert stranger.delete(path).status_code == 403
    assert public.delete(path).status_code == 401
    before = stored()
    assert send(rival, demand_id, samples.pdf("rival")).status_code == 404
    assert send(public, demand_id, samples.pdf("public")).status_code == 401
    assert stored() == before


def test_a_removed_file_is_gone_for_everybody_and_its_row_stays(world, database):
    demand_id, owner, *_ = world
    attachment_id = send(owner, demand_id).json["id"]
    path = f"/attachments/{attachment_id}"
    assert owner.delete(path).status_code == 204
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


class Endless:
    """A body without end that counts what is read of it."""

    def __init__(self, head=b""):
        self.head, self.bytes_read, self.largest = head, 0, 0

    def read(self, size=-1):
        self.largest = max(self.largest, size)
        assert 0 <= size <= MIB, "read too much at once"
        piece, self.head = self.head[:size], self.head[size:]
        piece += b"x" * (size - len(piece))
        self.bytes_read += len(piece)
        return piece


FORM = (
    b'--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nmaterial\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
)


def post_stream(client, demand_id, stream, **environ):
    """Post a stream as a server hands it to the application: it can be read, and nothing else."""
    builder = EnvironBuilder(
        path=f"/api/v1/demands/{demand_id}/attachments",
        method="POST",
        headers=client.headers,
    )
    sent = {"wsgi.input": stream, "CONTENT_TYPE": "multipart/form-data; boundary=b"}
    called = builder.get_environ() | sent | environ
    return TestResponse(
        *run_wsgi_app(client.http.application, called, buffered=True), Request(called)
    )


def test_an_upload_of_200_mb_is_refused_before_a_byte_is_read(world, stored):
    demand_id, owner, *_ = world
    body = Endless(FORM)
    answer = post_stream(owner, demand_id, body, CONTENT_LENGTH=str(200 * MIB))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert answer.mimetype == "application/problem+json"
    assert "20 MB" in answer.json["detail"]
    assert body.bytes_read == 0
    assert stored() == []


def test_an_upload_that_hides_its_length_is_cut_off_at_the_limit(world, stored, settings):
    demand_id, owner, *_ = world
    body = Endless(FORM)
    chunked = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = post_stream(owner, demand_id, body, **chunked)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert body.bytes_read <= settings.upload_limit_bytes + MIB
    assert stored() == []


class Halting:
    """A sender that stops in the middle until he is told to go on."""

    def __init__(self, content):
        self.content = io.BytesIO(content)
        self.reading, self.go_on = threading.Event(), threading.Event()

    def read(self, size=-1):
        self.reading.set()
        assert self.go_on.wait(30)
        return self.content.read(size)


def test_a_slow_sender_does_not_hold_up_other_writers(world, database):
    demand_id, owner, *_ = world
    content = FORM + b"1\n%%EOF\r\n--b--\r\n"
    body = Halting(content)
    answers = []
    sending = threading.Thread(
        target=lambda: answers.append(
            post_stream(owner, demand_id, body, CONTENT_LENGTH=str(len(content)))
        )
    )
    sending.start()
    assert body.reading.wait(10)
    wrote = threading.Event()

    def write():
        with database.unit_of_work() as session:
            factories.person(session, mobile="13999999999")
        wrote.set()

    writing = threading.Thread(target=write)
    writing.start()
    assert wrote.wait(4), "the upload holds the write lock"
    body.go_on.set()
    sending.join()
    writing.join()
    assert [a.status_code for a in answers] == [201], answers[0].get_data(as_text=True)


def test_who_lost_his_mandate_while_sending_attaches_nothing(world, database):
    demand_id, owner, *_ = world
    content = FORM + b"1\n%%EOF\r\n--b--\r\n"
    body = Halting(content)
    answers = []
    sending = threading.Thread(
        target=lambda: answers.append(
            post_stream(owner, demand_id, body, CONTENT_LENGTH=str(len(content)))
        )
    )
    sending.start()
    assert body.reading.wait(10)
    with database.unit_of_work() as session:
        for mandate in session.query(Mandate):
            mandate.ended_at = clock.now(session)
    body.go_on.set()
    sending.join()
    assert answers[0].status_code in (403, 404)
    with database.reading() as session:
        assert session.query(Attachment).count() == 0


def test_each_collection_says_its_purposes_and_that_it_takes_a_form(public):
    paths = public.get("/openapi.json").json["paths"]
    for segment in ("demands", "responses", "providers", "organisations", "mandates"):
        post = paths[f"/api/v1/{segment}/{{subject_id}}/attachments"]["post"]
        assert post["x-permission"] == "attachment.add"
        assert set(post["requestBody"]["content"]) == {"multipart/form-data"}
    content = paths["/api/v1/attachments/{attachment_id}/content"]["get"]["responses"]["200"]
    assert "application/pdf" in content["content"]
