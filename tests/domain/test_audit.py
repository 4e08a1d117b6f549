"""The chain of events: whole, rewritten, cut, erased, and against signed heads."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from scenario_market.domain import audit, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.outbox import ChainHead, EventRecord
from scenario_market.domain.parties.events import OrganisationRegistered, VerificationAsked
from scenario_market.domain.providers.events import ProviderAdmitted
from scenario_market.domain.sequence import sequence
from scenario_market.vault.signing import SigningKey, verified
from tests.factories import NOW

COUNT = 12


def no_routes(kind):
    return ()


@pytest.fixture
def chain(session):
    """A dozen sequenced events, every third public."""
    for number in range(1, COUNT + 1):
        kind = (OrganisationRegistered, VerificationAsked, ProviderAdmitted)[number % 3]
        at = NOW + timedelta(seconds=number)
        outbox.record(session, kind(subject_id=number), actor=SYSTEM, now=at)
    session.flush()
    while sequence(session, no_routes, limit=5):
        pass
    return session


def relink(session, start):
    """What a forger who owns the database would do: make all hashes fit again."""
    rows = session.scalars(select(EventRecord).order_by(EventRecord.position)).all()
    previous = outbox.GENESIS
    for row in rows:
        if row.position >= start:
            row.payload_digest = outbox.digest(row.salt, row.payload)
            row.hash = outbox.link(previous, row.position, outbox.stated(row))
        previous = row.hash
    session.get(ChainHead, 1).hash = previous
    session.flush()


def test_a_whole_chain_holds(chain):
    verdict = audit.verify(chain)
    assert (verdict.events, verdict.broken) == (COUNT, None)


def test_a_link_covers_the_canonical_json_of_what_the_event_states(session):
    for microsecond in (0, 7_000, 120_000, 999_999):
        at = NOW.replace(microsecond=microsecond)
        event = ProviderAdmitted(subject_id=1)
        outbox.record(session, event, actor=SYSTEM, now=at).kind = '引"号\\'
    sequence(session, no_routes, limit=10)
    session.expire_all()
    previous = outbox.GENESIS
    for row in session.scalars(select(EventRecord).order_by(EventRecord.position)):
        stated = [
            previous,
            row.position,
            row.kind,
            row.subject_kind,
            row.subject_id,
            row.at.isoformat(timespec="milliseconds"),
            row.actor_person_id,
            row.payload_digest,
        ]
        previous = hashlib.sha256(outbox.canonical(stated)).hexdigest()
        assert row.hash == previous
    assert audit.verify(session).broken is None


def test_positions_have_no_gap_and_public_ones_neither(chain):
    positions = chain.scalars(select(EventRecord.position).order_by(EventRecord.id)).all()
    assert list(positions) == list(range(1, COUNT + 1))
    public = chain.scalars(
        select(EventRecord.public_position)
        .where(EventRecord.is_public)
        .order_by(EventRecord.position)
    ).all()
    assert list(public) == list(range(1, len(public) + 1))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"payload": {"forged": 1}}, "payload_changed"),
        ({"subject_id": 999}, "link_broken"),
        ({"kind": "organisation.refused"}, "link_broken"),
        ({"at": NOW}, "link_broken"),
        ({"hash": "f" * 64}, "link_broken"),
    ],
)
def test_the_first_changed_event_is_named(chain, change, rule):
    chain.execute(update(EventRecord).where(EventRecord.position == 7).values(**change))
    chain.expire_all()
    assert audit.verify(chain).broken == audit.Broken(7, rule)


def test_a_deleted_event_is_missing(chain):
    chain.execute(delete(EventRecord).where(EventRecord.position == 5))
    assert audit.verify(chain).broken == audit.Broken(5, "missing")


def test_a_cut_tail_differs_from_the_head(chain):
    chain.execute(delete(EventRecord).where(EventRecord.position > 10))
    assert audit.verify(chain).broken == audit.Broken(11, "head_differs")


def test_an_erased_payload_does_not_break_the_chain(chain):
    values = {"payload": None, "salt": None}
    chain.execute(update(EventRecord).where(EventRecord.position == 4).values(**values))
    chain.expire_all()
    assert audit.verify(chain).broken is None


def test_a_rewritten_chain_fits_itself_but_not_its_checkpoint(chain, tmp_path):
    row = audit.sign_head(chain, signer=SigningKey.new(), now=NOW)
    kept = {row.position: row.hash}
    forged = chain.scalar(select(EventRecord).where(EventRecord.position == 3))
    forged.payload = {"forged": True}
    chain.flush()
    relink(chain, 3)
    assert audit.verify(chain).broken is None
    broken = audit.verify(chain, checkpoints=kept).broken
    assert broken == audit.Broken(COUNT, "differs_from_checkpoint")


def test_a_tail_cut_with_its_head_is_found_by_the_checkpoint(chain, tmp_path):
    row = audit.sign_head(chain, signer=SigningKey.new(), now=NOW)
    kept = {row.position: row.hash}
    chain.flush()
    chain.delete(row)
    chain.flush()
    chain.execute(delete(EventRecord).where(EventRecord.position > 9))
    head = chain.get(ChainHead, 1)
    head.position = 9
    head.hash = chain.scalar(select(EventRecord.hash).where(EventRecord.position == 9))
    chain.flush()
    assert audit.verify(chain).broken is None
    broken = audit.verify(chain, checkpoints=kept).broken
    assert broken == audit.Broken(COUNT, "cut_before_checkpoint")


def test_a_signed_head_verifies_and_one_altered_byte_does_not(chain, tmp_path):
    key = SigningKey.new()
    paper = audit.document(audit.sign_head(chain, signer=key, now=NOW))
    text = audit.statement(paper["position"], paper["hash"], paper["at"])
    assert verified(paper["public_key"], text, paper["signature"])
    assert not verified(paper["public_key"], text + b" ", paper["signature"])


def test_a_head_is_signed_once(chain, tmp_path):
    key = SigningKey.new()
    assert audit.sign_head(chain, signer=key, now=NOW)
    chain.flush()
    assert audit.sign_head(chain, signer=key, now=NOW) is None


def test_the_clock_signs_the_head_every_day_in_public(chain, city, tmp_path):
    key = SigningKey.new()
    for day in range(3):
        now = NOW + timedelta(days=day)
        audit.sign_daily(chain, 0, now=now, city=city, signer=key)
        chain.flush()
        sequence(chain, no_routes, limit=5)
    papers = chain.scalars(
        select(EventRecord).where(EventRecord.kind == "checkpoint.signed").order_by(EventRecord.id)
    ).all()
    assert [paper.payload["position"] for paper in papers] == [COUNT, COUNT + 1, COUNT + 2]
    assert all(paper.is_public for paper in papers)
    due = chain.scalar(select(Deadline).where(Deadline.kind == audit.CHECKPOINT))
    assert due.due_at == city.end_of(city.day(NOW + timedelta(days=2)))
