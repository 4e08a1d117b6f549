"""A new e-mail address: proven by a mailed code, and until then told nothing else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain import clock
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.parties import forgetting
from scenario_market.domain.parties.models import Confirmation, Person, SignInCode
from tests import factories
from tests.smtp import Mailbox, running_smtp
from tests.workers.hand import Hand

ADDRESS = "new.address@mail.example"
# What a limit or a spelling does not depend on.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def hand(settings, mailbox):
    """The line with a server for its mails; the web sends none."""
    with running_smtp(mailbox) as url:
        yield Hand(replace(settings, smtp_url=url))


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
    hand.later(minutes=2)
    assert me.patch("/me", {"email": "another@mail.example"}, version=2).status_code == 200
    assert me.post("/me/email/confirm", {"token": code}).status_code == 422
    hand.turn()
    fresh = code_in(mailbox.to("another@mail.example")[0])
    with hand.database.unit_of_work() as session:
        factories.move_clock(session, by=timedelta(hours=49))
    late = client_of(person_id).post("/me/email/confirm", {"token": fresh})
    assert (late.status_code, late.json["rule"]) == (409, "confirmation_expired")
    with hand.database.reading() as session:
        assert session.get(Person, person_id).email_confirmed_at is None


@pytest.fixture
def other(database, client_of):
    """Somebody else."""
    with database.unit_of_work() as session:
        key = factories.person(session).id
    return client_of(key)


def test_a_claimed_address_stays_free_for_who_reads_its_mail(person, other, hand, mailbox):
    squatter, _ = person
    first = squatter.patch("/me", {"email": ADDRESS}, version=1)
    second = other.patch("/me", {"email": ADDRESS.upper()}, version=1)
    assert first.status_code == second.status_code == 200
    hand.turn()
    codes = [code_in(message) for message in mailbox.to(ADDRESS)]
    owners = [
        code for code in codes if other.post("/me/email/confirm", {"token": code}).json.get("id")
    ]
    assert len(owners) == 1
    (his,) = set(codes) - set(owners)
    late = squatter.post("/me/email/confirm", {"token": his})
    assert (late.status_code, late.json["rule"]) == (409, "email_taken")
    assert "另一账号" in late.json["detail"]


def test_whether_an_address_is_in_use_is_not_told(person, other, hand, mailbox):
    me, _ = person
    me.patch("/me", {"email": ADDRESS}, version=1)
    hand.turn()
    assert (
        me.post("/me/email/confirm", {"token": code_in(mailbox.to(ADDRESS)[0])}).status_code == 200
    )
    used = other.patch("/me", {"email": ADDRESS}, version=1)
    hand.later(minutes=2)
    free = other.patch("/me", {"email": "nobody@mail.example"}, version=2)
    mine = ("email", "version")
    assert used.status_code == free.status_code == 200
    assert {k: v for k, v in used.json.items() if k not in mine} == {
        k: v for k, v in free.json.items() if k not in mine
    }


@once
def test_confirming_mails_have_a_pause_and_a_number_a_day_for_each_person(
    person, client_of, hand, mailbox, city
):
    me, person_id = person
    most = city.policy["account"]["emails_per_day"]
    for n in range(most):
        answer = me.patch("/me", {"email": f"victim{n}@mail.example"}, version=n + 1)
        assert answer.status_code == 200
        again = me.patch("/me", {"email": "more@mail.example"}, version=n + 2)
        assert (again.status_code, again.json["rule"]) == (429, "email_too_soon")
        assert int(again.headers["Retry-After"]) > 0
        hand.later(minutes=2)
    spent = me.patch("/me", {"email": "more@mail.example"}, version=most + 1)
    assert spent.status_code == 429
    assert int(spent.headers["Retry-After"]) > 3600
    # What was refused changed nothing, and an address may always be taken away.
    assert me.get("/me").json["email"] == f"victim{most - 1}@mail.example"
    assert me.patch("/me", {"email": None}, version=most + 1).status_code == 200
    hand.turn()
    assert not mailbox.to("more@mail.example")
    hand.later(days=1)
    me = client_of(person_id)
    assert me.patch("/me", {"email": "more@mail.example"}, version=most + 2).status_code == 200


@once
def test_an_address_gets_its_number_of_mails_a_day_whoever_asks(
    database, client_of, hand, mailbox, city
):
    most = city.policy["account"]["emails_per_address"]
    for _ in range(most + 2):
        with database.unit_of_work() as session:
            key = factories.person(session).id
        assert client_of(key).patch("/me", {"email": ADDRESS}, version=1).status_code == 200
        hand.turn()
    assert len(mailbox.to(ADDRESS)) == most


@once
def test_the_confirming_mail_is_sent_again_with_the_same_limits(person, client_of, hand, mailbox):
    me, person_id = person
    none = me.post("/me/email/resend")
    assert (none.status_code, none.json["rule"]) == (409, "no_email")
    me.patch("/me", {"email": ADDRESS}, version=1)
    soon = me.post("/me/email/resend")
    assert (soon.status_code, soon.json["rule"]) == (429, "email_too_soon")
    hand.turn()
    hand.later(hours=49)
    old = code_in(mailbox.to(ADDRESS)[0])
    me = client_of(person_id)  # the session is over too
    assert me.post("/me/email/confirm", {"token": old}).json["rule"] == "confirmation_expired"
    assert me.post("/me/email/resend").status_code == 204
    hand.turn()
    fresh = code_in(mailbox.to(ADDRESS)[1])
    assert me.post("/me/email/confirm", {"token": fresh}).status_code == 200
    done = me.post("/me/email/resend")
    assert (done.status_code, done.json["rule"]) == (409, "email_confirmed")


@once
def test_a_mail_for_an_address_that_was_changed_is_not_sent_to_the_next_one(person, hand, mailbox):
    me, _ = person
    me.patch("/me", {"email": ADDRESS}, version=1)
    hand.later(minutes=2)
    me.patch("/me", {"email": "next@mail.example"}, version=2)
    hand.turn()
    assert (len(mailbox.to(ADDRESS)), len(mailbox.to("next@mail.example"))) == (0, 1)


@once
@pytest.mark.parametrize(
    "address",
    [
        "a,victim@mail.example",
        "b<victim@mail.example>",
        "(c)victim@mail.example",
        '"d"@mail.example',
        "ｖictim@mail.example",
        "victim@mail.example.",
        "victim@-mail.example",
        "vic..tim@mail.example",
        f"{'v' * 65}@mail.example",
    ],
)
def test_one_mailbox_is_not_written_in_many_ways(person, address):
    me, _ = person
    answer = me.patch("/me", {"email": address}, version=1)
    assert (answer.status_code, answer.json["errors"][0]["rule"]) == (422, "email")


def test_what_was_only_knocked_with_is_forgotten(person, database, public, hand, city):
    me, _ = person
    me.patch("/me", {"email": ADDRESS}, version=1)
    public.post("/sign-in-codes", {"mobile": "13812345678"})
    for days, left in ((2, (1, 1)), (4, (0, 0))):
        with database.unit_of_work() as session:
            now = clock.now(session) + timedelta(days=days)
            forgetting.sweep(session, 0, now=now, city=city)
        assert (len(hand.rows(Confirmation)), len(hand.rows(SignInCode))) == left
