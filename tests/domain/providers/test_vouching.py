"""Whom a file does not verify: who registered unseen, and whom the officer himself acts for."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from scenario_market.domain import clock
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers import comparing
from scenario_market.domain.providers.entries import Entry
from scenario_market.domain.providers.models import Provider
from scenario_market.workers import imports
from tests import factories
from tests.desk import counts, found
from tests.domain.providers.pool_file import GOOD, SECOND, workbook


def registered(office, **columns):
    """An organisation that somebody registered under the code and name of the first row; its key."""
    with office.database.unit_of_work() as session:
        row = factories.organisation(
            session, **{"name": GOOD["公司名称"], "state": "unverified"} | columns
        )
        factories.mandate(session, row.id, factories.person(session).id)
        return row.id


@pytest.mark.parametrize("state", ["unverified", "pending"])
@pytest.mark.parametrize("has_draft", [False, True])
def test_a_file_verifies_nobody_who_registered_a_code_unseen(office, state, has_draft):
    key = registered(office, state=state)
    if has_draft:
        with office.database.unit_of_work() as session:
            times = {"created_at": factories.NOW, "updated_at": factories.NOW}
            session.add(Provider(organisation_id=key, **times))
    content = workbook(GOOD, SECOND)
    row = office.bring(content, mode="check")
    assert found(row) == {(3, "uscc", "registered_by_others")}
    row = office.bring(content, mode="good")
    assert (row.state, counts(row)) == ("committed", (1, 0, 0, 1))
    states = office.read(select(Organisation.uscc, Organisation.state, Provider.state).outerjoin(
        Provider, Provider.organisation_id == Organisation.id
    ))  # fmt: skip
    assert set(map(tuple, states)) == {
        (GOOD["统一社会信用代码"], state, "draft" if has_draft else None),
        (SECOND["统一社会信用代码"], "verified", "admitted"),
    }


def test_who_registers_a_code_between_the_check_and_the_commit_is_not_verified_either(office):
    key = office.hand_in(workbook(GOOD))
    one = office.import_of(key)
    with office.database.reading() as session:
        report = one.report(session)
    with office.database.unit_of_work() as session:
        one.keep_report(session, report)
    registered(office)
    row = imports.run(
        office.database, office.files, office.city, key, mode="all", actor=office.actor
    )
    assert (row.state, row.report["failure"]["rule"]) == ("failed", "rows_wrong")
    assert office.read(select(Organisation.state)) == [("unverified",)]


def test_an_organisation_that_nobody_acts_for_any_more_is_taken_in(office):
    with office.database.unit_of_work() as session:
        row = factories.organisation(session, name=GOOD["公司名称"], state="unverified")
        ended = {"state": "ended", "ended_at": factories.NOW}
        factories.mandate(session, row.id, factories.person(session).id, **ended)
    assert counts(office.bring(workbook(GOOD))) == (1, 0, 0, 0)
    assert office.read(select(Organisation.state)) == [("verified",)]


def test_who_registers_under_a_verified_name_does_not_make_it_ambiguous(office):
    office.bring(workbook(GOOD))
    registered(office, uscc=factories.USCCS[2])
    header = [
        "序号",
        "公司名称",
        "企业与产品简介",
        "场景能力",
        "可应用落地场景",
        "类别",
        "企业资质",
    ]
    told = {"公司名称": GOOD["公司名称"], "可应用落地场景": "智慧水务", "类别": "人工智能"}
    assert counts(office.bring(workbook(told, header=header))) == (0, 1, 0, 0)


def test_an_officer_does_not_take_in_an_organisation_that_he_acts_or_lately_acted_for(office):
    other = factories.USCCS[2]
    with office.database.unit_of_work() as session:
        officer = office.actor.person_id
        now, lately = factories.organisation(session, name=GOOD["公司名称"]), None
        lately = factories.organisation(session, factories.USCCS[1], name=SECOND["公司名称"])
        former = factories.organisation(session, other, name="武汉戊公司")
        factories.mandate(session, now.id, officer)
        ended = {"state": "ended", "ended_at": factories.NOW}
        today = clock.now(session)
        for row, days in ((lately, 1), (former, 0)):
            until = today + timedelta(days=days)
            factories.mandate(session, row.id, officer, recused_until=until, **ended)
    third = GOOD | {"公司名称": "武汉戊公司", "统一社会信用代码": other}
    row = office.bring(workbook(GOOD, SECOND, third), mode="good")
    assert found(row) == {(3, "uscc", "own_organisation"), (4, "uscc", "own_organisation")}
    assert counts(row) == (1, 0, 0, 2)
    names = office.read(select(Organisation.name).join(Provider))
    assert names == [("武汉戊公司",)]


def test_whoever_asks_for_the_commit_does_not_take_in_his_own_organisation_either(office):
    with office.database.unit_of_work() as session:
        person = factories.person(session)
        row = factories.organisation(session, name=GOOD["公司名称"])
        factories.mandate(session, row.id, person.id)
        asking = factories.officer(person, "office_lead")
    key = office.hand_in(workbook(GOOD, SECOND))
    row = imports.run(office.database, office.files, office.city, key, mode="good", actor=asking)
    assert counts(row) == (1, 0, 0, 1)
    assert office.read(select(Organisation.name).join(Provider)) == [(SECOND["公司名称"],)]


def test_an_import_does_not_keep_those_waiting_who_refer_to_an_organisation(office):
    """Who tells a provider holds its row and then refers to its organisation: with a full lock they wait in a ring."""
    office.bring(workbook(GOOD))
    entry = Entry(1, GOOD["统一社会信用代码"], GOOD["公司名称"], {}, {}, (), ())
    with office.database.unit_of_work() as session:
        (one,) = comparing.compare(session, iter([entry]), lock=True)
        if session.get_bind().dialect.name == "sqlite":
            return  # one writer at a time
        with office.database.unit_of_work() as other:
            words = "SELECT id FROM organisation WHERE id = :id FOR KEY SHARE NOWAIT"
            assert other.scalar(text(words), {"id": one.organisation.id}) == one.organisation.id
        words = words.replace("KEY SHARE", "NO KEY UPDATE")
        with pytest.raises(OperationalError), office.database.unit_of_work() as other:
            other.scalar(text(words), {"id": one.organisation.id})
