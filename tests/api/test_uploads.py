"""Uploads that are too large, too slow or hide their length, below the test client."""

import io
import threading

import pytest
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.parties.models import Mandate, RoleGrant
from tests import factories
from tests.api.attaching import FORM, MIB
from tests.waiting import PATIENCE_SECONDS


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


def post_stream(client, demand_id, stream, path=None, **environ):
    """Post a stream as a server hands it to the application: it can be read, and nothing else."""
    builder = EnvironBuilder(
        path=f"/api/v1{path or f'/demands/{demand_id}/attachments'}",
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
        assert self.go_on.wait(PATIENCE_SECONDS)
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
    assert body.reading.wait(PATIENCE_SECONDS)
    wrote = threading.Event()

    def write():
        with database.unit_of_work() as session:
            factories.person(session, mobile="13999999999")
        wrote.set()

    writing = threading.Thread(target=write)
    writing.start()
    assert wrote.wait(PATIENCE_SECONDS), "the upload holds the write lock"
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
    assert body.reading.wait(PATIENCE_SECONDS)
    with database.unit_of_work() as session:
        for mandate in session.query(Mandate):
            mandate.state, mandate.ended_at = "ended", clock.now(session)
    body.go_on.set()
    sending.join()
    assert answers[0].status_code in (403, 404)
    with database.reading() as session:
        assert session.query(Attachment).count() == 0


POOL = (
    b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\npool\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
    b"Content-Type: text/html\r\n\r\n"
)


@pytest.fixture
def lead(database, client_of):
    with database.unit_of_work() as session:
        person = factories.person(session)
        session.add(RoleGrant(person_id=person.id, role="office_lead", starts_at=factories.NOW))
        key = person.id
    return client_of(key)


def sent_slowly(lead, database, meanwhile):
    """Hand a pool in by a sender that stops in the middle; the answer, after what happens meanwhile."""
    body = Halting(POOL + "公司名称\n甲\n".encode() + b"\r\n--b--\r\n")
    length, answers = str(len(body.content.getvalue())), []
    sending = threading.Thread(
        target=lambda: answers.append(
            post_stream(lead, None, body, path="/imports", CONTENT_LENGTH=length)
        )
    )
    sending.start()
    assert body.reading.wait(PATIENCE_SECONDS)
    writing = threading.Thread(target=meanwhile)
    writing.start()
    writing.join(4)
    stood_still = writing.is_alive()
    body.go_on.set()
    sending.join()
    writing.join()
    assert not stood_still, "the upload holds the write lock"
    return answers[0]


def test_a_slow_import_does_not_hold_up_other_writers(lead, database):
    def meanwhile():
        with database.unit_of_work() as session:
            factories.person(session, mobile="13999999999")

    answer = sent_slowly(lead, database, meanwhile)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    with database.reading() as session:
        row = session.query(Attachment).one()
        assert (row.name, row.media_type) == ("a.csv", "text/csv")  # whatever the sender says


def test_who_lost_his_role_while_sending_hands_nothing_in(lead, database):
    def meanwhile():
        with database.unit_of_work() as session:
            session.query(RoleGrant).one().ended_at = clock.now(session)

    assert sent_slowly(lead, database, meanwhile).status_code == 403
    with database.reading() as session:
        assert session.query(Attachment).count() == 0


def test_an_import_of_200_mb_is_refused_before_a_byte_is_read(lead, stored):
    body = Endless(POOL)
    answer = post_stream(lead, None, body, path="/imports", CONTENT_LENGTH=str(200 * MIB))
    assert (answer.status_code, answer.json["code"], body.bytes_read) == (413, "too_large", 0)
    assert stored() == []


def test_who_may_not_import_sends_nothing(world, stored):
    _, owner, *_ = world
    body = Endless(POOL)
    answer = post_stream(owner, None, body, path="/imports", CONTENT_LENGTH=str(MIB))
    assert (answer.status_code, body.bytes_read) == (403, 0)
    assert stored() == []
