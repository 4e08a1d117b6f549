"""Acts on one call at the same time: one of them, in some order, and the deadline between them."""

import threading

import pytest
from sqlalchemy import func, select

from scenario_market.domain.challenges import (
    amending,
    closing,
    drafting,
    ending,
    publishing,
    review,
    share,
)
from scenario_market.domain.challenges.models import Challenge, ChallengeApproval
from scenario_market.domain.deadlines import Deadline, Due
from scenario_market.domain.errors import AlreadyDone, IllegalMove
from scenario_market.domain.lifecycle import StateChange
from scenario_market.workers.clock import fire
from tests.contention import until_waited_for
from tests.domain.challenges import cases
from tests.domain.challenges.cases import BESIDES, REASONS

POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def stage(database, city):
    """A committed cast; what it makes is committed too, and named by its key."""

    def made(build):
        with database.unit_of_work() as session:
            cast.session = session
            row = build(cast)
            session.flush()
            return row.id

    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
    made.cast = cast
    return made


def read(database, query):
    with database.reading() as session:
        return session.execute(query).all()


def state(database, key):
    return read(database, select(Challenge.state).where(Challenge.id == key))[0][0]


def verbs(database, key):
    query = select(StateChange.verb).where(
        StateChange.subject_kind == "challenge", StateChange.subject_id == key
    )
    return [verb for (verb,) in read(database, query.order_by(StateChange.id))]


def refusals(results):
    return [type(one) for one in results if isinstance(one, Exception)]


def close_at_deadline(cast, key):
    def run(session):
        """As the clock does it."""
        until = session.get(Challenge, key).closes_at
        kind = "challenge_close"
        query = select(Deadline.id).where(Deadline.kind == kind, Deadline.subject_id == key)
        if (owed := session.scalar(query)) is not None:
            fire(session, Due(owed, kind, key), closing.close, now=until, city=cast.city)

    return run


def test_closing_waits_for_every_act_on_a_bid_that_is_under_way(database, stage):
    key = stage(lambda cast: cast.opened())
    closer = threading.Thread(
        target=lambda: _in_its_own(database, close_at_deadline(stage.cast, key))
    )
    with database.unit_of_work() as session:
        held = share.share_lock(session, key)
        closer.start()
        until_waited_for(database)
        assert held.state == "open"
    closer.join(30)
    assert state(database, key) == "closed"


def _in_its_own(database, act):
    with database.unit_of_work() as session:
        act(session)


@POSTGRESQL
def test_acts_on_bids_do_not_wait_for_each_other(database, stage):
    key = stage(lambda cast: cast.opened())
    with database.unit_of_work() as first, database.unit_of_work() as second:
        share.share_lock(first, key)
        assert share.share_lock(second, key).state == "open"


def test_who_comes_after_the_close_finds_it_closed(database, stage):
    key = stage(lambda cast: cast.opened())
    with database.unit_of_work() as session:
        close_at_deadline(stage.cast, key)(session)
    with database.unit_of_work() as session:
        assert share.share_lock(session, key).state == "closed"


def test_of_two_last_approvals_one_approves(database, stage, at_once):
    key = stage(lambda cast: cast.reviewed())
    context = stage.cast.context

    def approve(officer):
        return lambda session: review.approve(session, key, actor=officer, version=None, **context)

    results = at_once(*map(approve, stage.cast.reviewers[:2]))
    assert refusals(results) == []
    assert (state(database, key), verbs(database, key)) == ("approved", ["submit", "approve"])
    assert read(database, select(func.count()).select_from(ChallengeApproval)) == [(2,)]


def test_a_call_that_two_publish_comes_out_once(database, stage, at_once):
    key = stage(lambda cast: cast.ready())
    context, sealing = stage.cast.context, stage.cast.sealing

    def publish(session):
        return publishing.publish(
            session, key, actor=stage.cast.lead, version=None, sealing=sealing, **context
        )

    results = at_once(publish, publish)
    assert refusals(results) == [IllegalMove]
    assert verbs(database, key).count("publish") == 1


def test_a_need_that_two_make_a_call_of_has_one(database, stage, at_once):
    key = stage(lambda cast: cast.listed())

    def draft(session):
        return drafting.draft_from_demand(
            session,
            key,
            actor=stage.cast.owner,
            programme_code="scenario_challenge",
            fields=BESIDES,
            **stage.cast.context,
        )

    assert refusals(at_once(draft, draft)) == [AlreadyDone]
    assert len(read(database, select(Challenge.id).where(Challenge.demand_id == key))) == 1


def test_a_failed_call_that_two_reopen_has_one_next_round(database, stage, at_once):
    def failed(cast):
        row = cases.challenge_in(cast, "unsealed")
        ending.fail(
            cast.session,
            row.id,
            actor=cast.lead,
            version=None,
            reason=REASONS["fail"],
            qualified=0,
            **cast.context,
        )
        return row

    key = stage(failed)

    def reopen(session):
        return ending.reopen(
            session, key, actor=stage.cast.author, version=None, **stage.cast.context
        )

    assert refusals(at_once(reopen, reopen)) == [AlreadyDone]
    assert len(read(database, select(Challenge.id).where(Challenge.previous_id == key))) == 1


def test_cancelling_and_closing_at_once_leave_one_end(database, stage, at_once):
    key = stage(lambda cast: cast.opened())

    def cancel(session):
        return ending.cancel(
            session,
            key,
            actor=stage.cast.lead,
            version=None,
            reason=REASONS["cancel"],
            **stage.cast.context,
        )

    at_once(cancel, close_at_deadline(stage.cast, key))
    assert state(database, key) == "cancelled"
    assert verbs(database, key)[-1] == "cancel"


def test_a_change_at_the_deadline_is_in_or_refused(database, stage, at_once):
    key = stage(lambda cast: cast.opened())
    context = stage.cast.context

    def amend(session):
        return amending.amend(
            session,
            key,
            actor=stage.cast.lead,
            version=None,
            fields={"title": "轴承座缺陷检测"},
            reason="更正名称",
            **context,
        )

    results = at_once(amend, close_at_deadline(stage.cast, key))
    (found,) = read(database, select(Challenge).where(Challenge.id == key))
    assert found[0].state == "closed"
    amended = not isinstance(results[0], Exception)
    assert found[0].content_number == (3 if amended else 2)
    assert refusals(results) == ([] if amended else [IllegalMove])
