"""Papers that cannot be read: sent again in the one correction, beside what was handed in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.bids.models import BidFile
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound, RuleRefused
from scenario_market.domain.evaluation import correcting, reading

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
READABLE = Upload("营业执照.pdf", "application/pdf", 9, "b" * 64, "store/b")


@pytest.fixture
def bid(cast):
    """A bid under the formal check."""
    challenge = cast.call()
    made = cast.bid(challenge)
    for _ in range(2):
        cast.bid(challenge)
    cast.begin(challenge)
    return made


def paper(cast, bid, section="statement", **columns):
    row = BidFile(
        **{"bid_id": bid.id, "section": section, "name": f"{section}.pdf", "size_bytes": 9}
        | {"media_type": "application/pdf", "sha256": "a" * 64, "stored_as": "store/a"}
        | {"blind_stored_as": "store/a", **columns}
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def send(cast, bid, row, upload=READABLE, actor=None):
    actor = actor or cast.bidder(bid)
    return correcting.send_file(
        cast.session, bid.id, row.id, upload=upload, actor=actor, now=cast.now
    )


def names(cast, bid):
    shown = reading.bid(cast.session, bid.id, actor=cast.officer, **cast.context)
    return [one["name"] for one in shown["files"]]


def test_a_paper_that_was_named_is_replaced_and_what_was_handed_in_is_kept(cast, bid):
    scan = paper(cast, bid)
    cast.ask(bid, f"files.{scan.id}")
    first = send(cast, bid, scan, Upload("误传.pdf", "application/pdf", 1, "c" * 64, "store/c"))
    assert names(cast, bid) == ["statement.pdf"]
    again = send(cast, bid, scan)
    correcting.correct(
        cast.session, bid.id, values={}, actor=cast.bidder(bid), version=None, **cast.context
    )
    assert names(cast, bid) == ["营业执照.pdf"]
    ((_, said),) = cast.events("bid.corrected")
    assert said["fields"] == [f"files.{scan.id}"]
    assert (said["before"], said["after"]) == (["a" * 64], ["b" * 64])
    old = reading.file(cast.session, bid.id, scan.id, actor=cast.officer, **cast.context)
    assert (old.stored_as, old.name) == ("store/a", "statement.pdf")
    kept = cast.session.scalars(select(BidFile.sha256).where(BidFile.bid_id == bid.id)).all()
    assert sorted(kept) == [scan.sha256, again.sha256]
    assert first.sha256 not in kept


def test_no_file_of_substance_and_none_of_another_bid_is_asked_for(cast, bid):
    scan, plan = paper(cast, bid), paper(cast, bid, "approach")
    proof = paper(cast, bid, "cases")
    other = paper(cast, cast.bid(cast.call()))
    with pytest.raises(Invalid) as refused:
        cast.ask(bid, *(f"files.{one.id}" for one in (plan, proof, other)), "files.x")
    found = [(one.field, one.rule) for one in refused.value.errors]
    fixed, unknown = "substance_fixed", "unknown_field"
    assert found == [(f"fields.{n}", r) for n, r in enumerate((fixed, fixed, unknown, unknown))]
    cast.ask(bid, "statement.text")
    with pytest.raises(NotFound):
        send(cast, bid, scan)


def test_a_file_is_sent_by_its_bidder_in_time_and_counts_with_his_answer_alone(cast, bid):
    scan = paper(cast, bid)
    with pytest.raises(IllegalMove):
        send(cast, bid, scan)
    cast.ask(bid, f"files.{scan.id}")
    with pytest.raises(NotFound):
        send(cast, bid, scan, actor=cast.bidder(cast.bid(cast.call())))
    with pytest.raises(Invalid, match="required"):
        correcting.correct(
            cast.session, bid.id, values={}, actor=cast.bidder(bid), version=None, **cast.context
        )
    with pytest.raises(Invalid, match="not_asked_for"):
        cast.correct(bid, values={f"files.{scan.id}": "x"})
    send(cast, bid, scan)
    cast.now += timedelta(hours=24)
    with pytest.raises(RuleRefused, match="correction_over"):
        send(cast, bid, scan)
    correcting.lapse_correction(cast.session, bid.id, **cast.context)
    assert bid.state == "under_review"
    assert names(cast, bid) == ["statement.pdf"]
    assert cast.session.scalars(select(BidFile.id).where(BidFile.bid_id == bid.id)).all() == [
        scan.id
    ]
