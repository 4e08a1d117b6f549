"""What belongs to a case: everything that descends from its call, in a number of statements that does not grow."""

from scenario_market.domain.base import Base
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.dossiers import collecting, tables
from tests.statements import count_statements


def collect(cast, pledge):
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    cast.session.flush()
    return collecting.collect(cast.session, challenge, now=cast.now)


def test_every_table_of_a_case_is_in_it_or_stays_out_with_a_reason():
    known = set(Base.metadata.tables)
    assert set(tables.OUT) <= known
    assert set(tables.parents()) & known >= tables.EVALUATION
    descending = {
        "bid",
        "bid_file",
        "pledge_signature",
        "milestone",
        "score_sheet",
        "award_document",
    }
    assert descending <= set(tables.parents())
    assert not {"person", "organisation", "workspace", "key_share"} & set(tables.parents())


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
