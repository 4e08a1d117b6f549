"""What the logs say: one id from the request into the worker, and nothing about people."""

import io
import json
import logging
import re
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from scenario_market import logs
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Person, SignInCode
from tests import factories
from tests.api.conftest import Client
from tests.api.test_demands import people, published  # noqa: F401  (a fixture)
from tests.domain.demands.cases import ANSWER
from tests.smtp import Mailbox, running_smtp
from tests.workers.conftest import Line

OWNER_MAIL, DEAD_MAIL = "owner.private@mail.example", "dead.private@mail.example"
PASSWORD = "a very quiet secret"
CONTACT = {
    "contact_name": "王联系",
    "contact_mobile": "13711112222",
    "contact_email": "contact.private@mail.example",
}


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.refusals[DEAD_MAIL] = f"550 <{DEAD_MAIL}> unknown here"
    return box


@pytest.fixture
def settings(settings, mailbox):
    with running_smtp(mailbox) as url:
        yield replace(
            settings,
            log_level="info",
            log_format="json",
            poll_seconds=0.1,
            worker_threads=2,
            smtp_url=url,
        )


@pytest.fixture
def log(app):
    """The lines that were logged since, parsed; ``.text()`` is all of it as it was written."""

    class Written:
        stream = io.StringIO()

        def text(self):
            return self.stream.getvalue()

        def lines(self, event):
            lines = [json.loads(line) for line in self.text().splitlines()]
            return [line for line in lines if line["event"] == event]

    written = Written()
    written.stream = io.StringIO()
    handler = logging.getLogger().handlers[0]
    before = handler.setStream(written.stream)
    logging.getLogger("mail.log").setLevel("WARNING")  # the test's own SMTP server
    yield written
    handler.setStream(before)
    logs.configure("warning", "json")


def test_one_requests_id_stands_in_its_line_its_events_and_its_jobs_lines(
    log,
    settings,
    database,
    people,  # noqa: F811
):
    clients, keys = people
    me = clients["owner"].get("/me").json["id"]
    with database.unit_of_work() as session:
        session.execute(update(Person).values(email=None))
        owner = session.get(Person, me)
        owner.email, owner.email_confirmed_at = OWNER_MAIL, factories.NOW
    path, _, _ = published(people)
    body = {"organisation_id": keys["provider"], **ANSWER}
    own = {"X-Request-Id": "request-one-0001"}
    answer = clients["provider"].post(f"{path}/responses", body, headers=own)
    assert (answer.status_code, answer.headers["X-Request-Id"]) == (201, "request-one-0001")
    line = Line(settings, database)
    with line.running("relay", "work"):
        line.settle()
    (said,) = [one for one in log.lines("request") if one["request_id"] == "request-one-0001"]
    assert (said["method"], said["status"]) == ("POST", 201)
    assert said["route"].startswith("/api/v1/demands/<int(")  # the rule, never the address
    with database.reading() as session:
        events = set(
            session.scalars(
                select(EventRecord.id).where(EventRecord.request_id == "request-one-0001")
            )
        )
        jobs = set(session.scalars(select(Job.id).where(Job.event_id.in_(events))))
        deliveries = session.scalars(select(Delivery.id).where(Delivery.channel == "mail")).all()
    assert events
    assert jobs
    done = [one for one in log.lines("job_done") if one["request_id"] == "request-one-0001"]
    assert {one["job_id"] for one in done} == jobs
    assert {one["event_id"] for one in done} == events
    assert all(one["consumer"] for one in done)
    sent = [one for one in log.lines("delivered") if one["request_id"] == "request-one-0001"]
    assert sent
    assert {one["delivery_id"] for one in sent} <= set(deliveries)


def sms(settings):
    lines = (settings.data_dir / "sms" / "messages.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["variables"]["code"] for line in lines]


def test_nothing_about_people_is_in_the_logs(
    log,
    app,
    public,
    settings,
    database,
    people,  # noqa: F811
):
    """Signing in both ways, a token, an invitation, a need and an answer with contacts, mails sent and refused."""
    clients, keys = people
    number = "13812345678"
    public.post("/sign-in-codes", {"mobile": number})
    code = sms(settings)[-1]
    token = public.post("/sign-ins", {"mobile": number, "code": code, "name": "李私人"}).json[
        "token"
    ]
    me = Client(app, token)
    address = {"email": "me.private@mail.example"}
    assert me.patch("/me", address, version=1).status_code == 200
    with database.unit_of_work() as session:
        session.execute(update(SignInCode).values(created_at=factories.NOW))
    public.post("/sign-in-codes", {"mobile": number})
    fresh = sms(settings)[-1]
    assert me.put("/me/password", {"new_password": PASSWORD, "code": fresh}).status_code == 200
    signed = public.post("/sign-ins", {"mobile": number, "password": PASSWORD})
    assert signed.status_code == 201
    assert public.post("/sign-ins", {"mobile": number, "password": "wrong one"}).status_code == 401
    wanted = {"name": "夜间任务", "scopes": ["demand.edit"]}
    api = clients["owner"].post("/me/tokens", wanted).json["token"]
    assert Client(app, api).get("/demands").status_code == 200
    made = me.post("/organisations", {"uscc": factories.USCCS[0], "name": "测试光电"}).json["id"]
    offer = {"mobile": "13912345678", "scopes": ["demands"]}
    assert me.post(f"/organisations/{made}/invitations", offer).status_code == 201
    offered = sms(settings)[-1]
    mails = {clients["owner"]: OWNER_MAIL, clients["provider"]: DEAD_MAIL}
    mails = {client.get("/me").json["id"]: mail for client, mail in mails.items()}
    with database.unit_of_work() as session:
        for key, mail in mails.items():
            person = session.get(Person, key)
            person.email, person.email_confirmed_at = mail, factories.NOW
    path, *_ = published(people)
    contacts = {**ANSWER, **CONTACT}
    answer = clients["provider"].post(
        f"{path}/responses", {"organisation_id": keys["provider"], **contacts}
    )
    assert answer.status_code == 201, answer.json
    row = answer.json
    declined = {"reason": {"code": "other", "text": "另有安排"}}
    done = clients["owner"].post(
        f"/responses/{row['id']}/decline", declined, version=row["version"]
    )
    assert done.status_code == 200, done.json
    line = Line(settings, database)
    with line.running("relay", "work"):
        line.settle()
    written = log.text()
    assert len(log.lines("request")) > 20
    assert log.lines("delivered")
    assert log.lines("address_refused")
    secret = [token, signed.json["token"], api, code, fresh, offered, PASSWORD, "wrong one"]
    personal = [number, "13912345678", "李私人", "@mail.example", *CONTACT.values()]
    with database.reading() as session:
        personal += session.scalars(select(Person.mobile)).all()
        personal += [one for one in session.scalars(select(Person.password_hash)) if one]
    found = [
        one for one in secret + personal if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", written)
    ]
    assert found == []


def test_what_a_database_quotes_in_an_error_is_hidden(log, database):
    """PostgreSQL names the value that is there already, SQLAlchemy the statement's values."""
    with database.unit_of_work() as session:
        factories.person(session, mobile="13812345678", email="first.private@mail.example")
    try:
        with database.unit_of_work() as session:
            factories.person(session, mobile="13812345678", email="second.private@mail.example")
    except IntegrityError:
        structlog.get_logger("worker").exception("attempt_failed", note=["13812345678"])
    (line,) = log.lines("attempt_failed")
    assert "IntegrityError" in line["exception"]
    assert line["note"] == ["138********"]
    assert "13812345678" not in log.text()
    assert "private" not in log.text()
