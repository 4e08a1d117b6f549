"""The opening: what was handed in becomes bids, whole and once; the rest is read by nobody."""

import pytest
from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.bids import opening, published
from scenario_market.domain.bids.models import (
    BidFile,
    BidMember,
    SealedFile,
)
from scenario_market.domain.bids.sealing import CannotOpen
from scenario_market.domain.errors import NotFound
from tests.domain.bids.desks import ANSWERS
from tests.domain.bids.openings import bids, close, events, fresh, keep_file, open_all


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


def test_what_was_handed_in_becomes_a_bid_with_its_content_and_members(scene, root):
    workspace, actor = scene.begun()
    done = scene.handed_in(workspace, actor)
    close(scene)
    challenge = open_all(scene, root)
    (bid,) = bids(scene)
    assert (challenge.state, challenge.unsealed_at) == ("unsealed", scene.now)
    assert bid.content == done.contents.handed_in.content
    assert bid.content["budget"] == ANSWERS["budget"]
    assert (bid.state, bid.total_fen, bid.number) == ("under_review", 80_000_000, 2)
    assert (bid.content_hash, bid.salt) == (done.receipt["content_hash"], done.receipt["salt"])
    assert bid.handed_in_at < bid.opened_at == scene.now
    (member,) = scene.session.scalars(select(BidMember).where(BidMember.bid_id == bid.id))
    assert (member.organisation_id, member.is_lead) == (workspace.organisation_id, True)
    (unsealed,) = events(scene, "challenge.unsealed")
    assert unsealed.payload == {"bids": 1, "early": False}
    assert [one.subject_id for one in events(scene, "bid.opened")] == [bid.id]


def test_what_was_saved_or_taken_back_is_erased_and_never_a_bid(scene, root):
    saved, actor = scene.begun()
    scene.act(saved, actor, answers=ANSWERS)
    taken, other = scene.begun()
    scene.handed_in(taken, other)
    scene.act(taken, other, "withdraw")
    close(scene)
    challenge = open_all(scene, root)
    assert challenge.state == "unsealed"
    assert bids(scene) == []
    assert events(scene, "challenge.unsealed")[0].payload["bids"] == 0
    for workspace in (saved, taken):
        row = fresh(scene, workspace)
        assert (row.envelope, row.sealed_key, row.draft_key) == (b"", b"", None)


