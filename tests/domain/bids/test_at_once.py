"""Several at once: colleagues in one draft, a bid while the deadline passes, one organisation in two places."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from scenario_market.domain.bids import consortium, envelope
from scenario_market.domain.bids.models import Participation, Workspace
from scenario_market.domain.bids.sealing import About
from scenario_market.domain.bids.states import SealedState as S
from scenario_market.domain.bids.working import Done, SectionConflict
from scenario_market.domain.challenges import closing
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import AlreadyDone, RuleRefused
from tests.contention import until_waited_for
from tests.domain.bids import desks

ROUNDS = 5


@pytest.fixture
def scene(database, city):
    """An open call in a database that others see."""
    with database.unit_of_work() as session:
        made = desks.scene(session, city)
    return made


def played(scene, database, play):
    """Something done in the scene, committed."""
    with database.unit_of_work() as session:
        return play(replace(scene, session=session))


def acting(scene, workspace, actor, *arguments, now=None, **more):
    """An act as a call of its own session, made from what was read at its beginning."""

    def call(session):
        here = replace(scene, session=session, now=now or scene.now)
        fresh = session.get(Workspace, workspace.id)
        return here.act(fresh, actor, *arguments, **more)

    return call


def contents(scene, database, workspace):
    """What a workspace holds now."""
    with database.reading() as session:
        row = session.get(Workspace, workspace.id)
        about = About(challenge_id=row.challenge_id, workspace=row.access_key)
        return envelope.unpack(scene.web.open_draft(row, about=about))


def blank(scene, database, workspace, name):
    return desks.etag(contents(scene, database, workspace).draft[name])


def test_colleagues_who_write_different_sections_at_once_lose_nothing(scene, database, at_once):
    organisation, first = played(scene, database, lambda s: s.bidder())
    second = played(scene, database, lambda s: s.colleague(organisation))
    workspace = played(scene, database, lambda s: s.begin(organisation, first))
    names = ("approach", "impact", "capability", "statement")
    etags = {name: blank(scene, database, workspace, name) for name in names}
    calls = [
        acting(scene, workspace, actor, "save", {name: {"text": name}}, etags=etags)
        for name, actor in zip(names, (first, second, first, second), strict=True)
    ]
    assert [type(one) for one in at_once(*calls)] == [Done] * 4
    draft = contents(scene, database, workspace).draft
    assert {name: draft[name]["text"] for name in names} == {name: name for name in names}


def test_of_two_texts_of_one_section_at_once_one_is_kept_and_the_other_comes_back(
    scene, database, at_once
):
    organisation, first = played(scene, database, lambda s: s.bidder())
    second = played(scene, database, lambda s: s.colleague(organisation))
    workspace = played(scene, database, lambda s: s.begin(organisation, first))
    etags = {"approach": blank(scene, database, workspace, "approach")}
    texts = ({"text": "甲"}, {"text": "乙"})
    results = at_once(
        *(
            acting(scene, workspace, actor, "save", {"approach": text}, etags=etags)
            for actor, text in zip((first, second), texts, strict=True)
        )
    )
    (refused,) = [one for one in results if isinstance(one, SectionConflict)]
    (conflict,) = refused.params["conflicts"]
    kept = contents(scene, database, workspace).draft["approach"]
    assert conflict["current"] == kept
    assert [conflict["yours"], kept] in ([texts[0], texts[1]], [texts[1], texts[0]])


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_bid_while_the_deadline_passes_is_in_or_out_and_is_told_which(
    scene, database, city, at_once, round_
):
    bidders = [played(scene, database, lambda s: s.begun()) for _ in range(3)]
    last = scene.challenge.closes_at - timedelta(milliseconds=1)

    def close(session):
        closing.close(session, scene.challenge.id, now=scene.challenge.closes_at, city=city)

    calls = [
        acting(scene, workspace, actor, "hand_in", desks.ANSWERS, accepts_rules=True, now=last)
        for workspace, actor in bidders
    ]
    *results, _ = at_once(*calls, close)
    with database.reading() as session:
        assert session.get(Challenge, scene.challenge.id).state == "closed"
    for (workspace, _), result in zip(bidders, results, strict=True):
        handed_in = contents(scene, database, workspace).handed_in
        if isinstance(result, RuleRefused):
            assert (result.rule, handed_in) == ("challenge_closed", None)
        else:
            assert result.standing == S.SUBMITTED
            assert handed_in.receipt == result.receipt


def test_the_clock_waits_for_an_act_that_began_before(scene, database, city):
    workspace, actor = played(scene, database, lambda s: s.begun())

    def close():
        with database.unit_of_work() as session:
            closing.close(session, scene.challenge.id, now=scene.challenge.closes_at, city=city)

    clock = threading.Thread(target=close)
    with database.unit_of_work() as session:
        acting(scene, workspace, actor, "hand_in", desks.ANSWERS, accepts_rules=True)(session)
        clock.start()
        until_waited_for(database)
    clock.join(30)
    assert contents(scene, database, workspace).handed_in is not None
    with database.reading() as session:
        assert session.get(Challenge, scene.challenge.id).state == "closed"


def test_an_act_that_waits_for_the_clock_is_told_that_the_call_is_closed(scene, database, city):
    workspace, actor = played(scene, database, lambda s: s.begun())
    told = []

    def hand_in():
        last = scene.challenge.closes_at - timedelta(milliseconds=1)
        try:
            with database.unit_of_work() as session:
                acting(scene, workspace, actor, "hand_in", now=last)(session)
        except RuleRefused as refused:
            told.append(refused.rule)

    bidder = threading.Thread(target=hand_in)
    with database.unit_of_work() as session:
        closing.close(session, scene.challenge.id, now=scene.challenge.closes_at, city=city)
        session.flush()
        bidder.start()
        until_waited_for(database)
    bidder.join(30)
    assert told == ["challenge_closed"]
    assert contents(scene, database, workspace).handed_in is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_bidders_do_not_wait_for_each_other(scene, database):
    (one, first), (other, second) = (played(scene, database, lambda s: s.begun()) for _ in range(2))
    with database.unit_of_work() as session, database.unit_of_work() as beside:
        acting(scene, one, first, "save", {"impact": {"text": "甲"}})(session)
        # would wait for ever if the first, not over yet, held more than a share
        acting(scene, other, second, "save", {"impact": {"text": "乙"}})(beside)
    assert contents(scene, database, other).draft["impact"] == {"text": "乙"}


def test_an_organisation_that_consents_twice_at_once_is_in_one_consortium(scene, database, at_once):
    organisation, member = played(scene, database, lambda s: s.bidder())
    asked = []
    for _ in range(2):
        workspace, lead = played(scene, database, lambda s: s.begun())
        invite = {"uscc": organisation.uscc, "actor": lead}
        asked.append(
            played(
                scene,
                database,
                lambda s, workspace=workspace, invite=invite: consortium.invite(
                    s.session, workspace.access_key, **invite, **s.context
                ),
            )
        )
    results = at_once(
        *(
            lambda session, row=row: consortium.consent(
                session, row.access_key, actor=member, **scene.context
            )
            for row in asked
        )
    )
    refused = [one for one in results if isinstance(one, AlreadyDone)]
    assert [one.rule for one in refused] == ["takes_part_elsewhere"]
    assert taking_part(database, organisation) == 1


def test_colleagues_who_begin_at_once_have_one_workspace(scene, database, at_once):
    organisation, first = played(scene, database, lambda s: s.bidder())
    second = played(scene, database, lambda s: s.colleague(organisation))
    results = at_once(
        *(
            lambda session, actor=actor: replace(scene, session=session).begin(organisation, actor)
            for actor in (first, second)
        )
    )
    assert len({one.id for one in results}) == 1
    assert taking_part(database, organisation) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_organisations_that_begin_at_once_do_not_wait_for_each_other(scene, database):
    one, other = (played(scene, database, lambda s: s.bidder()) for _ in range(2))
    with database.unit_of_work() as session, database.unit_of_work() as beside:
        beside.execute(text("SET LOCAL lock_timeout = '5s'"))
        replace(scene, session=session).begin(*one)
        session.flush()
        replace(scene, session=beside).begin(*other)
    assert taking_part(database, one[0]) == taking_part(database, other[0]) == 1


def taking_part(database, organisation):
    with database.reading() as session:
        query = select(func.count()).where(Participation.organisation_id == organisation.id)
        return session.scalar(query)
