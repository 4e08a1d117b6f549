"""A new e-mail address: proven by a mailed code, and until then told nothing else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain import clock
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.parties.models import Person
from tests import factories
from tests.smtp import Mailbox, running_smtp
from tests.workers.test_delivery import Hand

ADDRESS = "new.address@mail.example"


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def settings(settings, mailbox):
    with running_smtp(mailbox) as url:
        yield replace(settings, smtp_url=url)


@pytest.fixture
def hand(settings):
    return Hand(settings)


@pytest.fixture
def person(database, client_of):
    """A client of somebody without an address, and his key."""
    with database.unit_of_work() as session:
        key = factories.person(session).id
    return client_of(key), key


def code_in(message):
    text = message.get_body(("plain",)).get_content()
    return re.search(r"确认码为 (\S+) ，", text)[1]


def test_an_address_is_confirmed_by_the_mailed_code_once(person, hand, mailbox):
    me, _ = person
    assert me.patch("/me", {"email": ADDRESS}, version=1).status_code == 200
    hand.turn()
    (message,) = mailbox.to(ADDRESS)
    assert "确认" in message["Subject"]
    code = code_in(message)
    assert all(code not in str(row.params) for row in hand.rows(Notice) + hand.rows(Delivery))
    assert code not in me.get("/notices").get_data(as_text=True)
    assert me.get("/me").json["is_email_confirmed"] is False
    wrong = me.post("/me/email/confirm", {"token": code[:-2] + "xx"})
    assert (wrong.status_code, wrong.json["errors"][0]["rule"]) == (422, "confirmation")
    done = me.post("/me/email/confirm", {"token": f" {code}\n"})
    assert (done.status_code, done.json["is_email_confirmed"]) == (200, True)
    again = me.post("/me/email/confirm", {"token": code})
    assert (again.status_code, again.json["rule"]) == (409, "email_confirmed")


def test_an_unconfirmed_address_gets_no_other_mail(person, hand, mailbox):
    me, _ = person
    tell = {"name": "夜间任务", "scopes": ["account.use"]}
    me.patch("/me", {"email": ADDRESS}, version=1)
    assert me.post("/me/tokens", tell).status_code == 201
    hand.turn()
    (message,) = mailbox.to(ADDRESS)
    assert me.post("/me/email/confirm", {"token": code_in(message)}).status_code == 200
    assert me.post("/me/tokens", tell | {"name": "另一枚"}).status_code == 201
    hand.turn()
    subjects = [one["Subject"] for one in mailbox.to(ADDRESS)]
    assert len(subjects) == 2
    assert "接口令牌" in subjects[1]


def test_a_code_is_for_its_person_and_address_and_for_a_time(
    person, database, client_of, hand, mailbox
):
    me, person_id = person
    with database.unit_of_work() as session:
        stranger_id = factories.person(session).id
    stranger = client_of(stranger_id)
    me.patch("/me", {"email": ADDRESS}, version=1)
    hand.turn()
    code = code_in(mailbox.to(ADDRESS)[0])
    stranger.patch("/me", {"email": "stranger@mail.example"}, version=1)
    assert stranger.post("/me/email/confirm", {"token": code}).status_code == 422
    assert me.patch("/me", {"email": "another@mail.example"}, version=2).status_code == 200
    assert me.post("/me/email/confirm", {"token": code}).status_code == 422
    hand.turn()
    fresh = code_in(mailbox.to("another@mail.example")[0])
    with hand.database.unit_of_work() as session:
        clock.move(session, by=timedelta(hours=49), production=False)
    late = client_of(person_id).post("/me/email/confirm", {"token": fresh})
    assert (late.status_code, late.json["rule"]) == (409, "confirmation_expired")
    with hand.database.reading() as session:
        assert session.get(Person, person_id).email_confirmed_at is None
