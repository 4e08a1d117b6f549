"""What its own people read of a workspace after the deadline, and after the opening."""

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import queries
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.errors import NotFound
from tests.domain.bids.desks import ANSWERS
from tests.domain.bids.openings import close, keep_file, open_all


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


def test_between_deadline_and_opening_the_draft_is_read_on(scene):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    close(scene)
    assert scene.read(workspace, actor).contents.handed_in.content["impact"] == ANSWERS["impact"]


def test_after_the_opening_the_bidder_reads_what_he_handed_in_and_no_draft(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    scene.act(workspace, actor, answers={"impact": {"text": "未递交的改动"}})
    close(scene)
    open_all(scene, root)
    scene.session.expire_all()
    read = scene.read(workspace, actor)
    assert (read.contents, read.verdict) == (None, None)
    assert read.bid.content["impact"] == ANSWERS["impact"]


def test_after_the_opening_who_handed_nothing_in_finds_nothing(scene, root):
    workspace, actor = scene.begun()
    scene.act(workspace, actor, answers=ANSWERS)
    close(scene)
    open_all(scene, root)
    scene.session.expire_all()
    read = scene.read(workspace, actor)
    assert (read.contents, read.bid) == (None, None)
    assert scene.session.scalars(select(Bid)).all() == []


def test_rivals_read_neither_draft_nor_bid_after_the_opening(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    rival_workspace, rival = scene.begun()
    scene.handed_in(rival_workspace, rival)
    close(scene)
    open_all(scene, root)
    scene.session.expire_all()
    with pytest.raises(NotFound):
        scene.read(workspace, rival)


def test_the_files_of_an_opened_bid_are_named_to_its_bidder(scene, root):
    workspace, actor = scene.begun()
    ref = keep_file(scene, root, workspace, b"%PDF-1.7 plan")
    scene.act(workspace, actor, added=ref)
    scene.handed_in(workspace, actor)
    close(scene)
    open_all(scene, root)
    scene.session.expire_all()
    assert [one.name for one in scene.read(workspace, actor).bid_files] == ["方案.pdf"]
    with pytest.raises(NotFound):
        queries.file(scene.session, workspace.access_key, ref.key, actor=actor, sealing=scene.web)
