"""From an event to a real mail: told once, delivered once, refused for good, put off, gone, digested."""

import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select

from scenario_market.channels.post import open_post
from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import withdrawing
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices import digest, preferences, tokens
from scenario_market.domain.notices.models import Delivery, DigestItem, Notice, NoticeRead
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.events import MandateExpiring, OrganisationVerified
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.workers import clock as clock_module
from scenario_market.workers import deliver, process, runner
from scenario_market.workers.attempts import Leases
from scenario_market.workers.broker import make_broker
from scenario_market.workers.relay import Relay
from tests import factories
from tests.domain.demands import cases
from tests.smtp import Mailbox, running_smtp
from tests.workers.test_pipeline import FITS, provider

MAIL = "reader@provider.example"
# What a message looks like does not depend on the database.
once = pytest.mark.parametrize("fresh_database_url", ["sqlite"], indirect=True)


class Hand:
    """Turns the line by hand: relay and runner in this thread, so that a test decides what comes when."""

    def __init__(self, settings):
        self.settings = settings
        self.machine = process.make_machine(settings)
        self.database, self.city = self.machine.database, self.machine.city
        self.leases = Leases(self.machine)
        self.relay = Relay(settings, self.database, make_broker(settings.redis_url))

    def turn(self):
        """Sequence, run every job, then carry every delivery that is due."""
        for _ in range(10):
            if not self.relay.step():
                break
            for job_id in self.due(Job):
                runner.handle(self.machine, self.leases, job_id)
            for delivery_id in self.due(Delivery):
                deliver.deliver(self.machine, self.leases, delivery_id)

    def due(self, model):
        with self.database.reading() as session:
            now = clock.now(session)
            return session.scalars(
                select(model.id).where(
                    model.done_at.is_(None), model.parked_at.is_(None), model.due_at <= now
                )
            ).all()

    def rows(self, model, *where):
        with self.database.reading() as session:
            return session.scalars(select(model).where(*where).order_by(model.id)).all()

    def put(self, change):
        with self.database.unit_of_work() as session:
            return change(session, clock.now(session))

    def later(self, **duration):
        self.put(
            lambda session, now: clock.move(session, by=timedelta(**duration), production=False)
        )


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def hand(settings, mailbox):
    with running_smtp(mailbox) as url:
        yield Hand(replace(settings, smtp_url=url, mail_from="noreply@city.example"))


def reader(session, actor, organisation, **columns):
    """Gives an actor a live mandate and an address."""
    now = clock.now(session)
    factories.mandate(session, organisation.id, actor.person_id, "offers", "manage")
    person = session.get(Person, actor.person_id)
    for name, value in ({"email": MAIL, "email_confirmed_at": now} | columns).items():
        setattr(person, name, value)
    session.flush()
    return person.id


def verified(hand, name="武汉测试科技有限公司", **columns):
    """An organisation with one reader, just verified: one event, one notice, one mail."""

    def change(session, now):
        cast = cases.cast(session, hand.city)
        organisation, actor = cast.provider(name=name)
        person_id = reader(session, actor, organisation, **columns)
        fact = OrganisationVerified(subject_id=organisation.id)
        outbox.record(session, fact, actor=SYSTEM, now=now)
        return organisation.id, person_id

    return hand.put(change)


@pytest.fixture
def scene(hand):
    """A fitting provider with a reader, and a demand just published: (organisation, person, demand) keys."""

    def change(session, now):
        cast = cases.cast(session, hand.city)
        cast.now = now
        row = provider(cast, FITS, districts=["420106"])
        organisation = session.get(Organisation, row.organisation_id)
        actor = cases.factories.provider_of(organisation, cast.person())
        person_id = reader(session, actor, organisation)
        dates = {
            "starts_on": (now + timedelta(days=30)).date().isoformat(),
            "ends_on": (now + timedelta(days=300)).date().isoformat(),
        }
        return organisation.id, person_id, cast.listed(**dates).id, cast

    return hand.put(change)


def matched(hand):
    return hand.rows(Delivery, Delivery.template == "demand_matched")


def body(message, kind):
    return message.get_body((kind,)).get_content()


def test_a_published_demand_comes_by_mail_with_the_reason_in_chinese(hand, mailbox, scene):
    hand.turn()
    (message,) = [one for one in mailbox.to(MAIL) if "匹配" in one["Subject"]]
    assert message["Subject"] == "新需求与贵单位匹配：轴承座产线表面缺陷在线检测"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "为什么通知您" in text
        assert "匹配得分" in text
        assert "测试需求单位" in text
        assert "北京时间" in text
        assert "不适合我" in text
        assert "退订此类邮件" in text


