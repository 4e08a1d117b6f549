"""What belongs to a case: everything that descends from its call, in a number of statements that does not grow."""

from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.base import Base
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.dossiers import collecting, tables
from scenario_market.texts import dossier as words
from tests.statements import count_statements


def collect(cast, pledge):
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    cast.session.flush()
    return collecting.collect(cast.session, challenge, now=cast.now, city=cast.city)


def test_every_table_of_a_case_is_in_it_or_stays_out_with_a_reason():
    known = set(Base.metadata.tables)
    assert {name for out in tables.OUT.values() for name in out} <= known
    assert set(tables.parents("challenge")) & known >= tables.EVALUATION
    descending = {
        "bid",
        "bid_file",
        "pledge_signature",
        "milestone",
        "score_sheet",
        "award_document",
    }
    assert descending <= set(tables.parents("challenge"))
    apart = {"person", "organisation", "workspace", "key_share"}
    assert not apart & set(tables.parents("challenge"))
    of_need = {"demand_version", "response", "contract", "project", "milestone", "landmark"}
    assert of_need <= set(tables.parents("demand"))
    assert not (apart | {"bid", "challenge"}) & set(tables.parents("demand"))


def test_no_column_of_bytes_and_no_masked_column_leaves_the_house(cast):
    case = collect(cast, cast.signed())
    row = case.records["challenge"][0]
    assert "public_key" not in row
    assert "title" in row


def test_nothing_of_another_case_is_in_it(cast):
    first, second = cast.signed(), cast.settled()
    case = collect(cast, first)
    assert {row["id"] for row in case.records["pledge"]} == {first.id}
    assert {row["pledge_id"] for row in case.records["pledge_version"]} == {first.id}
    assert second.bid_id not in {row["id"] for row in case.records["bid"]}
    about = {(row["subject_kind"], row["subject_id"]) for row in case.records["event"]}
    assert ("pledge", second.id) not in about


def test_collecting_asks_as_often_for_a_large_case_as_for_a_small_one(cast):
    small = cast.signed()
    large = cast.signed(reserves=[cast.organisation(name=f"备选{n}") for n in range(6)])
    asked = []
    for pledge in (small, large):
        cast.session.expire_all()
        engine = cast.session.get_bind()
        asked.append(count_statements(engine, lambda one=pledge: collect(cast, one)))
    assert asked[0] == asked[1]


def test_the_minutes_of_the_collective_decision_are_among_its_files(cast):
    pledge = cast.signed()
    row = Attachment(
        subject_kind="result",
        subject_id=pledge.challenge_id,
        purpose="minutes",
        name="纪要.pdf",
        media_type="application/pdf",
        size_bytes=9,
        sha256="ab" * 32,
        stored_as="ab/ab",
        created_at=cast.now,
    )
    cast.session.add(row)
    case = collect(cast, pledge)
    assert "files/" + "ab" * 32 in {one.path for one in case.enclosures}
    assert "minutes" in {one["purpose"] for one in case.records["attachment"]}


def test_every_part_that_a_dossier_may_hold_or_withhold_has_a_name():
    of_case = {*tables.ROOTS, *tables.OF_DEMAND}
    for root in tables.ROOTS:
        of_case |= {*tables.parents(root), *tables.BY_SUBJECT[root], *tables.OUT[root]}
    beside = {"attachment", "state_change", "event", "person", "organisation"}
    assert set(words.PARTS) == of_case | beside
