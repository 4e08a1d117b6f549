"""What somebody changed in the database does not become a bid, and those concerned are told."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from scenario_market.domain.bids import envelope
from scenario_market.domain.bids.models import Participation, SealedFile, Workspace
from scenario_market.domain.bids.sealing import About
from tests.domain.bids.openings import bids, close, events, fresh, keep_file, open_all


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


def test_an_earlier_envelope_that_somebody_put_back_is_not_opened(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    before = {name: getattr(workspace, name) for name in ("envelope", "sealed_key", "version")}
    scene.act(workspace, actor, "hand_in", {"impact": {"text": "改后的成效"}})
    good, other = scene.begun()
    scene.handed_in(good, other)
    for name, value in before.items():
        setattr(workspace, name, value)
    scene.session.flush()
    close(scene)
    open_all(scene, root)
    assert [bid.workspace_id for bid in bids(scene)] == [good.id]
    (told,) = events(scene, "challenge.bid_unreadable")
    assert told.payload["workspace_id"] == workspace.id
    assert fresh(scene, workspace).envelope == before["envelope"]


def test_a_bid_that_somebody_wrote_into_the_database_is_not_opened(scene, root):
    """Whoever has the public key can seal; he knows the mark of no event."""
    workspace, actor = scene.begun()
    contents = scene.handed_in(workspace, actor).contents
    forged = scene.web.seal(
        envelope.pack(replace(contents, mark="00" * 16)),
        public_key=scene.challenge.public_key,
        about=About(scene.challenge.id, workspace.access_key),
        envelope_bytes=len(workspace.envelope),
    )
    workspace.envelope, workspace.sealed_key = forged.envelope, forged.sealed_key
    scene.session.flush()
    close(scene)
    open_all(scene, root)
    assert bids(scene) == []
    assert len(events(scene, "challenge.bid_unreadable")) == 1


def test_a_workspace_that_somebody_deleted_is_missed(scene, root):
    gone, _ = scene.begun()
    good, actor = scene.begun()
    scene.handed_in(good, actor)
    scene.session.execute(delete(Participation).where(Participation.workspace_id == gone.id))
    scene.session.execute(delete(Workspace).where(Workspace.id == gone.id))
    scene.session.expire_all()
    close(scene)
    open_all(scene, root)
    assert [bid.workspace_id for bid in bids(scene)] == [good.id]
    (told,) = events(scene, "challenge.bid_unreadable")
    assert told.payload["workspace_id"] == gone.id


def test_attachments_of_a_bid_that_does_not_open_are_kept_with_it(scene, root):
    spoilt, actor = scene.begun()
    scene.act(spoilt, actor, added=keep_file(scene, root, spoilt, b"content"))
    scene.handed_in(spoilt, actor)
    other, its = scene.begun()
    scene.act(other, its, added=keep_file(scene, root, other, b"content"))
    scene.handed_in(other, its)
    spoilt.envelope = bytes(len(spoilt.envelope))
    scene.session.flush()
    close(scene)
    open_all(scene, root)
    left = scene.session.scalars(select(SealedFile)).all()
    assert [row.workspace_id for row in left] == [spoilt.id]


def test_an_envelope_put_into_another_workspace_does_not_open(scene, root):
    mine, actor = scene.begun()
    scene.handed_in(mine, actor)
    other, _ = scene.begun()
    other.envelope, other.sealed_key = mine.envelope, mine.sealed_key
    scene.session.flush()
    close(scene)
    open_all(scene, root)
    assert [bid.workspace_id for bid in bids(scene)] == [mine.id]
    told = events(scene, "challenge.bid_unreadable")
    assert [one.payload["workspace_id"] for one in told] == [other.id]
