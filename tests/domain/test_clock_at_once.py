"""The clock and whoever acts on the same subject at that moment: neither waits for what the other holds."""

import threading

import pytest
from sqlalchemy import select

from scenario_market.domain import deadlines
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import list_drafting, withdrawing
from scenario_market.domain.demands.lists import DemandList
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects.models import Project
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.results import confirming
from scenario_market.workers import roots
from scenario_market.workers.clock import COMMANDS, fire
from tests.contention import until_waited_for
from tests.domain.demands import answers
from tests.domain.demands import cases as market
from tests.domain.evaluation import cases as sittings
from tests.domain.projects import acts
from tests.domain.projects import cases as deliveries
from tests.domain.results import cases as results
from tests.factories import NOW

WHY = Reason("content_error", "数据有误")


def planned_list(session, city):
    cast = market.cast(session, city)
    row = cast.list_of(cast.cleared())
    at = NOW.replace(hour=NOW.hour + 2)
    plain = {"actor": cast.lead, "now": NOW, "version": None}
    list_drafting.schedule(session, row.id, publish_at=at, **plain)
    return DemandList, row, lambda other: list_drafting.unschedule(other, row.id, **plain)


def listed_demand(session, city):
    cast = market.cast(session, city)
    row = cast.listed()
    given = {"actor": cast.lead, "version": None, "reason": WHY, **cast.context}
    return Demand, row, lambda other: withdrawing.withdraw(other, row.id, **given)


def waiting_answer(session, city):
    cast = market.cast(session, city)
    demand = cast.listed()
    row, actor = answers.answer(cast, demand)

    def withdraw(other):
        cast.session = other
        answers.withdraw(cast, row, actor)

    return Demand, demand, withdraw


def posted_notice(session, city):
    result = results.result(market.cast(session, city)).announced()
    notice = result.notice

    def object_to_it(other):
        result.cast.session = other
        result.filed()

    return PublicNotice, notice, object_to_it


def owner_asked(session, city):
    result = results.result(market.cast(session, city)).recommended()
    given = {"actor": result.cast.owner, "now": NOW, "version": None}
    row = result.challenge
    return Challenge, row, lambda other: confirming.confirm(other, row.id, **given)


def offered_seat(session, city):
    cast = sittings.Cast(session, city)
    cast.populate()
    challenge = cast.call()
    seat = min(cast.seats(cast.drawn(challenge)), key=lambda one: one.id)
    member = cast.member(seat)

    def accept(other):
        cast.session = other
        cast.accept(seat, actor=member)

    return Challenge, challenge, accept


def asked_correction(session, city):
    cast = sittings.Cast(session, city)
    cast.populate()
    challenge = cast.call()
    bid, *_ = [cast.bid(challenge) for _ in range(3)]
    cast.seated(challenge)
    cast.begin(challenge)
    cast.ask(bid)
    bidder = cast.bidder(bid)

    def correct(other):
        cast.session = other
        cast.correct(bid, actor=bidder)

    return Challenge, challenge, correct


def begun_milestone(session, city):
    cast = deliveries.cast(session, city)
    project = cast.active()
    row = cast.milestone(project)
    acts.begin(cast, row)

    def submit(other):
        cast.session = other
        acts.submit(cast, row)

    return Project, project, submit


SCENES = {
    "list_publish": planned_list,
    "demand_expire": listed_demand,
    "response_due": waiting_answer,
    "notice_end": posted_notice,
    "owner_answer": owner_asked,
    "panel_answer": offered_seat,
    "bid_correction": asked_correction,
    "milestone": begun_milestone,
}


def test_every_deadline_of_a_subject_has_its_root():
    assert set(roots.ROOTS) == set(COMMANDS) | {"challenge_publish"}


@pytest.mark.parametrize("kind", SCENES)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_acts_while_the_clock_comes_does_not_wait_for_it(database, city, kind):
    with database.unit_of_work() as session:
        model, root, act = SCENES[kind](session, city)
        session.flush()
        (owed,) = deadlines_of(session, kind)
    faults = []

    def come():
        try:
            with database.unit_of_work() as session:
                fire(session, owed[0], COMMANDS[kind], now=owed[1], city=city)
        except Exception as error:
            faults.append(error)

    clock = threading.Thread(target=come)
    with database.unit_of_work() as session:
        lock(session, model, root.id)  # what the act does first
        clock.start()
        until_waited_for(database)
        act(session)
    clock.join(30)
    assert faults == []


def deadlines_of(session, kind):
    """The first that is owed of a kind, and when."""
    query = select(Deadline).where(Deadline.kind == kind).order_by(Deadline.id).limit(1)
    rows = session.scalars(query)
    return [(deadlines.Due(row.id, kind, row.subject_id), row.due_at) for row in rows]
