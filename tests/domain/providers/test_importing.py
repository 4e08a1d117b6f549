"""A pool file on its way in, end to end: bytes, file store, dry run, report, commit."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from scenario_market.documents.files import Directory
from scenario_market.documents.import_files import error_workbook
from scenario_market.documents.import_kinds import KINDS
from scenario_market.documents.pool_files import open_pool_file
from scenario_market.documents.workbooks import TEXT, WORKBOOK
from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    Invalid,
    NotPermitted,
    RuleRefused,
    StaleVersion,
    TooLarge,
)
from scenario_market.domain.imports import intake
from scenario_market.domain.imports.models import Import
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.uscc import check_character
from scenario_market.domain.providers import comparing, listing
from scenario_market.domain.providers.entries import Entry
from scenario_market.domain.providers.models import Credential, Offering, Provider
from scenario_market.workers import imports
from tests import factories
from tests.desk import Desk, counts, found

HEADER = [
    "公司名称",
    "统一社会信用代码",
    "类别",
    "所在区",
    "企业与产品简介",
    "场景能力",
    "服务类型",
    "服务领域",
]
HEADER += ["企业资质", "证书", "产品及方案", "联系人", "联系电话"]
GOOD = {
    "公司名称": "武汉丙数字科技有限公司",
    "统一社会信用代码": factories.USCCS[0],
    "类别": "数字化转型诊断咨询服务商",
    "所在区": "光谷",
    "企业与产品简介": "面向离散制造的数字化诊断。",
    "场景能力": "产线数据采集；能耗诊断",
    "服务类型": "诊断咨询、工业软件",
    "服务领域": "智慧园区",
    "企业资质": "高新技术企业（2099-12-31）",
    "证书": "CMMI 3 级",
    "产品及方案": "能耗诊断系统：按产线计量",
    "联系人": "王工",
    "联系电话": "027-87654321",
}
SECOND = GOOD | {"公司名称": "武汉丁公司", "统一社会信用代码": factories.USCCS[1]}


def workbook(*rows, header=HEADER):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某市服务商库"])
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name) for name in header])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_file(*rows, header=HEADER, encoding="utf-8-sig"):
    lines = [",".join(header)]
    lines += [",".join(row.get(name) or "" for name in header) for row in rows]
    return "\r\n".join(lines).encode(encoding)


@pytest.fixture
def office(database, tmp_path, city):
    """An officer who brings pools in."""
    return Desk(database, tmp_path, city, "pool")


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
        page = listing.list_providers(
            session, listing.Filters(domain="water"), actor=office.actor
        ).rows
    assert [one["id"] for one in page] == [provider.id]


BAD = [
    ({"统一社会信用代码": "91350100M000100Y44"}, "uscc", "uscc_check_digit"),
    ({"企业资质": "高新技术企业（2020-01-01至2023-01-01）"}, "honours", "expired"),
    ({"服务领域": "智慧园林"}, "domains", "unknown_code"),
    ({"场景能力": "=HYPERLINK(1)"}, "capabilities", "formula_cell"),
    ({"公司名称": None}, "name", "required"),
    ({"联系电话": "请找王工"}, "contact_mobile", "phone_format"),
]


def test_bad_rows_are_named_and_the_good_ones_can_be_taken(office):
    codes = [f"{17 * n:017}" for n in range(1, 1 + len(BAD))]
    rows = [
        SECOND
        | {"公司名称": f"武汉{n}公司", "统一社会信用代码": code + check_character(code)}
        | said
        for n, (code, (said, _, _)) in enumerate(zip(codes, BAD, strict=True))
    ]
    content = workbook(GOOD, *rows)
    row = office.bring(content, mode="check")
    assert counts(row) == (1, 0, 0, len(BAD))
    assert found(row) == {(4 + n, field, rule) for n, (_, field, rule) in enumerate(BAD)}
    with pytest.raises(RuleRefused, match="rows_wrong"):
        office.bring(content, mode="all")
    assert office.read(select(func.count()).select_from(Provider)) == [(0,)]
    row = office.bring(content, mode="good")
    assert (row.state, counts(row)) == ("committed", (1, 0, 0, len(BAD)))
    assert office.read(select(func.count()).select_from(Provider)) == [(1,)]


def test_all_errors_of_a_row_are_named_at_once(office):
    row = office.bring(
        workbook(GOOD | {"统一社会信用代码": "123", "服务领域": "?", "联系电话": "x"}), mode="check"
    )
    assert found(row) == {
        (3, "uscc", "uscc_length"),
        (3, "domains", "unknown_code"),
        (3, "contact_mobile", "phone_format"),
    }


def test_a_gb18030_text_file_with_a_half_written_row_loses_only_that_row(office):
    content = text_file(GOOD, SECOND, encoding="gb18030")
    content = content[: content.rindex("智慧园区".encode("gb18030"))]
    row = office.bring(content, mode="good", name="服务商.csv")
    assert row.report["file"]["encoding"] == "gb18030"
    assert counts(row) == (1, 0, 0, 1)
    assert (3, "row", "short_row") in found(row)


def test_an_organisation_that_stands_twice_is_wrong_the_second_time(office):
    row = office.bring(workbook(GOOD, SECOND, GOOD), mode="check")
    assert counts(row) == (2, 0, 0, 1)
    assert found(row) == {(5, "uscc", "row_repeated")}


def test_a_zip_bomb_ends_the_import_with_a_reason(office):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 100_000_000)
    row = office.bring(stream.getvalue())
    assert row.state == "failed"
    assert row.report["failure"]["rule"] == "archive_bomb"
    assert office.events("import.failed") == [{"rule": "archive_bomb"}]


def test_a_file_that_is_no_pool_fails_with_its_reason(office):
    for content, name, rule in (
        (b"x", "a.doc", "header_not_found"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "header_not_found"),
        ("公司名称,类别\n甲,乙\n".encode(), "a.csv", "missing_columns"),
    ):
        row = office.bring(content, name=name)
        assert (row.state, row.report["failure"]["rule"]) == ("failed", rule)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7", "unsupported_media"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "encrypted_file"),
    ],
)
def test_what_is_no_table_at_all_is_refused_before_it_is_kept(office, content, rule):
    with pytest.raises(Invalid) as refused:
        office.hand_in(content, name="服务商库.xlsx")
    assert [(e.field, e.rule) for e in refused.value.errors] == [("file", rule)]
    assert [p for p in office.files.root.rglob("*") if p.is_file() and p.name != ".lock"] == []


def test_an_import_has_the_type_of_its_content_and_a_name_that_is_safe_to_save(office):
    office.hand_in(workbook(GOOD), name="..\\名册\u202ecsv.exe")
    office.hand_in("公司名称\n甲\n".encode(), name="../../etc/" + "长" * 300 + ".XLSX")
    (first, second) = office.read(select(Attachment.name, Attachment.media_type))
    assert first == ("名册csv.xlsx", WORKBOOK.media_type)
    assert second.media_type == TEXT.media_type
    assert second.name.endswith("长.csv")
    assert len(second.name.encode()) <= 180
    assert "/" not in second.name


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


def test_an_expired_honour_that_is_held_already_may_stand_in_the_file(office):
    office.bring(workbook(GOOD))
    with office.database.unit_of_work() as session:
        held = session.scalar(select(Credential).where(Credential.kind == "honour"))
        held.expires_on = date(2023, 1, 1)
    row = office.bring(workbook(GOOD | {"企业资质": "高新技术企业（2023-01-01）"}))
    assert counts(row) == (0, 0, 1, 0)


def test_the_error_workbook_has_the_wrong_rows_with_all_errors_in_words(office):
    content = workbook(GOOD, SECOND | {"服务领域": "智慧园林", "统一社会信用代码": "123"})
    today = office.city.day(factories.NOW)
    file = open_pool_file(io.BytesIO(content), "a.xlsx", city=office.city, today=today)
    stream = io.BytesIO()
    with office.database.reading() as session:
        error_workbook(stream, session, file, KINDS["pool"])
    sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active
    header, row = sheet.iter_rows(values_only=True)
    assert header == (*HEADER, "原行号", "错误说明")
    assert row[0] == "武汉丁公司"
    assert row[-2] == 4
    assert "应为 18 位，实际 3 位" in row[-1]
    assert "智慧园林" in row[-1]
    assert "服务领域" in row[-1]
    # What came back can be mended and handed in: its own header is found again.
    stream.seek(0)
    again = open_pool_file(stream, "b.xlsx", city=office.city, today=today)
    assert [entry.name for _, entry in again.rows] == ["武汉丁公司"]


def test_a_file_above_the_limit_is_not_kept(tmp_path):
    with pytest.raises(TooLarge):
        Directory(tmp_path / "files").keep(io.BytesIO(b"x" * 11), limit_bytes=10)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "aa/" + "b" * 31, "/etc/passwd", ""])
def test_the_store_opens_only_names_it_gave(tmp_path, name):
    with pytest.raises(FileNotFoundError):
        Directory(tmp_path).open(name)


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
