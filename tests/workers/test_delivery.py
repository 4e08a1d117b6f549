"""From an event to a real mail: told once, delivered once, refused for good, put off, gone."""

import pytest
from sqlalchemy import select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands import withdrawing
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices import preferences, tokens
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.events import OrganisationVerified
from scenario_market.domain.parties.models import Mandate, Person
from scenario_market.workers import deliver
from tests.domain.demands import cases
from tests.workers.hand import MAIL, matched, once, undo, verified


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
        hand.put(lambda session, now, key=job.id: undo(session, Job, key, now))
    hand.turn()
    for delivery in hand.rows(Delivery):
        deliver.deliver(hand.machine, hand.leases, delivery.id)
    assert len(hand.rows(Notice)) == 1
    assert len(hand.rows(Delivery)) == 1
    assert len(mailbox.mails) == 1


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
