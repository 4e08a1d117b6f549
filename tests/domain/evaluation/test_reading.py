"""Who reads what of bids and sheets, and when; and that each reading is on record."""

from dataclasses import replace

import pytest

from scenario_market.domain import readings
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.bids.models import BidFile
from scenario_market.domain.errors import NotFound, NotPermitted, NotSignedIn, RuleRefused
from scenario_market.domain.evaluation import (
    reading,
    showing,
    tallies,
)
from scenario_market.domain.evaluation.models import CollusionHint
from scenario_market.domain.experts.models import Expert
from tests import factories
from tests.domain.evaluation.cases import LEAVE
from tests.factories import NOW

BLIND = {"approach", "metrics", "milestones", "budget", "impact"}


def read(cast, bid, actor):
    return reading.bid(cast.session, bid.id, actor=actor, **cast.context)


def attach(cast, bid, section, blind="bb"):
    row = BidFile(
        bid_id=bid.id,
        section=section,
        name="武汉某公司方案.PDF",
        media_type="application/pdf",
        size_bytes=3,
        sha256="0" * 64,
        stored_as="aa",
        blind_stored_as=blind,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_before_the_opening_and_for_strangers_a_bid_is_not_found(cast):
    for state in ("open", "closed"):
        bid = cast.bid(cast.call(state))
        for actor in (cast.officer, cast.watch, cast.bidder(bid)):
            with pytest.raises(NotFound):
                read(cast, bid, actor)
            with pytest.raises(NotFound):
                reading.bids(cast.session, bid.challenge_id, actor=actor, now=NOW)
    bid = cast.bid(cast.call())
    with pytest.raises(NotFound):
        read(cast, bid, cast.bidder(cast.bid(cast.call())))
    with pytest.raises(NotFound):
        read(cast, bid, cast.register.self_of(cast.expert()))
    with pytest.raises(NotPermitted):
        read(cast, bid, cast.owner_actor)
    with pytest.raises(NotSignedIn):
        read(cast, bid, PUBLIC)


def test_the_office_who_watches_and_its_own_people_read_a_bid_whole(cast):
    challenge, member = cast.call(), cast.organisation("联合体成员")
    bid = cast.bid(challenge, member)
    partner = replace(cast.bidder(bid), mandates={member.id: frozenset({"offers"})})
    for actor in (cast.officer, cast.watch, cast.bidder(bid), partner):
        shown = read(cast, bid, actor)
        assert set(shown["sections"]) == {*BLIND, "capability", "cases", "team", "statement"}
        assert [one["is_lead"] for one in shown["organisations"]] == [True, False]
    lapsed = cast.bid(challenge, state="lapsed")
    with pytest.raises(NotFound):
        read(cast, lapsed, cast.officer)
    read(cast, lapsed, cast.bidder(lapsed))


def test_an_officer_who_stands_for_a_side_reads_no_bid_of_the_others(cast):
    challenge = cast.call()
    mine, other = cast.bid(challenge), cast.bid(challenge)
    officer = factories.officer(cast.person())
    factories.mandate(cast.session, mine.organisation_id, officer.person_id, "offers")
    with pytest.raises(NotFound):
        read(cast, other, officer)
    with pytest.raises(NotFound):
        reading.bids(cast.session, challenge.id, actor=officer, now=NOW)


def test_a_member_reads_the_blind_part_by_pseudonym_and_the_open_one_when_all_have_scored(cast):
    challenge, panel, bids = cast.scoring()
    bid, seat = bids[0], cast.seats(panel)[0]
    attach(cast, bid, "approach")
    attach(cast, bid, "approach", blind=None)
    attach(cast, bid, "team")
    me = cast.member(seat)
    shown = read(cast, bid, me)
    assert set(shown["sections"]) == BLIND
    assert shown["total_fen"] == 80_000_000
    assert not {"organisation_id", "organisations", "handed_in_at", "content_hash"} & set(shown)
    assert [one["name"] for one in shown["files"]] == ["approach-1.pdf"]
    (name,) = {
        reading.file(
            cast.session, bid.id, shown["files"][0]["id"], actor=me, **cast.context
        ).stored_as
    }
    assert name == "bb"
    cast.score(panel, bids, "blind")
    shown = read(cast, bid, me)
    assert {"team", "capability"} < set(shown["sections"])
    assert shown["organisations"][0]["organisation_id"] == bid.organisation_id
    assert len(shown["files"]) == 3
    assert {one["name"] for one in shown["files"]} == {"武汉某公司方案.PDF"}
    listed = reading.bids(cast.session, challenge.id, actor=me, now=NOW)
    assert [one["id"] for one in listed] == [
        bid.id for bid in sorted(bids, key=lambda one: one.pseudonym)
    ]


def test_a_file_of_the_open_part_is_not_found_by_a_blind_reader(cast):
    _, panel, bids = cast.scoring()
    hidden = attach(cast, bids[0], "team")
    given = {"actor": cast.member(cast.seats(panel)[0]), **cast.context}
    for file_id in (hidden.id, 10**6):
        with pytest.raises(NotFound):
            reading.file(cast.session, bids[0].id, file_id, **given)
    given["actor"] = cast.officer
    found = reading.file(cast.session, bids[0].id, hidden.id, **given)
    assert (found.stored_as, found.name) == ("aa", "武汉某公司方案.PDF")


def test_who_has_not_declared_or_has_left_or_has_a_conflict_reads_nothing(cast):
    _, panel, bids = cast.scoring()
    first, second, *_ = cast.seats(panel)
    cast.leave("recuse", first, LEAVE)
    (new,) = cast.seats(panel, "invited")
    cast.accept(new)
    for seat in (first, new):
        with pytest.raises(NotFound):
            read(cast, bids[0], cast.member(seat))
    expert = cast.session.get(Expert, second.expert_id)
    cast.register.post(expert, organisation_id=bids[0].organisation_id)
    with pytest.raises(RuleRefused, match="own_organisation_scored"):
        read(cast, bids[0], cast.member(second))
    read(cast, bids[1], cast.member(second))


def test_sheets_of_others_are_hidden_until_the_panel_deliberates(cast):
    challenge, panel, bids = cast.scoring()
    mine, other, *_ = cast.seats(panel)
    cast.save(cast.sheet(other, bids[0]))
    me, theirs = cast.member(mine), cast.sheet(other, bids[0])
    given = {"now": NOW}
    for actor in (me, cast.chair(panel), cast.officer, cast.watch):
        if actor.person_id != cast.member(other).person_id:
            with pytest.raises(NotFound):
                showing.sheet(cast.session, theirs.id, actor=actor, **given)
    own = showing.sheets(cast.session, challenge.id, actor=me, **given)
    assert {one["member"] for one in own} == {mine.number}
    assert showing.sheets(cast.session, challenge.id, actor=cast.officer, **given) == []
    with pytest.raises(NotFound):
        tallies.score_hints(cast.session, challenge.id, actor=cast.chair(panel), **cast.context)
    for part in ("blind", "open"):
        for seat in cast.seats(panel):
            for bid in bids:
                cast.save(cast.sheet(seat, bid, part), 60 if seat.id == other.id else 90)
                cast.submit(cast.sheet(seat, bid, part)) if part == "blind" else None
        if part == "open":
            for seat in cast.seats(panel):
                for bid in bids:
                    cast.submit(cast.sheet(seat, bid, part))
    cast.deliberate(panel)
    for actor in (me, cast.officer, cast.watch):
        shown = showing.sheet(cast.session, theirs.id, actor=actor, **given)
        assert shown["scores"]["cost"]["score"] == 60
        assert len(showing.sheets(cast.session, challenge.id, actor=actor, **given)) == 30
    hints = tallies.score_hints(cast.session, challenge.id, actor=cast.chair(panel), **cast.context)
    assert {one["member"] for one in hints if one["kind"] == "severe"} == {other.number}
    with pytest.raises(NotFound):
        showing.sheet(cast.session, theirs.id, actor=cast.register.self_of(cast.expert()), **given)


def test_each_reading_is_on_record_and_only_who_watches_lists_them(cast):
    challenge, panel, bids = cast.scoring()
    me = cast.member(cast.seats(panel)[0])
    sheet = cast.sheet(cast.seats(panel)[0], bids[1])
    read(cast, bids[0], me)
    read(cast, bids[0], cast.officer)
    showing.sheet(cast.session, sheet.id, actor=me, now=NOW)
    with pytest.raises(NotFound):
        read(cast, bids[0], cast.register.self_of(cast.expert()))
    rows = readings.readings(
        cast.session, actor=cast.watch, challenge_id=challenge.id, limit=100
    ).rows
    assert [(row.person_id, row.subject_kind, row.subject_id, row.part) for row in rows] == [
        (me.person_id, "score_sheet", sheet.id, "blind"),
        (cast.officer.person_id, "bid", bids[0].id, "whole"),
        (me.person_id, "bid", bids[0].id, "blind"),
    ]
    only = readings.readings(cast.session, actor=cast.watch, person_id=me.person_id)
    assert len(only.rows) == 2
    for actor in (cast.officer, me):
        with pytest.raises(NotPermitted):
            readings.readings(cast.session, actor=actor)


def test_a_panel_shows_its_people_to_the_office_alone_and_its_secrets_to_nobody(cast):
    challenge, panel, _ = cast.scoring()
    for actor in (cast.officer, cast.watch):
        shown = showing.panel(cast.session, challenge.id, actor=actor, now=NOW)
        assert len(shown["seats"]) == 5
        assert all(seat["name"] for seat in shown["seats"])
        assert shown["sheets"] == {"assigned": 30}
    me = cast.member(cast.seats(panel)[0])
    shown = showing.panel(cast.session, challenge.id, actor=me, now=NOW)
    (own,) = shown["seats"]
    assert own["id"] == cast.seats(panel)[0].id
    assert "测试发榜单位" in own["parties"]
    assert not {"secret", "secret_sealed"} & set(shown)
    with pytest.raises(NotFound):
        showing.panel(
            cast.session, challenge.id, actor=cast.register.self_of(cast.expert()), now=NOW
        )


def test_who_is_asked_learns_the_parties_when_he_accepts(cast):
    cast.populate()
    challenge = cast.call()
    cast.bid(challenge)
    panel = cast.drawn(challenge)
    seat = cast.seats(panel)[0]
    me = cast.member(seat)
    assert "parties" not in showing.seat(cast.session, seat.id, actor=me, now=NOW)
    cast.accept(seat)
    (own,) = showing.seats(cast.session, actor=me, now=NOW).rows
    assert len(own["parties"]) == 2
    with pytest.raises(NotFound):
        showing.seat(cast.session, seat.id, actor=cast.member(cast.seats(panel)[1]), now=NOW)


def test_who_comes_in_at_the_deliberation_reads_no_other_s_scores_before_his_own_are_in(cast):
    challenge, panel, bids = cast.consensus()
    (gone,) = [seat for seat in cast.seats(panel) if not seat.is_chair][:1]
    cast.leave("recuse", gone, LEAVE)
    (new,) = cast.seats(panel, "invited")
    (chair,) = [seat for seat in cast.seats(panel) if seat.is_chair]
    me = cast.member(new)

    def seen():
        return {
            one["member"] for one in showing.sheets(cast.session, challenge.id, actor=me, now=NOW)
        }

    reads = (
        lambda: showing.sheet(cast.session, cast.sheet(chair, bids[0]).id, actor=me, now=NOW),
        lambda: tallies.standing(cast.session, challenge.id, actor=me, now=NOW),
        lambda: tallies.hearings(cast.session, challenge.id, actor=me, now=NOW),
    )
    for act in (lambda: None, lambda: cast.accept(new), lambda: cast.declare(new)):
        act()
        assert seen() <= {new.number}
        for read in reads:
            with pytest.raises(NotFound):
                read()
    for part in ("blind", "open"):
        for bid in bids:
            sheet = cast.sheet(new, bid, part)
            cast.save(sheet)
            cast.submit(sheet)
    assert len(seen()) == 6  # five who sit, and the void sheets of who left
    reads[1]()
    reads[2]()


def test_hints_of_collusion_are_the_office_s_alone_and_looking_is_on_record(cast):
    challenge = cast.call()
    bids = [cast.bid(challenge), cast.bid(challenge)]
    cast.session.add(
        CollusionHint(
            challenge_id=challenge.id,
            kind="address",
            bid_ids=[bid.id for bid in bids],
            evidence={},
            found_at=NOW,
        )
    )
    found = tallies.collusion_hints(cast.session, challenge.id, actor=cast.officer, now=NOW)
    assert [row.kind for row in found.rows] == ["address"]
    for actor in (cast.watch, cast.bidder(bids[0]), cast.register.self_of(cast.expert())):
        with pytest.raises(NotPermitted):
            tallies.collusion_hints(cast.session, challenge.id, actor=actor, now=NOW)
    rows = readings.readings(cast.session, actor=cast.watch, challenge_id=challenge.id).rows
    assert [row.part for row in rows] == ["hints"]
