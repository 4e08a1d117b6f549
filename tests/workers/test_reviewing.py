"""After the opening a worker makes blind copies and looks for what bids have in common, as often as it is asked."""

import io

import pytest

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids.events import CorrectionMade
from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.challenges.events import ChallengeUnsealed
from scenario_market.domain.evaluation.models import CollusionHint
from tests.documents.test_stripping import ASCII, jpeg
from tests.domain.bids.desks import ANSWERS
from tests.domain.evaluation.cases import Cast
from tests.factories import NOW

PASSAGE = (
    "通过多光源成像与小样本学习融合的方式逐级筛查轴承座表面的划痕与气孔缺陷并将判定结果实时回写"
)


@pytest.fixture
def call(hand):
    """An opened call: two bids share a passage and an author, a third has a file that cannot be cleaned."""
    with hand.database.unit_of_work() as session:
        cast = Cast(session, hand.city)
        challenge = cast.call()
        texts = (f"其一，{PASSAGE}。", f"方案要点：{PASSAGE}", "完全不同的路线")
        bids = [
            cast.bid(
                challenge,
                content={"approach": {"text": text}},
                total_fen=price,
                traces={"addresses": [f"a{n}"], "devices": []},
            )
            for n, (text, price) in enumerate(zip(texts, (100, 900, 150), strict=True))
        ]
        for number, bid in enumerate(bids):
            content = jpeg() + bytes(number) if number < 2 else b"ID3 sound"
            kept = hand.machine.files.keep(io.BytesIO(content), limit_bytes=10**6)
            session.add(
                BidFile(
                    bid_id=bid.id,
                    section="approach",
                    name=f"方案{number}.jpg",
                    media_type="image/jpeg" if number < 2 else "audio/mpeg",
                    size_bytes=kept.size_bytes,
                    sha256=kept.sha256,
                    stored_as=kept.stored_as,
                )
            )
        session.flush()
        return challenge.id, [bid.id for bid in bids]


def unseal(hand, challenge_id):
    with hand.database.unit_of_work() as session:
        event = ChallengeUnsealed(subject_id=challenge_id, bids=3, early=False)
        outbox.record(session, event, actor=SYSTEM, now=NOW)
    hand.turn()


def found(hand, challenge_id):
    rows = hand.rows(CollusionHint, CollusionHint.challenge_id == challenge_id)
    return [(row.kind, row.bid_ids) for row in rows]


def test_files_get_blind_copies_and_hints_are_kept_once(hand, call):
    challenge_id, (first, second, third) = call
    for _ in range(2):
        unseal(hand, challenge_id)
        assert found(hand, challenge_id) == [
            ("passage", [first, second]),
            ("author", [first, second]),
        ]
    files = {row.bid_id: row for row in hand.rows(BidFile)}
    assert files[first].traces["author"] == ASCII
    with hand.machine.files.open(files[first].blind_stored_as) as copy:
        assert ASCII.encode() not in copy.read()
    assert (files[third].blind_stored_as, files[third].unclean) == (None, "kind")
    (hint, _) = hand.rows(CollusionHint, CollusionHint.challenge_id == challenge_id)
    assert hint.evidence[str(first)] == {"section": "approach", "text": PASSAGE}


def test_a_corrected_bid_is_looked_through_again_and_its_files_stay_as_they_were(hand, call):
    challenge_id, (first, second, _) = call
    unseal(hand, challenge_id)
    with hand.database.unit_of_work() as session:
        row = session.get(Bid, first)
        row.content = {"approach": {"text": "另行撰写"}}
        event = CorrectionMade(subject_id=first, fields=["approach.text"], before=[], after=[])
        outbox.record(session, event, actor=SYSTEM, now=NOW)
    hand.turn()
    assert found(hand, challenge_id) == [("author", [first, second])]
    assert all(row.blind_stored_as or row.unclean for row in hand.rows(BidFile))


def test_a_file_that_came_with_a_correction_is_cleaned_and_looked_through_too(hand, call):
    challenge_id, (first, second, third) = call
    unseal(hand, challenge_id)
    with hand.database.unit_of_work() as session:
        (old,) = session.query(BidFile).filter_by(bid_id=third)
        kept = hand.machine.files.keep(io.BytesIO(jpeg() + b"3"), limit_bytes=10**6)
        sent = {"name": "扫描件.jpg", "media_type": "image/jpeg", "size_bytes": kept.size_bytes}
        sent |= {"sha256": kept.sha256, "stored_as": kept.stored_as}
        session.add(BidFile(bid_id=third, section="team", replaces_id=old.id, **sent))
        event = CorrectionMade(subject_id=third, fields=[f"files.{old.id}"], before=[], after=[])
        outbox.record(session, event, actor=SYSTEM, now=NOW)
    hand.turn()
    assert found(hand, challenge_id)[1:] == [("author", [first, second, third])]
    (new,) = hand.rows(BidFile, BidFile.replaces_id.is_not(None))
    with hand.machine.files.open(new.blind_stored_as) as copy:
        assert ASCII.encode() not in copy.read()


def test_budgets_and_connections_are_looked_through_too(hand):
    items = [{"name": name, "amount_fen": n} for name, n in (("a", 101), ("b", 203), ("c", 307))]
    with hand.database.unit_of_work() as session:
        cast = Cast(session, hand.city)
        challenge = cast.call()
        keys = []
        for factor in (1, 3):
            scaled = [one | {"amount_fen": factor * one["amount_fen"]} for one in items]
            budget = {"items": scaled, "total_fen": factor * 611}
            bid = cast.bid(challenge, content={"budget": budget}, traces={"addresses": ["f00d"]})
            keys.append(bid.id)
        lapsed = {"content": ANSWERS, "state": "lapsed", "traces": {"addresses": ["f00d"]}}
        cast.bid(challenge, **lapsed)
    unseal(hand, challenge.id)
    assert found(hand, challenge.id) == [("address", keys), ("price_ratio", keys)]
