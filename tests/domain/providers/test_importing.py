"""A pool file on its way in, end to end: bytes, file store, dry run, report, commit."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from scenario_market.domain import clock
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    NotPermitted,
    StaleVersion,
)
from scenario_market.domain.imports import intake
from scenario_market.domain.imports.models import Import
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.uscc import check_character
from scenario_market.domain.providers import browsing
from scenario_market.domain.providers.models import Credential, Offering, Provider
from scenario_market.workers import imports
from tests import factories
from tests.desk import counts, found
from tests.domain.providers.pool_file import GOOD, SECOND, workbook


def test_a_dry_run_writes_nothing_but_its_report(office):
    row = office.bring(workbook(GOOD, SECOND), mode="check")
    assert (row.state, row.rows_total, row.rows_done, counts(row)) == (
        "checked",
        2,
        2,
        (2, 0, 0, 0),
    )
    assert office.read(select(func.count()).select_from(Provider)) == [(0,)]
    assert row.report["file"]["header_row"] == 2


def test_new_organisations_are_verified_and_their_providers_admitted_at_the_offices_word(office):
    row = office.bring(workbook(GOOD, SECOND))
    assert (row.state, counts(row)) == ("committed", (2, 0, 0, 0))
    providers = office.read(select(Provider, Organisation).join(Provider.organisation))
    assert {(o.name, o.state, o.district, p.state) for p, o in providers} == {
        (GOOD["公司名称"], "verified", "WH-DHGX", "admitted"),
        (SECOND["公司名称"], "verified", "WH-DHGX", "admitted"),
    }
    provider = providers[0][0]
    assert provider.categories == ["diagnosis"]
    assert provider.service_types == ["diagnosis", "industrial_software"]
    assert provider.admitted_at is not None
    assert provider.is_listed
    held = office.read(select(Credential.kind, Credential.code, Credential.level))
    assert sorted(map(tuple, held)) == sorted(
        [("honour", "high_tech", 0), ("certificate", "cmmi", 3)] * 2
    )
    assert office.read(select(Offering.title, Offering.summary))[0] == (
        "能耗诊断系统",
        "按产线计量",
    )
    assert office.read(select(func.count()).select_from(Deadline)) == [(2,)]


def test_one_event_names_all_providers_and_each_has_its_history(office):
    office.bring(workbook(GOOD, SECOND))
    ids = [key for (key,) in office.read(select(Provider.id).order_by(Provider.id))]
    assert office.events("pool.imported") == [
        {"created": 2, "updated": 0, "unchanged": 0, "provider_ids": ids}
    ]
    moves = office.read(
        select(StateChange.subject_kind, StateChange.target, StateChange.actor_person_id).where(
            StateChange.verb == "import"
        )
    )
    person = office.actor.person_id
    assert sorted(map(tuple, moves)) == [
        *[("organisation", "verified", person)] * 2,
        *[("provider", "admitted", person)] * 2,
    ]


def test_a_city_that_does_not_vouch_leaves_verification_and_review_to_do(office):
    office.city = replace(office.city, policy={**office.city.policy, "import": {"verified": False}})
    key = office.hand_in(workbook(GOOD))
    imports.run(office.database, office.files, office.city, key, mode="all", actor=office.actor)
    assert office.read(select(Organisation.state)) == [("pending",)]
    assert office.read(select(Provider.state, Provider.is_listed)) == [("applied", False)]


def test_the_same_file_again_changes_nothing_and_names_nobody(office):
    office.bring(workbook(GOOD, SECOND))
    before = office.read(select(Provider.id, Provider.version, Provider.profile_revision))
    row = office.bring(workbook(GOOD, SECOND))
    assert counts(row) == (0, 0, 2, 0)
    assert office.read(select(Provider.id, Provider.version, Provider.profile_revision)) == before
    assert office.events("pool.imported")[1]["provider_ids"] == []
    assert office.read(
        select(func.count()).select_from(StateChange).where(StateChange.verb == "import")
    ) == [(4,)]


def test_what_changed_is_changed_and_what_the_file_does_not_say_stays(office):
    office.bring(workbook(GOOD, SECOND))
    changed = {
        "公司名称": GOOD["公司名称"],
        "统一社会信用代码": GOOD["统一社会信用代码"],
        "类别": GOOD["类别"],
        "服务领域": "水务",
        "企业资质": "高新技术企业（2099-01-31）、瞪羚",
        "产品及方案": "新系统",
    }
    row = office.bring(workbook(changed, SECOND))
    assert counts(row) == (0, 1, 1, 0)
    (provider,), *_ = office.read(
        select(Provider)
        .join(Provider.organisation)
        .where(Organisation.uscc == GOOD["统一社会信用代码"])
    )
    assert provider.domains == ["water"]
    assert provider.introduction == GOOD["企业与产品简介"]
    assert (provider.version, provider.profile_revision) == (2, 2)
    assert office.events("pool.imported")[1]["provider_ids"] == [provider.id]
    held = office.read(
        select(Credential.code, Credential.expires_on).where(Credential.provider_id == provider.id)
    )
    assert {(code, str(day)) for code, day in held} == {
        ("high_tech", "2099-01-31"),
        ("gazelle", "None"),
        ("cmmi", "None"),
    }
    sold = office.read(select(Offering.title).where(Offering.provider_id == provider.id))
    assert len(sold) == 2
    page = []
    with office.database.reading() as session:
        page = browsing.list_providers(
            session, browsing.Filters(domain="water"), actor=office.actor
        ).rows
    assert [one["id"] for one in page] == [provider.id]


def test_a_published_list_of_able_firms_updates_whom_the_office_knows_by_name(office):
    office.bring(workbook(GOOD))
    header = [
        "序号",
        "公司名称",
        "企业与产品简介",
        "场景能力",
        "可应用落地场景",
        "类别",
        "企业资质",
    ]
    rows = [
        {"公司名称": GOOD["公司名称"], "可应用落地场景": "智慧水务、文旅", "类别": "人工智能"},
        {"公司名称": "没人认识的公司", "场景能力": "机器视觉", "类别": "人工智能"},
    ]
    row = office.bring(workbook(*rows, header=header), mode="good")
    assert counts(row) == (0, 1, 0, 1)
    assert found(row) == {(4, "name", "uscc_needed_for_new")}
    ((domains, capabilities),) = office.read(select(Provider.domains, Provider.capabilities))
    assert domains == ["water", "culture_tourism"]
    assert "可应用落地场景：智慧水务、文旅" in capabilities


def test_a_file_does_not_touch_what_a_procedure_has_in_hand(office):
    with office.database.unit_of_work() as session:
        organisation = factories.organisation(session, name=GOOD["公司名称"])
        session.add(
            Provider(
                organisation_id=organisation.id,
                state="in_review",
                created_at=factories.NOW,
                updated_at=factories.NOW,
            )
        )
        factories.organisation(session, factories.USCCS[1], name="别的公司")
        factories.organisation(session, factories.USCCS[2], name="被拒公司", state="refused")
    refused = GOOD | {"公司名称": "被拒公司", "统一社会信用代码": factories.USCCS[2]}
    row = office.bring(workbook(GOOD, SECOND, refused), mode="check")
    assert found(row) == {
        (3, "uscc", "provider_in_procedure"),
        (4, "name", "name_differs"),
        (5, "uscc", "organisation_refused"),
    }


def test_a_profile_in_draft_is_taken_up(office):
    with office.database.unit_of_work() as session:
        organisation = factories.organisation(session, name=GOOD["公司名称"], state="unverified")
        session.add(
            Provider(
                organisation_id=organisation.id,
                introduction="自己写的",
                created_at=factories.NOW,
                updated_at=factories.NOW,
            )
        )
    row = office.bring(workbook(GOOD | {"企业与产品简介": None}))
    assert counts(row) == (1, 0, 0, 0)
    ((state, introduction, organisation),) = office.read(
        select(Provider.state, Provider.introduction, Organisation.state).join(
            Provider.organisation
        )
    )
    assert (state, introduction, organisation) == ("admitted", "自己写的", "verified")


def test_an_expired_honour_that_is_held_already_may_stand_in_the_file(office):
    office.bring(workbook(GOOD))
    with office.database.unit_of_work() as session:
        held = session.scalar(select(Credential).where(Credential.kind == "honour"))
        held.expires_on = date(2023, 1, 1)
    row = office.bring(workbook(GOOD | {"企业资质": "高新技术企业（2023-01-01）"}))
    assert counts(row) == (0, 0, 1, 0)


def test_a_pool_costs_the_same_number_of_statements_however_long(office):
    def bring(rows, begin):
        codes = [f"{17 * n:017}" for n in range(begin, begin + rows)]
        pool = [
            GOOD | {"公司名称": f"武汉{code}公司", "统一社会信用代码": code + check_character(code)}
            for code in codes
        ]
        return office.statements(lambda: office.bring(workbook(*pool)))

    assert bring(10, 1) == bring(200, 1000)


def test_only_officers_import_and_only_what_they_read(office, database):
    row = office.bring(workbook(GOOD), mode="check")
    context = {"mode": "all", "now": factories.NOW}
    outsider = factories.provider_of(SimpleNamespace(id=1), SimpleNamespace(id=1))
    with database.unit_of_work() as session:
        with pytest.raises(NotPermitted):
            intake.ask_commit(session, row.id, version=None, actor=outsider, **context)
        with pytest.raises(StaleVersion):
            intake.ask_commit(session, row.id, version=99, actor=office.actor, **context)


def test_two_who_run_the_same_import_take_it_in_once(office):
    key = office.hand_in(workbook(GOOD))
    one = office.import_of(key)
    with office.database.reading() as session:
        reports = [one.report(session), one.report(session)]
    for report in reports:
        with office.database.unit_of_work() as session:
            one.keep_report(session, report)
    with office.database.unit_of_work() as session:
        intake.ask_commit(
            session, key, mode="all", version=None, actor=office.actor, now=clock.now(session)
        )
    with office.database.reading() as session:
        entries = [one.entries(session), one.entries(session)]
    for found_entries in entries:
        with office.database.unit_of_work() as session:
            one.take_in(session, found_entries)
    assert len(office.events("import.checked")) == len(office.events("pool.imported")) == 1


def test_what_became_wrong_between_check_and_commit_takes_nothing_in(office):
    row = office.bring(workbook(GOOD, SECOND), mode="check")
    with office.database.unit_of_work() as session:
        intake.ask_commit(
            session, row.id, mode="all", version=None, actor=office.actor, now=clock.now(session)
        )
        factories.organisation(session, factories.USCCS[1], name="别的公司")
    one = office.import_of(row.id)
    with office.database.reading() as session:
        entries = one.entries(session)
    with office.database.unit_of_work() as session:
        one.take_in(session, entries)
    ((row,),) = office.read(select(Import))
    assert (row.state, row.report["failure"]["rule"]) == ("failed", "rows_wrong")
    assert office.read(select(func.count()).select_from(Provider)) == [(0,)]
