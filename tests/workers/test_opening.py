"""The opening in the line: the clock closes, a worker with the opening key opens, and nobody else does."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids import emergency
from scenario_market.domain.bids.models import Bid, BidFile, SealedFile, Workspace
from scenario_market.domain.challenges.events import ChallengeCancelled, ChallengeClosed
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.jobs import Job
from scenario_market.domain.keys.models import ChallengeKey, EarlyOpening, KeyShare
from scenario_market.domain.outbox import EventRecord
from scenario_market.vault import holding, keyfiles
from scenario_market.workers import clock as clock_module
from scenario_market.workers import machine, opening
from tests.domain.keys.holders import PASSPHRASE
from tests.waiting import until
from tests.workers import bidding
from tests.workers.hand import verified

CONTENT = b"%PDF-1.7 " + bytes(70_000)


@pytest.fixture
def made(hand):
    """A call with three bids and a draft; (scene, key of the challenge)."""

    def change(session, now):
        scene = bidding.scene(session, hand.city, hand.settings)
        for _ in range(3):
            bidding.hand_in(scene, hand.machine.files, CONTENT)
        scene.begun()
        return scene

    return hand.put(change)


def close(hand, made):
    hand.put(lambda session, now: bidding.pass_deadline(session, made.challenge.id))
    clock_module.fire_due(hand.database, hand.city)


def open_early(hand, made, reason="开启密钥所在主机损毁"):
    """One officer asks, the other confirms, each with his passphrase."""
    vault = holding.web(hand.settings).officer_keys
    (one, _), (other, _) = made.officers

    def prove(session, now, number, actor):
        return emergency.prove(
            session,
            made.challenge.id,
            passphrase=PASSPHRASE.format(number),
            actor=actor,
            now=now,
            vault=vault,
        )

    def confirmed(session, now):
        row = emergency.ask(
            session,
            made.challenge.id,
            reason=reason,
            proof=prove(session, now, 1, one),
            actor=one,
            now=now,
        )
        proof = prove(session, now, 2, other)
        emergency.confirm(session, row.id, proof=proof, actor=other, now=now, version=None)

    hand.put(confirmed)


def challenge(hand):
    return hand.rows(Challenge)[0]


def events(hand, kind):
    return hand.rows(EventRecord, EventRecord.kind == kind)


def test_the_clock_closes_a_call_and_a_worker_opens_its_bids(hand, made):
    close(hand, made)
    hand.turn()
    assert challenge(hand).state == "unsealed"
    assert len(hand.rows(Bid)) == 3
    assert hand.rows(SealedFile) == []
    for row in hand.rows(BidFile):
        with hand.machine.files.open(row.stored_as) as stream:
            assert stream.read() == CONTENT
    assert events(hand, "challenge.unsealed")[0].payload == {"bids": 3, "early": False}
    assert {row.draft_key for row in hand.rows(Workspace)} == {None}
    assert all(job.done_at and not job.parked_at for job in hand.rows(Job))


def test_batches_cover_all_whatever_their_size(hand, made, monkeypatch):
    monkeypatch.setattr(opening, "BATCH", 1)
    close(hand, made)
    hand.turn()
    assert len(hand.rows(Bid)) == 3
    assert len(events(hand, "challenge.unsealed")) == 1


def test_a_repeated_word_opens_nothing_twice(hand, made):
    close(hand, made)
    hand.turn()

    def again(session, now):
        record = session.scalar(select(EventRecord).where(EventRecord.kind == "challenge.closed"))
        session.add(Job(event_id=record.id, consumer="open_bids", chunk=1, due_at=now))
        session.info["has_events"] = True

    hand.put(again)
    hand.turn()
    assert len(hand.rows(Bid)) == 3
    assert len(events(hand, "challenge.unsealed")) == len(events(hand, "challenge.closed")) == 1


def test_without_the_key_the_opening_fails_in_words_and_in_public(hand, made):
    hand.machine.opener = None
    close(hand, made)
    hand.turn()
    (job,) = hand.rows(Job, Job.consumer == "open_bids")
    assert "key_missing" in job.error
    assert challenge(hand).state == "closed"
    (told,) = events(hand, "challenge.opening_failed")
    assert told.is_public
    hand.later(seconds=5)
    hand.turn()
    assert len(events(hand, "challenge.opening_failed")) == 1


def test_an_opening_that_failed_goes_on_once_the_key_is_there(hand, made):
    opener, hand.machine.opener = hand.machine.opener, None
    close(hand, made)
    hand.turn()
    hand.machine.opener = opener
    hand.later(seconds=5)
    hand.turn()
    assert challenge(hand).state == "unsealed"


def test_a_call_that_somebody_closed_in_the_database_is_not_opened_before_its_time(hand, made):
    """Whoever writes to the database forges state, deadline and the word of the closing, not the wrapped key."""

    def forge(session, now):
        row = session.get(Challenge, made.challenge.id)
        row.state, row.closes_at, row.closed_at = "closed", now, now
        outbox.record(session, ChallengeClosed(subject_id=row.id), actor=SYSTEM, now=now)

    hand.put(forge)
    hand.turn()
    (job,) = hand.rows(Job, Job.consumer == "open_bids")
    assert "too_early" in job.error
    assert (challenge(hand).state, hand.rows(Bid)) == ("closed", [])
    assert events(hand, "challenge.opening_failed") == []


def test_where_not_one_bid_opens_none_is_given_up(hand, made):
    with hand.database.unit_of_work() as session:
        rows = session.scalars(select(Workspace)).all()
        kept = {row.id: row.envelope for row in rows}
        for row in rows:
            row.envelope = bytes(len(row.envelope))
    close(hand, made)
    hand.turn()
    (job,) = hand.rows(Job, Job.consumer == "open_bids")
    assert "nothing_opens" in job.error
    assert challenge(hand).state == "closed"
    assert len(events(hand, "challenge.opening_failed")) == 1
    with hand.database.unit_of_work() as session:
        for row in session.scalars(select(Workspace)):
            row.envelope = kept[row.id]
    hand.later(seconds=5)
    hand.turn()
    assert len(hand.rows(Bid)) == 3


def test_two_officers_open_a_call_whose_opening_key_is_lost(hand, made):
    """A new opening key is made; officers hand their halves over to it."""
    folder = hand.settings.data_dir / "keys"
    ring = keyfiles.new_ring("opening", made.now)
    ring.write(folder / "opening.key")
    ring.public().write(folder / "opening.pub")
    hand.machine.opener = holding.opener(hand.settings)
    close(hand, made)
    hand.turn()
    assert challenge(hand).state == "closed"

    open_early(hand, made)
    hand.turn()
    assert challenge(hand).state == "unsealed"
    assert len(hand.rows(Bid)) == 3
    assert events(hand, "challenge.unsealed")[0].payload["early"] is False


def test_two_officers_open_a_call_before_its_time_once_and_their_halves_are_forgotten(hand, made):
    open_early(hand, made, "法院调取证据")
    hand.turn()
    assert challenge(hand).state == "unsealed"
    assert len(hand.rows(Bid)) == 3
    (unsealed,) = events(hand, "challenge.unsealed")
    assert unsealed.payload == {"bids": 3, "early": True}
    (row,) = hand.rows(EarlyOpening)
    assert (row.halves, row.half) == ({}, None)
    jobs = hand.rows(Job, Job.consumer == "open_bids")
    assert [bool(job.done_at) for job in jobs] == [True, True]  # of the closing and of the word


def test_a_cancelled_call_is_erased_and_never_opened(hand, made):
    def cancel(session, now):
        row = session.get(Challenge, made.challenge.id)
        event = ChallengeCancelled(subject_id=row.id, reason_code="need_gone")
        outbox.record(session, event, actor=SYSTEM, now=now)

    hand.put(cancel)
    hand.turn()
    assert {row.envelope for row in hand.rows(Workspace)} == {b""}
    assert hand.rows(SealedFile) == []
    with hand.database.reading() as session:
        for table in (ChallengeKey, KeyShare):
            assert session.scalars(select(table)).all() == []


def test_an_opened_call_that_is_cancelled_keeps_what_was_opened(hand, made):
    close(hand, made)
    hand.turn()

    def cancel(session, now):
        event = ChallengeCancelled(subject_id=made.challenge.id, reason_code="need_gone")
        outbox.record(session, event, actor=SYSTEM, now=now)

    hand.put(cancel)
    hand.turn()
    kept = {row.workspace_id for row in hand.rows(Bid)}
    assert {row.id for row in hand.rows(Workspace) if row.envelope} == kept
    with hand.database.reading() as session:
        assert session.get(ChallengeKey, made.challenge.id) is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_without_the_opening_key_leaves_the_opening_to_others(hand, made, line):
    """Its queue is read by nobody else, so that no attempt is used up where none can succeed."""
    line.settings = replace(hand.settings, poll_seconds=0.1, worker_threads=2)
    without = machine.make_machine
    close(hand, made)
    verified(hand)

    def closed(settings):
        made_machine = without(settings)
        made_machine.opener = None
        return made_machine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "make_machine", closed)
        with line.running("relay", "work"):
            until(lambda: [job for job in hand.rows(Job) if job.done_at], pause=0.05)
            (job,) = hand.rows(Job, Job.consumer == "open_bids")
            assert (job.attempts, job.done_at, job.error) == (0, None, None)
    hand.later(seconds=30)
    with line.running("relay", "work"):
        until(lambda: challenge(hand).state == "unsealed", pause=0.05)
    (job,) = hand.rows(Job, Job.consumer == "open_bids")
    assert job.attempts == 1


def test_a_machine_of_a_demonstration_holds_the_opening_key(settings):
    assert machine.make_machine(settings).opener is not None
