"""What waits for the daily digest: over the day's cap, or by choice; once, and not what was read."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.notices import digest, preferences
from scenario_market.domain.notices.models import DigestItem, Notice, NoticeRead
from scenario_market.domain.parties.events import OrganisationVerified
from scenario_market.domain.parties.models import Person
from scenario_market.workers import clock as clock_module
from tests.domain.demands import cases
from tests.workers.hand import MAIL, body, matched, once, verified

CAP = 3


def over_the_cap(hand, scene):
    """One more demand than the day's cap: its notice waits for the digest."""
    *_, cast = scene
    policy = hand.city.policy
    matching = {**policy["matching"], "daily_cap": CAP}
    hand.machine.city = replace(hand.city, policy={**policy, "matching": matching})

    def change(session, now):
        cast.session, cast.now = session, now
        dates = {
            "starts_on": (now + timedelta(days=30)).date().isoformat(),
            "ends_on": (now + timedelta(days=300)).date().isoformat(),
        }
        cast.published(*[cast.cleared(**dates) for _ in range(CAP)])

    hand.put(change)
    hand.turn()


def test_over_the_days_cap_notices_wait_for_one_digest(hand, mailbox, scene):
    hand.turn()
    over_the_cap(hand, scene)
    waiting = hand.rows(Notice, Notice.is_digest)
    assert len(waiting) == 1
    assert len(matched(hand)) == CAP
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
