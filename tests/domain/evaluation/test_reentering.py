"""A bid whose envelope was destroyed is entered from a backup: by two, in public, only what was written last."""

from datetime import timedelta

import pytest

from scenario_market.documents.files import Directory
from scenario_market.domain.bids import opening
from scenario_market.domain.errors import AlreadyDone, IllegalMove, NotPermitted, RuleRefused
from scenario_market.domain.evaluation import finding, formal, panels, reentering
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.events import REGISTRY
from scenario_market.workers.opening import Unsealer
from tests import factories
from tests.domain.bids import desks
from tests.domain.bids.openings import bids, close, events, fresh, open_all, private_key
from tests.domain.evaluation.cases import SEALER
from tests.domain.keys import holders

REASON = "数据库误删，已从备份恢复"
COLUMNS = ("envelope", "sealed_key")


@pytest.fixture(scope="module")
def vault():
    return holders.vaults()


@pytest.fixture
def scene(session, city, vault):
    made = desks.scene(session, city)
    made.officers = [holders.enrolled(session, vault, number)[0] for number in (1, 2)]
    return made


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def spoilt(scene, root):
    """An opened call one of whose two bids was destroyed before; with what a backup has of it."""
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    early = {name: getattr(workspace, name) for name in COLUMNS}
    scene.act(workspace, actor, "hand_in", {"impact": {"text": "改后的成效"}})
    kept = {name: getattr(workspace, name) for name in COLUMNS}
    good, other = scene.begun()
    scene.handed_in(good, other)
    workspace.envelope = bytes(len(workspace.envelope))
    scene.session.flush()
    close(scene)
    open_all(scene, root)
    assert [bid.workspace_id for bid in bids(scene)] == [good.id]
    return workspace, early, kept


def restore(scene, workspace, columns):
    row = fresh(scene, workspace)
    for name, value in columns.items():
        setattr(row, name, value)
    scene.session.flush()


def ask(scene, actor=None):
    return reentering.ask(
        scene.session,
        scene.challenge.id,
        reason=REASON,
        actor=actor or scene.officers[0],
        now=scene.now,
    )


def confirm(scene, row, actor=None):
    return reentering.confirm(
        scene.session, row.id, actor=actor or scene.officers[1], now=scene.now, version=None
    )


def look_again(scene, root, row):
    """As the worker does."""
    found = opening.read(
        scene.session,
        scene.challenge.id,
        reentering.unreadable(scene.session, scene.challenge.id),
        opening=scene.opener,
        private_key=private_key(scene, scene.challenge, scene.keys),
        store=Unsealer(Directory(root)),
    )
    return reentering.enter(scene.session, scene.challenge.id, row.id, found, now=scene.now)


def test_what_was_written_last_is_entered_from_a_backup_by_two_and_in_public(scene, root, spoilt):
    workspace, _, kept = spoilt
    restore(scene, workspace, kept)
    row = confirm(scene, ask(scene))
    assert look_again(scene, root, row) == 1
    assert workspace.id in {bid.workspace_id for bid in bids(scene)}
    (bid,) = (one for one in bids(scene) if one.workspace_id == workspace.id)
    assert bid.content["impact"] == {"text": "改后的成效"}
    told = [
        *events(scene, "challenge.reentry_asked"),
        *events(scene, "challenge.reentry_confirmed"),
        *events(scene, "challenge.bids_reentered"),
    ]
    assert [REGISTRY[one.kind].public for one in told] == [True] * 3
    assert told[-1].payload == {"reentry_id": row.id, "bids": 1, "unreadable": 0}
    assert look_again(scene, root, row) == 0  # repeated, it enters nothing twice


def test_an_earlier_envelope_from_an_older_backup_is_not_taken(scene, root, spoilt):
    workspace, early, _ = spoilt
    restore(scene, workspace, early)
    row = confirm(scene, ask(scene))
    assert look_again(scene, root, row) == 0
    assert workspace.id not in {bid.workspace_id for bid in bids(scene)}
    (told,) = events(scene, "challenge.bids_reentered")
    assert (told.payload["bids"], told.payload["unreadable"]) == (0, 1)
    assert fresh(scene, workspace).envelope == early["envelope"]  # kept, as it was


def test_one_officer_alone_enters_nothing_and_nobody_else_does(scene, spoilt):
    row = ask(scene)
    with pytest.raises(RuleRefused, match="four_eyes"):
        confirm(scene, row, scene.officers[0])
    with pytest.raises(AlreadyDone, match="reentry_asked"):
        ask(scene, scene.officers[1])
    _, stranger = scene.bidder()
    with pytest.raises(NotPermitted):
        ask(scene, stranger)
    scene.now += timedelta(hours=24)
    with pytest.raises(RuleRefused, match="reentry_lapsed"):
        confirm(scene, row)
    again = ask(scene)
    reentering.withdraw(
        scene.session, again.id, actor=scene.officers[1], now=scene.now, version=None
    )
    with pytest.raises(AlreadyDone, match="reentry_answered"):
        confirm(scene, again)


def test_nobody_draws_or_begins_the_check_before_a_confirmed_bid_is_entered(scene, root, spoilt):
    workspace, _, kept = spoilt
    restore(scene, workspace, kept)
    call, now = scene.challenge, scene.now
    row = ask(scene)
    finding.check_reentered(scene.session, call.id, now=now)  # one officer holds nobody up
    confirm(scene, row)
    officer = factories.officer(factories.person(scene.session))
    with pytest.raises(RuleRefused, match="reentry_under_way"):
        formal.begin(scene.session, call.id, actor=officer, now=now, version=None)
    how = {"sealer": SEALER, "actor": officer, "city": scene.city, "now": now}
    panel = panels.prepare(scene.session, call.id, **how)
    with pytest.raises(RuleRefused, match="reentry_under_way"):
        panels.make(scene.session, panel.id, version=None, **how)
    # A worker that has lost its key holds nobody up for ever either.
    finding.check_reentered(scene.session, call.id, now=now + timedelta(hours=24))
    assert look_again(scene, root, row) == 1
    finding.check_reentered(scene.session, call.id, now=now)


def test_with_a_panel_drawn_or_the_check_begun_nothing_is_entered_any_more(scene, root, spoilt):
    workspace, _, kept = spoilt
    restore(scene, workspace, kept)
    row = confirm(scene, ask(scene))
    panel = Panel(
        challenge_id=scene.challenge.id,
        state="drawn",
        secret_sealed="-",
        secret_hash="-",
        pool_hash="-",
        created_at=scene.now,
        updated_at=scene.now,
    )
    scene.session.add(panel)
    scene.session.flush()
    with pytest.raises(RuleRefused, match="panel_drawn"):
        ask(scene)
    assert look_again(scene, root, row) == 0
    scene.challenge.state = "prequalifying"
    scene.session.flush()
    with pytest.raises(IllegalMove):
        ask(scene)


def test_a_call_whose_bids_all_opened_has_nothing_to_look_at_again(scene, root):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    close(scene)
    open_all(scene, root)
    with pytest.raises(RuleRefused, match="nothing_unreadable"):
        ask(scene)