def test_what_changed_after_the_hand_in_is_not_in_the_bid(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    scene.act(workspace, actor, answers={"impact": {"text": "后来又想改的话"}})
    close(scene)
    open_all(scene, root)
    (bid,) = bids(scene)
    assert bid.content["impact"] == ANSWERS["impact"]
    assert scene.read(workspace, actor).bid is bid


def test_a_bid_that_was_not_confirmed_after_a_material_change_lapses(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    scene.challenge.content_number = scene.challenge.reconfirm_number = 2
    close(scene)
    open_all(scene, root)
    (bid,) = bids(scene)
    assert bid.state == "lapsed"
    assert [one.subject_id for one in events(scene, "bid.lapsed")] == [bid.id]
    assert events(scene, "bid.opened") == []
    assert events(scene, "challenge.unsealed")[0].payload["bids"] == 0


def test_attachments_are_decrypted_into_the_store_and_their_ciphertexts_forgotten(scene, root):
    workspace, actor = scene.begun()
    content = b"%PDF-1.7 " + bytes(100_000)
    file = keep_file(scene, root, workspace, content)
    left_out = keep_file(scene, root, workspace, b"draft only", name="草稿.pdf")
    scene.act(workspace, actor, added=file)
    scene.handed_in(workspace, actor)
    scene.act(workspace, actor, added=left_out)
    close(scene)
    open_all(scene, root)
    (row,) = scene.session.scalars(select(BidFile))
    assert (row.name, row.sha256, row.size_bytes) == ("方案.pdf", file.sha256, len(content))
    with Directory(root).open(row.stored_as) as stream:
        assert stream.read() == content
    assert scene.session.scalars(select(SealedFile)).all() == []


@pytest.mark.parametrize("loss", ["gone", "changed"])
def test_an_attachment_that_does_not_open_is_told_and_the_bid_stands(scene, root, loss):
    workspace, actor = scene.begun()
    file = keep_file(scene, root, workspace, b"content")
    scene.act(workspace, actor, added=file)
    scene.handed_in(workspace, actor)
    path = root / file.stored_as
    if loss == "gone":
        path.unlink()
    else:
        kept = path.read_bytes()
        path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    close(scene)
    open_all(scene, root)
    (bid,) = bids(scene)
    (told,) = events(scene, "challenge.bid_file_unreadable")
    assert (told.payload["bid_id"], told.payload["sha256"]) == (bid.id, file.sha256)
    assert scene.session.scalars(select(BidFile)).all() == []


def test_an_envelope_that_was_changed_is_told_and_kept_and_the_others_open(scene, root):
    spoilt, actor = scene.begun()
    scene.handed_in(spoilt, actor)
    good, other = scene.begun()
    scene.handed_in(good, other)
    spoilt.envelope = spoilt.envelope[:-1] + bytes([spoilt.envelope[-1] ^ 1])
    scene.session.flush()
    kept = spoilt.envelope
    close(scene)
    challenge = open_all(scene, root)
    assert challenge.state == "unsealed"
    assert [bid.workspace_id for bid in bids(scene)] == [good.id]
    (told,) = events(scene, "challenge.bid_unreadable")
    assert told.payload["workspace_id"] == spoilt.id
    assert fresh(scene, spoilt).envelope == kept
    assert fresh(scene, spoilt).draft_key is None


def test_an_opening_that_broke_off_goes_on_where_it_stood(scene, root):
    for _ in range(5):
        scene.handed_in(*scene.begun())
    close(scene)
    assert open_all(scene, root, batch=2, batches=1) is None
    assert len(bids(scene)) == 2
    assert scene.challenge.state == "closed"
    before = {bid.id: bid.pseudonym for bid in bids(scene)}
    assert open_all(scene, root, batch=2).state == "unsealed"
    after = {bid.id: bid.pseudonym for bid in bids(scene)}
    assert len(after) == 5
    assert before.items() <= after.items()
    assert len(events(scene, "bid.opened")) == 5
    assert len(events(scene, "challenge.unsealed")) == 1


def test_an_opened_call_is_not_opened_again(scene, root):
    scene.handed_in(*scene.begun())
    close(scene)
    found = opening.read(
        scene.session,
        scene.challenge.id,
        opening.waiting(scene.session, scene.challenge.id),
        opening=scene.opener,
        private_key=scene.opener.unlock(
            scene.keys.wrapped, challenge_id=scene.challenge.id, now=scene.now
        ),
        store=None,
    )
    open_all(scene, root)
    assert not opening.is_due(scene.session, scene.challenge.id)
    assert opening.enter(scene.session, scene.challenge.id, found, now=scene.now) == 0
    assert opening.finish(scene.session, scene.challenge.id, now=scene.now) is None
    assert len(bids(scene)) == 1


def test_an_open_call_has_nothing_entered(scene):
    workspace, actor = scene.begun()
    done = scene.handed_in(workspace, actor)
    one = opening.Opened(workspace.id, workspace.organisation_id, done.contents, {})
    assert opening.enter(scene.session, scene.challenge.id, [one], now=scene.now) == 0
    assert opening.finish(scene.session, scene.challenge.id, now=scene.now) is None
    assert bids(scene) == []


def test_pseudonyms_and_the_order_of_bids_say_nothing_of_who_began_first(scene, root):
    for _ in range(8):
        scene.handed_in(*scene.begun())
    close(scene)
    orders = {tuple(opening.waiting(scene.session, scene.challenge.id)) for _ in range(5)}
    assert len(orders) > 1
    open_all(scene, root)
    names = [bid.pseudonym for bid in bids(scene)]
    assert len(set(names)) == 8
    assert all(len(name) == 8 and set(name) <= set(opening.SIGNS) for name in names)


def test_the_key_of_another_call_opens_nothing(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    close(scene)
    with pytest.raises(CannotOpen):
        scene.opener.unlock(scene.keys.wrapped, challenge_id=scene.challenge.id + 1, now=scene.now)


def test_the_salted_hashes_are_published_with_the_opening_and_not_before(scene, root):
    receipts = [scene.handed_in(*scene.begun()).receipt["content_hash"] for _ in range(3)]
    scene.begun()
    close(scene)
    with pytest.raises(NotFound):
        published.hashes(scene.session, scene.challenge.id, actor=PUBLIC)
    open_all(scene, root)
    found = published.hashes(scene.session, scene.challenge.id, actor=PUBLIC)
    assert found == sorted(receipts)


def test_a_cancelled_call_is_never_opened_by_anybody(scene, root):
    workspace, actor = scene.begun()
    file = keep_file(scene, root, workspace, b"content")
    scene.act(workspace, actor, added=file)
    scene.handed_in(workspace, actor)
    opening.erase(scene.session, scene.challenge.id)
    row = fresh(scene, workspace)
    assert (row.envelope, row.sealed_key, row.draft_key) == (b"", b"", None)
    assert scene.session.scalars(select(SealedFile)).all() == []
