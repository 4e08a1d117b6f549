"""Attachments of a sealed bid: acts on the workspace, of which the books tell nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from scenario_market.domain.attachments import queries as stored
from scenario_market.domain.bids import queries, sealed_files
from scenario_market.domain.bids.models import SealedFile
from scenario_market.domain.bids.sealed_files import Stored
from scenario_market.domain.bids.states import SealedState as S
from scenario_market.domain.errors import Invalid, NotFound, RuleRefused

STORED = Stored("简历.pdf", "application/pdf", 9, "a" * 64, "aa/bb/" + "a" * 64, 1024, "b" * 64)


def add(scene, workspace, actor, section="team", file=STORED):
    ref, done = sealed_files.add(
        scene.session,
        workspace.access_key,
        section=section,
        stored=file,
        traces={},
        actor=actor,
        receipts=scene.receipts,
        **scene.sealed,
    )
    return ref, done


def rows(scene):
    return scene.session.scalar(select(func.count()).select_from(SealedFile))


def test_a_file_is_in_the_draft_and_in_what_is_handed_in_after_it(scene):
    workspace, actor = scene.begun()
    ref, done = add(scene, workspace, actor)
    assert done.contents.files == (ref,)
    handed_in = scene.handed_in(workspace, actor).contents.handed_in
    assert [(one.section, one.name) for one in handed_in.files] == [("team", "简历.pdf")]
    found = queries.file(
        scene.session, workspace.access_key, ref.key, actor=actor, sealing=scene.web
    )
    assert found == ref


def test_what_is_taken_out_of_the_draft_stays_in_what_was_handed_in_and_in_the_store(scene):
    workspace, actor = scene.begun()
    ref, _ = add(scene, workspace, actor)
    scene.handed_in(workspace, actor)
    done = scene.act(workspace, actor, removed=[ref.key])
    assert (done.contents.files, done.standing) == ((), S.SUBMITTED)
    assert done.contents.handed_in.files == (ref,)
    assert rows(scene) == 1
    scene.act(workspace, actor, "withdraw")
    assert rows(scene) == 1
    with pytest.raises(NotFound):
        queries.file(scene.session, workspace.access_key, ref.key, actor=actor, sealing=scene.web)


def test_a_file_that_is_not_in_the_draft_is_not_taken_out(scene):
    workspace, actor = scene.begun()
    with pytest.raises(Invalid):
        scene.act(workspace, actor, removed=["nothing"])


def test_a_draft_has_so_many_files_and_a_workspace_keeps_so_many(scene):
    workspace, actor = scene.begun()
    scene.challenge.rules = {**scene.challenge.rules, "attachments_max": 1}
    ref, _ = add(scene, workspace, actor)
    with pytest.raises(Invalid) as refused:
        add(scene, workspace, actor)
    assert refused.value.errors[0].rule == "too_many"
    scene.session.expunge(scene.session.scalars(select(SealedFile)).all()[-1])
    for _ in range(rows(scene), sealed_files.KEPT_FOR_EACH):
        scene.act(workspace, actor, removed=[ref.key])
        ref, _ = add(scene, workspace, actor)
    scene.act(workspace, actor, removed=[ref.key])
    with pytest.raises(RuleRefused, match="attachments_kept"):
        sealed_files.room(scene.session, workspace.access_key, actor=actor, now=scene.now)


def test_a_section_that_there_is_not_and_a_stranger_s_file_are_refused(scene):
    workspace, actor = scene.begun()
    with pytest.raises(Invalid):
        add(scene, workspace, actor, section="elsewhere")
    _, stranger = scene.bidder()
    with pytest.raises(NotFound):
        add(scene, workspace, stranger, file=replace(STORED))


def test_a_receipt_is_over_the_files_too(scene):
    workspace, actor = scene.begun()
    plain = scene.act(workspace, actor)
    _, done = add(scene, workspace, actor)
    salts = {one.receipt["salt"] for one in (plain, done)}
    assert len(salts) == 2
    assert plain.receipt["content_hash"] != done.receipt["content_hash"]


def test_the_sweep_of_the_store_leaves_sealed_files(scene):
    workspace, actor = scene.begun()
    ref, _ = add(scene, workspace, actor)
    scene.act(workspace, actor, removed=[ref.key])
    assert stored.named(scene.session, [STORED.stored_as, "none"]) == {STORED.stored_as}
