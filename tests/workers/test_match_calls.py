"""Matching of calls: who fits is told, who nearly fits is told what it misses, later changes of the pool count."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.matching.records import Dismissal
from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.texts.notices import say
from scenario_market.workers import fan_out, match_needs
from tests import factories
from tests.domain.challenges import calls
from tests.factories import NOW
from tests.statements import count_statements
from tests.workers.called import Worker, provider
from tests.workers.test_pipeline import FAR, FITS

CONDITIONS = (
    {"kind": "honour", "values": ["high_tech"]},
    {"kind": "certificate", "values": ["cmmi3"]},
)
HONOUR, CMMI = ("honour", "high_tech"), ("certificate", "cmmi", 3)
LAPSED = ("honour", "high_tech", 0, calls.TODAY - timedelta(days=1))
TITLE, TEXT = "轴承座产线表面缺陷在线检测", "建设机器视觉在线检测系统，与现有制造执行系统对接"


@pytest.fixture
def worker(database, city):
    return Worker(database, city)


class Scene:
    """An open call with two conditions, and providers by name: organisation and provider keys."""

    def __init__(self, database, city):
        self.database, self.city = database, city
        self.organisations, self.providers = {}, {}
        with database.unit_of_work() as session:
            owner = calls.organisation(session, name="测试发榜方")
            self.owner = owner.id
            self.call = calls.call(
                session, city, owner, eligibility=CONDITIONS, title=TITLE, content=TEXT
            ).id
        self.add("whole", FITS, HONOUR, CMMI)
        self.add("uncertified", FITS, HONOUR)
        self.add("lapsed", FITS, LAPSED, CMMI)
        self.add("far", FAR, HONOUR, CMMI)
        self.add("suspended", FITS, HONOUR, CMMI, state="suspended")

    def add(self, name, text, *held, of_organisation=None, **columns):
        with self.database.unit_of_work() as session:
            row = calls.organisation(session, name=f"测试{name}", **of_organisation or {})
            self.organisations[name] = row.id
            self.providers[name] = provider(session, row, text, *held, **columns).id

    def told(self, worker):
        """Who was told what, by name."""
        names = {key: name for name, key in self.organisations.items()}
        return {(names[organisation], kind) for kind, _, organisation in worker.told()}


@pytest.fixture
def scene(database, city):
    return Scene(database, city)


def said(database, city, kind, organisation_id, language="zh"):
    """What the notice of a kind says to an organisation."""
    with database.reading() as session:
        query = select(Notice).where(Notice.kind == kind, Notice.organisation_id == organisation_id)
        notice = session.scalars(query).one()
        return say(facts_of(session, [notice])[notice.id], city, language)


def test_who_fits_and_meets_all_is_told_and_who_misses_a_condition_is_told_which(
    scene, worker, database, city
):
    worker.published(scene.call)
    assert scene.told(worker) == {
        ("whole", "challenge_matched"),
        ("uncertified", "challenge_near"),
        ("lapsed", "challenge_near"),
    }
    whole = said(database, city, "challenge_matched", scene.organisations["whole"])
    assert whole.subject == f"揭榜机会：{TITLE}"
    assert any("榜单中的" in sentence and "缺陷" in sentence for sentence in whole.why)
    assert not any("需求" in sentence for sentence in whole.why)
    near = said(database, city, "challenge_near", scene.organisations["uncertified"])
    assert near.why[0] == (
        "须全部具备证书：CMMI 3 级及以上。所缺：CMMI 3 级及以上。"
        "本榜单接受联合体，所缺条件可由联合体成员补足。"
    )
    lapsed = said(database, city, "challenge_near", scene.organisations["lapsed"], "en")
    assert "High-tech enterprise (expired on 2026-03-01)" in lapsed.why[0]
    (run,) = worker.runs()
    assert (run.told, run.near, run.number) == (1, 2, 1)


def test_the_owner_and_what_controls_it_or_is_controlled_are_not_matched(scene, worker, database):
    scene.add("below", FITS, HONOUR, CMMI, of_organisation={"controlled_by_id": scene.owner})
    scene.add("above", FITS, HONOUR, CMMI)
    with database.unit_of_work() as session:
        owner = session.get(Challenge, scene.call).owner_organisation_id
        session.get(Organisation, owner).controlled_by_id = scene.organisations["above"]
    worker.published(scene.call)
    assert not {"below", "above"} & {name for name, _ in scene.told(worker)}


def test_nobody_is_told_twice_of_a_call_and_a_dismissed_one_is_not_told(scene, worker, database):
    with database.unit_of_work() as session:
        session.add(
            Dismissal(
                subject_kind="challenge",
                subject_id=scene.call,
                provider_id=scene.providers["lapsed"],
                reason_code="capacity",
                by_id=factories.person(session).id,
                at=NOW,
            )
        )
    worker.published(scene.call)
    first = worker.told()
    worker.published(scene.call)
    assert worker.told() == first
    assert ("lapsed", "challenge_near") not in scene.told(worker)
    assert len(worker.runs()) == 2


def test_who_nearly_fitted_and_now_does_is_told_so_and_not_the_other_way_round(
    scene, worker, database
):
    worker.published(scene.call)
    with database.unit_of_work() as session:
        session.add(
            Credential(
                provider_id=scene.providers["uncertified"], kind="certificate", code="cmmi", level=4
            )
        )
        for row in session.scalars(
            select(Credential).where(Credential.provider_id == scene.providers["whole"])
        ):
            session.delete(row)
    for name in ("uncertified", "whole"):
        worker.admitted(scene.providers[name])
    assert scene.told(worker) == {
        ("whole", "challenge_matched"),
        ("uncertified", "challenge_near"),
        ("uncertified", "challenge_matched"),
        ("lapsed", "challenge_near"),
    }
    kept = worker.matches()
    assert not kept[scene.providers["uncertified"]].is_near
    assert kept[scene.providers["whole"]].is_near


def test_who_comes_into_the_pool_later_is_matched_with_the_open_calls(scene, worker, database):
    worker.published(scene.call)
    with database.unit_of_work() as session:
        session.get(Provider, scene.providers["suspended"]).state = "admitted"
    worker.admitted(scene.providers["suspended"])
    assert ("suspended", "challenge_matched") in scene.told(worker)
    forward, backward = (worker.matches()[scene.providers[n]] for n in ("whole", "suspended"))
    assert forward.score_milli > 0
    assert {one["rule"] for one in backward.explanation["answers"]} == {"honour", "certificate"}


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_a_call_that_is_not_open_is_not_matched(scene, worker, database, state):
    with database.unit_of_work() as session:
        session.get(Challenge, scene.call).state = state
    worker.published(scene.call)
    worker.admitted(scene.providers["whole"])
    assert worker.told() == []
    assert worker.runs() == []


def test_a_newer_version_is_left_to_its_own_event(scene, worker, database):
    rank = match_needs.rank_need

    def amended_meanwhile(work):
        found = rank(work)
        with database.unit_of_work() as session:
            session.get(Challenge, scene.call).content_number = 2
        return found

    match_needs.rank_need = amended_meanwhile
    try:
        worker.published(scene.call)
    finally:
        match_needs.rank_need = rank
    assert worker.runs() == []
    worker.published(scene.call)
    assert [run.number for run in worker.runs()] == [2]


def test_halfway_matching_is_widened_by_the_citys_figures(scene, worker, city):
    worker.published(scene.call)
    worker.quiet(scene.call)
    usual, wide = (run.policy for run in worker.runs())
    assert usual["floor_milli"] == city.policy["matching"]["floor_milli"]
    assert wide["floor_milli"] == city.policy["matching"]["widened"]["floor_milli"]
    assert wide["cap"] > usual["cap"]


def test_widening_tells_those_who_stood_below_the_line(scene, database, city):
    policy = {**city.policy, "matching": {**city.policy["matching"]}}
    policy["matching"] |= {"floor_milli": 100_000, "at_least": 0, "cap": 5}
    worker = Worker(database, replace(city, policy=policy))
    worker.published(scene.call)
    assert worker.told() == []
    worker.quiet(scene.call)
    assert ("whole", "challenge_matched") in scene.told(worker)


def test_a_large_run_is_written_in_chunks_and_who_nearly_fits_at_once(
    scene, worker, database, monkeypatch
):
    scene.add("second", FITS, HONOUR, CMMI)
    monkeypatch.setattr(fan_out, "CHUNK", 1)
    worker.published(scene.call)
    assert {kind for _, kind in scene.told(worker)} == {"challenge_near"}
    low, high = sorted(scene.providers[name] for name in ("whole", "second"))
    (run,) = worker.runs()
    worker.published(scene.call, arguments={"low": low, "high": high, "floor": run.floor_milli})
    told = {name for name, kind in scene.told(worker) if kind == "challenge_matched"}
    assert told == {"whole", "second"}


def test_the_statements_do_not_grow_with_the_pool(scene, database, city):
    def statements():
        worker = Worker(database, city)
        return count_statements(database.engine, lambda: worker.published(scene.call))

    statements()  # freezes the statistics
    scene.add("one", FITS, HONOUR, CMMI)
    before = statements()
    for number in range(6):
        scene.add(f"more{number}", FITS, *((HONOUR, CMMI) if number % 2 else (HONOUR,)))
    assert statements() == before


def test_a_match_is_carried_on_to_people_by_mail(scene, worker, database):
    with database.unit_of_work() as session:
        person = Person(
            mobile="13900000001",
            name="测试联系人",
            email="contact@example.org",
            email_confirmed_at=NOW,
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(person)
        session.flush()
        factories.mandate(session, scene.organisations["whole"], person.id, "offers")
    worker.published(scene.call)
    with database.reading() as session:
        assert session.scalar(select(func.count(Delivery.id))) == 1


def test_partners_who_agreed_to_be_found_are_named_to_each_other_and_to_nobody_else(
    scene, worker, database, city
):
    worker.published(scene.call)

    def partners(name, language="zh"):
        told = said(database, city, "challenge_near", scene.organisations[name], language)
        return [
            sentence for sentence in told.sentences if "互补" in sentence or "agreed" in sentence
        ]

    def agree(name, is_findable=True):
        with database.unit_of_work() as session:
            session.get(Provider, scene.providers[name]).is_findable = is_findable

    agree("lapsed")
    assert partners("uncertified") == []  # the other one has not agreed itself
    agree("uncertified")
    assert partners("uncertified") == [
        "以下单位同意被推荐为合作伙伴，可与贵单位互补：测试lapsed（CMMI 3 级及以上）。"
    ]
    assert partners("lapsed", "en") == [
        "These agreed to be found as partners and have what you lack: "
        "测试uncertified (High-tech enterprise)."
    ]
    agree("lapsed", False)
    assert partners("uncertified") == []
