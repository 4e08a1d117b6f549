"""What an event says of a provider's organisation reaches the index of every worker, and whom it tells."""

import pytest
from sqlalchemy import select

from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.demands import needs
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.matching.records import Match
from scenario_market.domain.matching.why import Explainer
from scenario_market.domain.moves import Reason
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties import organisations
from scenario_market.domain.parties.events import OrganisationVerified
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers.models import Provider
from scenario_market.workers.pool import PoolIndex
from tests import factories
from tests.domain.demands import cases
from tests.factories import NOW

NAME = "东湖轴承座表面缺陷在线检测有限公司"  # the words of the need
TODAY = NOW.date()


@pytest.fixture
def scene(database, city, line):
    """A provider whose profile says nothing of the need, the need, and two workers' indexes that know both."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        organisation, actor = cast.provider(name="东湖零号")
        row = Provider(
            organisation_id=organisation.id,
            state="admitted",
            categories=["solution"],
            capabilities="园区运营",
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(row)
        demand = cast.listed()
        session.flush()
        keys = organisation.id, row.id, demand.id
        person_id = actor.person_id
        officer = cast.reviewers[0]
    with line.running("relay", "work"):
        line.settle()
    indexes = [PoolIndex(city, database) for _ in range(2)]
    for index in indexes:
        with database.reading() as session:
            index.catch_up(session)
    return indexes, keys, person_id, officer


def scores(database, index, demand_id):
    """Score by provider, for those that may be told."""
    with database.reading() as session:
        engine = index.catch_up(session)
        found = engine.rank(needs.need_of(session, demand_id), today=TODAY)
    return {one.provider_id: one.score_milli for one in found}


def revoke(database, city, officer, organisation_id):
    with database.unit_of_work() as session:
        organisations.revoke(
            session,
            organisation_id=organisation_id,
            version=None,
            reason=Reason("own_request", "更名"),
            actor=officer,
            now=NOW,
            city=city,
        )


def rename(database, city, person_id, organisation_id):
    roles, scopes = frozenset({"provider"}), frozenset({"manage"})
    actor = Actor(person_id=person_id, roles=roles, mandates={organisation_id: scopes})
    with database.unit_of_work() as session:
        organisations.edit(
            session,
            organisation_id=organisation_id,
            version=None,
            fields={"name": NAME},
            actor=actor,
            now=NOW,
            city=city,
        )


def verify(database, organisation_id):
    """As the office does; the letter and the question before it are not what is tested here."""
    with database.unit_of_work() as session:
        session.get(Organisation, organisation_id).state = "verified"
        event = OrganisationVerified(subject_id=organisation_id)
        outbox.record(session, event, actor=SYSTEM, now=NOW)


def test_a_new_name_and_its_verification_reach_the_index_of_every_worker(
    scene, database, city, line
):
    indexes, (organisation_id, provider_id, demand_id), person_id, officer = scene
    before = scores(database, indexes[0], demand_id)[provider_id]
    revoke(database, city, officer, organisation_id)
    rename(database, city, person_id, organisation_id)
    with line.running("relay", "work"):
        line.settle()
    for index in indexes:
        assert provider_id not in scores(database, index, demand_id)
    verify(database, organisation_id)
    with line.running("relay", "work"):
        line.settle()
    for index in indexes:
        assert scores(database, index, demand_id)[provider_id] > before


def test_who_is_renamed_and_verified_again_is_matched_under_the_new_name(
    scene, database, city, line
):
    _, (organisation_id, provider_id, demand_id), person_id, officer = scene
    pair = select(Match).where(Match.provider_id == provider_id, Match.subject_id == demand_id)
    revoke(database, city, officer, organisation_id)
    rename(database, city, person_id, organisation_id)
    verify(database, organisation_id)
    with line.running("relay", "work"):
        line.settle()
    with database.reading() as session:
        match = session.scalars(pair).one()
        told = select(Notice.subject_id).where(Notice.match_id == match.id)
        assert session.scalars(told).all() == [demand_id]
    assert any("缺陷" in phrase for phrase, _ in match.explanation["phrases"])


def test_who_lost_the_verification_is_not_told_and_can_read_why(scene, database, city, line):
    _, (organisation_id, provider_id, _), _, officer = scene
    revoke(database, city, officer, organisation_id)
    with database.unit_of_work() as session:
        session.get(Provider, provider_id).capabilities = cases.COMPLETE["content"]
        demand_id = cases.cast(session, city).listed(title="产线表面缺陷检测").id
        event = MatchRequested(subject_id=demand_id, number=1)
        outbox.record(session, event, actor=SYSTEM, now=NOW)
    with line.running("relay", "work"):
        line.settle()
    with database.reading() as session:
        told = select(Notice.id).where(
            Notice.organisation_id == organisation_id,
            Notice.kind == "demand_matched",
            Notice.subject_id == demand_id,
        )
        assert session.scalars(told).all() == []
        why = Explainer(city).why(
            session,
            "demand",
            demand_id,
            provider_id=provider_id,
            actor=factories.officer(factories.person(session)),
            now=clock.now(session),
        )
    assert (why.verdict, why.explanation.failed) == ("not_eligible", ("verified",))