@once
def test_no_contact_details_of_others_stand_in_a_mail(hand, mailbox, scene):
    hand.turn()
    whole = "".join(body(m, k) for m in mailbox.to(MAIL) for k in ("plain", "html"))
    for secret in ("contact@owner.example", "027-00000000", "测试联系人", "1390000"):
        assert secret not in whole


@once
def test_a_mail_unsubscribes_in_one_click_by_rfc_8058(hand, mailbox):
    _, person_id = verified(hand)
    hand.turn()
    (message,) = mailbox.to(MAIL)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith(hand.settings.public_url)
    token = address.rpartition("/")[2]
    assert tokens.read(hand.settings.secret_key, token) == (person_id, "organisation_verified")


def test_who_unsubscribed_gets_no_further_mail_of_the_kind(hand, mailbox):
    organisation_id, person_id = verified(hand)
    token = tokens.sign(hand.settings.secret_key, person_id=person_id, kind="organisation_verified")
    hand.put(
        lambda session, now: preferences.unsubscribe(
            session, token, key=hand.settings.secret_key, now=now, city=hand.city
        )
    )
    hand.turn()
    assert mailbox.mails == []
    assert len(hand.rows(Notice, Notice.organisation_id == organisation_id)) == 1


def test_who_unsubscribes_while_the_mail_waits_does_not_get_it(hand, mailbox):
    _, person_id = verified(hand)
    mailbox.refusals[MAIL] = "451 later"
    hand.turn()
    mailbox.refusals.clear()
    token = tokens.sign(hand.settings.secret_key, person_id=person_id, kind="organisation_verified")
    hand.put(
        lambda session, now: preferences.unsubscribe(
            session, token, key=hand.settings.secret_key, now=now, city=hand.city
        )
    )
    hand.later(minutes=5)
    hand.turn()
    assert mailbox.mails == []
    assert [row.outcome for row in hand.rows(Delivery)] == ["gone"]


def test_the_same_job_and_the_same_delivery_twice_tell_once(hand, mailbox):
    verified(hand)
    hand.turn()
    for job in hand.rows(Job):
        hand.put(lambda session, now, key=job.id: _undo(session, Job, key, now))
    hand.turn()
    for delivery in hand.rows(Delivery):
        deliver.deliver(hand.machine, hand.leases, delivery.id)
    assert len(hand.rows(Notice)) == 1
    assert len(hand.rows(Delivery)) == 1
    assert len(mailbox.mails) == 1


def _undo(session, model, key, now):
    row = session.get(model, key)
    row.done_at, row.leased_until, row.holder, row.due_at = None, None, None, now


@once
def test_a_mail_that_must_be_repeated_has_the_same_message_id(hand, mailbox):
    verified(hand)
    hand.turn()
    (delivery,) = hand.rows(Delivery)
    hand.put(lambda session, now: _undo(session, Delivery, delivery.id, now))
    hand.turn()
    first, second = mailbox.to(MAIL)
    assert first["Message-ID"] == second["Message-ID"]


def test_a_refused_address_ends_it_and_gets_no_further_mail(hand, mailbox):
    _, person_id = verified(hand)
    mailbox.refusals[MAIL] = "550 5.1.1 no such user"
    hand.turn()
    (delivery,) = hand.rows(Delivery)
    assert (delivery.outcome, delivery.attempts, delivery.done_at is None) == ("refused", 1, False)
    (person,) = hand.rows(Person, Person.id == person_id)
    assert person.email_refused_at is not None
    organisation = hand.rows(Notice)[0].organisation_id
    hand.put(
        lambda session, now: outbox.record(
            session, OrganisationVerified(subject_id=organisation), actor=SYSTEM, now=now
        )
    )
    hand.turn()
    assert len(hand.rows(Notice)) == 2
    assert len(hand.rows(Delivery)) == 1


def test_a_server_that_puts_off_is_asked_again_later(hand, mailbox):
    verified(hand)
    mailbox.refusals[MAIL] = "451 4.7.1 greylisted"
    hand.turn()
    (delivery,) = hand.rows(Delivery)
    assert (delivery.attempts, delivery.done_at, delivery.outcome) == (1, None, None)
    assert "451" in delivery.error
    mailbox.refusals.clear()
    hand.turn()
    assert mailbox.mails == []  # not before its time
    hand.later(seconds=16)
    hand.turn()
    assert len(mailbox.mails) == 1
    assert hand.rows(Delivery)[0].outcome == "sent"


