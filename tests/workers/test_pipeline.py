"""From a published demand to the inbox of those it fits: through relay, broker and worker."""

import json

import pytest
from sqlalchemy import func, select

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.jobs import Job
from scenario_market.domain.matching.records import Match, MatchRun
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers.events import ProviderAdmitted
from scenario_market.domain.providers.models import Provider
from tests.domain.demands import cases
from tests.factories import NOW
from tests.workers.lines import database_url  # noqa: F401

FITS = "机器视觉表面缺陷在线检测系统，轴承座、铸件产线质检，与制造执行系统对接"
FAR = "幼儿园营养餐配送与食堂管理"


def provider(cast, text, state="admitted", **columns):
    """A provider of the pool with a text."""
    organisation, _ = cast.provider()
    row = Provider(
        organisation_id=organisation.id,
        state=state,
        categories=["solution"],
        capabilities=text,
        introduction=text,
        created_at=NOW,
        updated_at=NOW,
        **columns,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


@pytest.fixture
def scene(database, city):
    """A pool of three, and one demand in a published list: (fitting, far, suspended, demand) keys."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        pool = [
            provider(cast, FITS, districts=["420106"]),
            provider(cast, FAR),
            provider(cast, FITS, state="suspended"),
        ]
        demand = cast.listed()
        return [row.id for row in pool], demand.id


def test_a_published_demand_reaches_the_provider_it_fits_with_the_reason(line, scene, database):
    (fitting, _, _), demand_id = scene
    with line.running("relay", "work"):
        line.settle()
    with database.reading() as session:
        match = session.scalars(select(Match).where(Match.provider_id == fitting)).one()
        told = session.scalars(select(Notice).where(Notice.kind == "demand_matched")).all()
        organisation = session.get(Provider, fitting).organisation_id
        run = session.scalars(select(MatchRun)).one()
    assert [(n.organisation_id, n.subject_id) for n in told if n.match_id == match.id] == [
        (organisation, demand_id)
    ]
    assert match.score_milli == sum(match.explanation["contributions"].values())
    assert "缺陷" in json.dumps(match.explanation, ensure_ascii=False)
    assert run.told == len(told)


def test_a_provider_outside_the_pool_is_not_told(line, scene, database):
    (_, _, suspended), _ = scene
    with line.running("relay", "work"):
        line.settle()
    with database.reading() as session:
        organisation = session.get(Provider, suspended).organisation_id
        assert not session.scalar(
            select(func.count()).where(Notice.organisation_id == organisation)
        )


def test_asking_again_tells_nobody_twice(line, scene, database):
    _, demand_id = scene
    with line.running("relay", "work"):
        line.settle()
        with database.reading() as session:
            before = session.scalar(select(func.count(Notice.id)))
        with database.unit_of_work() as session:
            event = MatchRequested(subject_id=demand_id, number=1)
            outbox.record(session, event, actor=SYSTEM, now=NOW)
        line.settle()
    with database.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == before
        assert session.scalar(select(func.count(MatchRun.id))) == 2


def test_who_is_admitted_later_is_told_of_what_is_open(line, scene, database):
    (_, _, suspended), demand_id = scene
    with line.running("relay", "work"):
        line.settle()
        with database.unit_of_work() as session:
            session.get(Provider, suspended).state = "admitted"
            outbox.record(session, ProviderAdmitted(subject_id=suspended), actor=SYSTEM, now=NOW)
        line.settle()
    with database.reading() as session:
        organisation = session.get(Provider, suspended).organisation_id
        notices = session.scalars(
            select(Notice).where(
                Notice.organisation_id == organisation, Notice.kind == "demand_matched"
            )
        ).all()
    assert [n.subject_id for n in notices] == [demand_id]


def test_the_request_id_follows_the_work_into_its_events(line, database, city):
    with database.unit_of_work(request_id="request-12345678") as session:
        cases.cast(session, city).listed()
    with database.reading() as session:
        ids = set(session.scalars(select(EventRecord.request_id)))
    assert ids == {"request-12345678"}


def test_each_event_has_one_job_per_consumer(line, scene, database):
    with line.running("relay", "work"):
        line.settle()
    with database.reading() as session:
        counts = session.execute(
            select(Job.event_id, Job.consumer, Job.chunk, func.count()).group_by(
                Job.event_id, Job.consumer, Job.chunk
            )
        ).all()
    assert counts
    assert {row[3] for row in counts} == {1}