@once
def test_a_delivery_that_always_fails_is_set_aside(hand, mailbox):
    verified(hand)
    mailbox.refusals[MAIL] = "451 later"
    for _ in range(hand.settings.job_attempts_limit):
        hand.turn()
        hand.later(hours=4)
    (delivery,) = hand.rows(Delivery)
    assert delivery.parked_at is not None
    assert delivery.attempts == hand.settings.job_attempts_limit


def test_back_off_grows_to_four_hours():
    pauses = [deliver.backoff(count).total_seconds() for count in range(1, 9)]
    assert pauses == [15, 60, 240, 960, 3840, 14400, 14400, 14400]


@pytest.mark.parametrize("fate", ["mandate", "disabled", "withdrawn", "no_address"])
def test_what_is_over_before_it_is_sent_is_not_sent(hand, mailbox, scene, fate):
    organisation_id, person_id, demand_id, cast = scene
    mailbox.refusals[MAIL] = "451 later"
    hand.turn()
    assert len(matched(hand)) == 1
    mailbox.refusals.clear()

    def change(session, now):
        if fate == "mandate":
            row = session.scalars(
                select(Mandate).where(Mandate.organisation_id == organisation_id)
            ).one()
            row.state, row.ended_at = "ended", now
        elif fate == "disabled":
            session.get(Person, person_id).disabled_at = now
        elif fate == "no_address":
            session.get(Person, person_id).email = None
        else:
            withdrawing.withdraw(
                session,
                demand_id,
                actor=cast.lead,
                version=None,
                reason=cases.REASONS["withdraw"],
                now=now,
                city=hand.city,
            )

    hand.put(change)
    hand.later(minutes=2)
    hand.turn()
    assert [row.outcome for row in matched(hand)] == ["gone"]
    assert [one for one in mailbox.to(MAIL) if "匹配" in one["Subject"]] == []


@once
@pytest.mark.parametrize(
    "name",
    [
        "甲公司\r\nBcc: victim@other.example",
        "乙公司\nSubject: forged",
        "丙\u2028公司\x07\u202e",
        "<script>alert(1)</script>公司",
        "{subject} {{ 7 * 7 }} %s 公司",
    ],
)
def test_a_name_cannot_write_headers_or_markup(hand, mailbox, name):
    verified(hand, name=name)
    hand.turn()
    ((to, message, raw),) = mailbox.mails
    assert to == MAIL
    head = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"\nbcc" not in head
    assert head.count(b"\nsubject:") == 1
    assert "<script>" not in body(message, "html")
    assert "49" not in message["Subject"]
    assert not any(ord(letter) < 32 or letter in "\u2028\u202e" for letter in message["Subject"])


@once
def test_english_readers_are_told_in_english(hand, mailbox):
    verified(hand, locale="en")
    hand.turn()
    (message,) = mailbox.to(MAIL)
    assert message["Subject"].startswith("Organisation verified")
    assert "Dear " in body(message, "plain")


@once
def test_without_a_server_mails_are_kept_as_files(hand):
    hand.machine.post = open_post(replace(hand.settings, smtp_url=""))
    verified(hand)
    hand.turn()
    (path,) = (hand.settings.data_dir / "mail").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == MAIL


@once
def test_a_kind_that_comes_by_sms_is_sent_by_its_template(hand):
    def change(session, now):
        cast = cases.cast(session, hand.city)
        organisation, actor = cast.provider(name="武汉测试科技有限公司")
        person_id = reader(session, actor, organisation, email=None)
        fact = MandateExpiring(
            subject_id=organisation.id, mandate_id=1, person_id=person_id, days=7
        )
        outbox.record(session, fact, actor=SYSTEM, now=now)

    hand.put(change)
    hand.turn()
    assert [(row.channel, row.outcome) for row in hand.rows(Delivery)] == [("sms", "sent")]
    (line,) = (hand.settings.data_dir / "sms" / "messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["variables"] == {"organisation": "武汉测试科技有限公司", "days": "7"}


@once
def test_the_auditor_gets_the_signed_head_by_mail_and_it_verifies(hand, mailbox):
    from scenario_market.domain import audit
    from scenario_market.domain.parties.models import RoleGrant

    def change(session, now):
        person = cases.factories.person(session, email=MAIL, email_confirmed_at=now)
        session.add(RoleGrant(person_id=person.id, role="auditor", starts_at=now))

    hand.put(change)
    verified(hand, email="other@provider.example")
    hand.turn()
    command = clock_module.standing(hand.settings)[audit.CHECKPOINT]
    hand.put(lambda session, now: command(session, 0, now=now, city=hand.city))
    hand.turn()
    (message,) = mailbox.to(MAIL)
    (paper,) = message.iter_attachments()
    with hand.database.reading() as session:
        assert json.loads(paper.get_content()) == audit.document(audit.newest(session))


def over_the_cap(hand, scene):
    """One more demand than the day's cap: its notice waits for the digest."""
    *_, cast = scene

    def change(session, now):
        cast.session, cast.now = session, now
        dates = {
            "starts_on": (now + timedelta(days=30)).date().isoformat(),
            "ends_on": (now + timedelta(days=300)).date().isoformat(),
        }
        cast.published(*[cast.cleared(**dates) for _ in range(8)])

    hand.put(change)
    hand.turn()


def test_over_the_days_cap_notices_wait_for_one_digest(hand, mailbox, scene):
    hand.turn()
    over_the_cap(hand, scene)
    waiting = hand.rows(Notice, Notice.is_digest)
    assert len(waiting) == 1
    assert len(matched(hand)) == 8
    hand.put(lambda session, now: digest.fire(session, 1, now=now, city=hand.city))
    hand.turn()
    (message,) = [one for one in mailbox.to(MAIL) if "汇总" in one["Subject"]]
    assert body(message, "plain").count("新需求与贵单位匹配") == 1
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_digest_that_fires_twice_is_sent_once(hand, mailbox, scene):
    hand.turn()
    over_the_cap(hand, scene)
    for _ in range(2):
        hand.put(
            lambda session, now: digest.write_digests(
                session, day=hand.city.day(now), now=now, city=hand.city
            )
        )
        hand.turn()
    assert len([one for one in mailbox.to(MAIL) if "汇总" in one["Subject"]]) == 1
    with hand.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DigestItem)) == 1


def test_what_was_read_in_the_inbox_is_not_digested(hand, mailbox, scene):
    hand.turn()
    over_the_cap(hand, scene)
    (notice,) = hand.rows(Notice, Notice.is_digest)
    hand.put(
        lambda session, now: session.add(
            NoticeRead(notice_id=notice.id, person_id=scene[1], at=now)
        )
    )
    hand.put(lambda session, now: digest.fire(session, 1, now=now, city=hand.city))
    hand.turn()
    assert [one for one in mailbox.to(MAIL) if "汇总" in one["Subject"]] == []


@once
def test_the_digest_is_due_at_the_citys_hour_and_arms_itself_again(hand):
    commands = clock_module.standing(hand.settings)
    for _ in range(2):
        clock_module._arm(hand.database, [digest.DEADLINE])
        clock_module.fire_due(hand.database, hand.city, commands)
    (row,) = hand.rows(Deadline, Deadline.kind == digest.DEADLINE)
    local = row.due_at.astimezone(hand.city.zone)
    assert (local.hour, local.minute) == (8, 30)
    hand.later(days=1)
    assert clock_module.fire_due(hand.database, hand.city, commands) == 1
    (again,) = hand.rows(Deadline, Deadline.kind == digest.DEADLINE)
    assert (again.id, again.fired_at) == (row.id, None)
    assert again.due_at > row.due_at


def test_who_chose_the_digest_gets_one_mail_a_day(hand, mailbox):
    organisation_id, person_id = verified(hand)

    def choose(session, now):
        actor = cases.factories.officer(session.get(Person, person_id))
        preferences.set_preference(
            session,
            "organisation_verified",
            mail=True,
            sms=False,
            digest=True,
            version=None,
            actor=actor,
            now=now,
            city=hand.city,
        )
        fact = OrganisationVerified(subject_id=organisation_id)
        outbox.record(session, fact, actor=SYSTEM, now=now)

    hand.put(choose)
    hand.turn()
    assert mailbox.mails == []
    hand.put(lambda session, now: digest.fire(session, 1, now=now, city=hand.city))
    hand.turn()
    (message,) = mailbox.to(MAIL)
    assert "2 条" in message["Subject"]


def test_an_amendment_is_told_to_who_was_told_before_but_not_twice_to_the_newly_told(hand, scene):
    hand.turn()
    organisation_id, _, demand_id, _ = scene

    def change(session, now):
        from scenario_market.domain.demands.events import DemandAmended

        fact = DemandAmended(subject_id=demand_id, number=1, fields=["metrics", "answers_until"])
        outbox.record(session, fact, actor=SYSTEM, now=now)

    hand.put(change)
    hand.turn()
    told = hand.rows(Notice, Notice.kind == "demand_amended")
    assert [one.organisation_id for one in told] == [organisation_id]
    assert told[0].params["fields"] == ["metrics", "answers_until"]


def test_every_event_of_the_run_is_sequenced_and_nothing_is_left(hand, scene):
    hand.turn()
    assert hand.rows(EventRecord, EventRecord.position.is_(None)) == []
    assert hand.due(Job) == []
    assert hand.due(Delivery) == []
