"""``keys`` and ``receipt`` at the command line: making, rotating, dropping, sharing, verifying."""

import base64
import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from scenario_market import settings as settings_module
from scenario_market.cli import main
from scenario_market.domain.bids import envelope, opening
from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.bids.sealing import About
from scenario_market.domain.keys import officers
from scenario_market.domain.keys.models import ChallengeKey, KeyShare
from scenario_market.domain.outbox import EventRecord
from scenario_market.vault import holding, keyfiles
from tests.domain.bids.desks import ANSWERS
from tests.domain.keys import holders
from tests.workers import bidding


@pytest.fixture
def database_url(fresh_database_url):
    return fresh_database_url


@pytest.fixture
def run(monkeypatch, tmp_path, database_url):
    """Runs a command on the test's market."""
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")

    def run(*words, fails=False):
        ended = CliRunner().invoke(main, list(words), catch_exceptions=False)
        assert (ended.exit_code != 0) == fails, ended.output
        return ended.output

    return run


@pytest.fixture
def settings(run):
    return settings_module.load()


@pytest.fixture
def made(database, settings, city):
    """A call with a bid that was handed in; what tests need to know of it."""
    with database.unit_of_work() as session:
        scene = bidding.scene(session, city, settings)
        workspace, actor = scene.begun()
        done = scene.handed_in(workspace, actor)
        handed_in = done.contents.handed_in
        content = envelope.content_file(
            challenge_id=scene.challenge.id,
            packed=handed_in.packed,
            files=(),
            usccs=[one["uscc"] for one in handed_in.members],
        )
        return SimpleNamespace(
            challenge_id=scene.challenge.id,
            workspace_id=workspace.id,
            closes_at=scene.challenge.closes_at,
            receipt=dict(done.receipt),
            content=content,
        )


def b64(key):
    return base64.b64encode(key).decode()


def ring(settings, purpose):
    return keyfiles.read(holding.key_path(settings, purpose), purpose)


def draft(database, settings, made):
    """What a web host that starts now reads in the workspace."""
    with database.reading() as session:
        row = session.get(Workspace, made.workspace_id)
        about = About(made.challenge_id, row.access_key)
        return envelope.unpack(holding.web(settings).sealing.open_draft(row, about=about)).draft


def opened(database, settings, made):
    """What an opener that starts now finds."""
    opener = holding.opener(settings)
    with database.reading() as session:
        kept = session.get(ChallengeKey, made.challenge_id)
        private = opener.unlock(kept.wrapped, challenge_id=made.challenge_id, now=made.closes_at)
        (one,) = opening.read(
            session,
            made.challenge_id,
            [made.workspace_id],
            opening=opener,
            private_key=private,
            store=None,
        )
        return one.contents.handed_in.content


def test_make_writes_what_is_missing_and_shows_no_key(run, tmp_path):
    folder = tmp_path / "new"
    said = run("keys", "make", str(folder))
    assert said.count("made ") == len(holding.NAMES) == 7
    assert b64(keyfiles.read(folder / "draft.key", "draft").first.material) not in said
    assert run("keys", "make", str(folder)).count("made ") == 0


def test_a_draft_key_is_rotated_in_three_steps_and_drafts_stay_readable(
    run, database, settings, made
):
    old = ring(settings, "draft").first.id
    assert "first: keys add draft" in run("keys", "rotate", "draft", fails=True)
    run("keys", "add", "draft")
    assert ring(settings, "draft").first.id == old
    assert draft(database, settings, made)["budget"] == ANSWERS["budget"]
    assert "is in use" in run("keys", "drop", "draft", old, fails=True)
    assert "1 wrapped anew" in run("keys", "rotate", "draft")
    assert "0 wrapped anew" in run("keys", "renew", "draft")
    assert draft(database, settings, made)["budget"] == ANSWERS["budget"]
    run("keys", "drop", "draft", old)
    assert [one.id for one in ring(settings, "draft").keys] != [old]
    assert draft(database, settings, made)["budget"] == ANSWERS["budget"]
    with database.reading() as session:
        kinds = session.scalars(
            select(EventRecord.payload).where(EventRecord.kind == "key.renewed")
        )
        assert [one["rows"] for one in kinds] == [1, 0]
        assert session.get(Workspace, made.workspace_id).version == 2


def test_an_opening_key_is_rotated_and_sealed_bids_still_open(run, database, settings, made):
    old = ring(settings, "opening").first.id
    run("keys", "add", "opening")
    assert "in use" in run("keys", "drop", "opening", old, fails=True)
    run("keys", "rotate", "opening")
    new = ring(settings, "opening").first.id
    assert ring(settings, "opening_public").first.id == new != old
    run("keys", "drop", "opening", old)
    assert [one.id for one in ring(settings, "opening").keys] == [new]
    assert opened(database, settings, made)["budget"] == ANSWERS["budget"]


def test_a_receipt_key_that_attests_an_open_call_is_not_dropped(run, database, settings, made):
    old = ring(settings, "receipt").first.id
    run("keys", "add", "receipt")
    run("keys", "rotate", "receipt")
    assert "3 rows still need it" in run("keys", "drop", "receipt", old, fails=True)
    assert draft(database, settings, made)


def test_the_platform_s_key_is_rotated_and_what_it_signed_keeps_it(run, database, settings):
    before = holding.platform(settings)
    signed = before.public_key, b"certificate", before.sign(b"certificate")
    old = ring(settings, "platform").first.id
    run("keys", "add", "platform")
    run("keys", "rotate", "platform")
    after = holding.platform(settings)
    assert after.public_key != before.public_key
    assert after.holds(*signed)
    run("keys", "drop", "platform", old)
    assert not holding.platform(settings).holds(*signed)


def test_a_key_that_is_not_there_is_told(run, settings, made):
    assert "holds no key" in run("keys", "drop", "draft", "0" * 16, fails=True)


def test_keys_are_listed_by_id(run, settings, made):
    said = run("keys", "list")
    assert f"draft           {ring(settings, 'draft').first.id}" in said
    assert said.count("in use") == len(holding.NAMES)


def test_keys_of_open_calls_are_shared_with_an_officer_who_came_later(
    run, database, settings, made
):
    vault = holding.web(settings).officer_keys
    with database.unit_of_work() as session:
        actor = holders.actor_of(session)
        new = vault.enrol(actor.person_id, holders.PASSPHRASE.format(3))
        late = officers.enrol(session, new=new, actor=actor, now=bidding.factories.NOW).id
    assert "1 challenges" in run("keys", "share")
    with database.reading() as session:
        mine = select(KeyShare.other_id).where(KeyShare.officer_id == late)
        assert len(session.scalars(mine).all()) == 2
        everybody = session.scalars(select(KeyShare.officer_id)).all()
        assert len(everybody) == 6


def test_a_receipt_is_verified_offline_with_content_key_and_published_hashes(
    run, tmp_path, settings, made
):
    paper, content = tmp_path / "receipt.json", tmp_path / "content.json"
    paper.write_text(json.dumps({"receipt": made.receipt}, ensure_ascii=False))
    content.write_bytes(made.content)
    (key,) = holding.web(settings).receipts.public_keys.values()
    hashes = tmp_path / "hashes.json"
    hashes.write_text(json.dumps({"hashes": [made.receipt["content_sha256"]]}))
    words = ("receipt", "verify", str(paper), "--key", key, "--content", str(content))
    said = run(*words, "--hashes", str(hashes))
    assert "genuine" in said
    assert "the content fits" in said
    assert "opened as handed in" in said
    content.write_bytes(made.content[:-1] + b" ")
    assert run(*words, fails=True).startswith("content: ")
    hashes.write_text("[]")
    content.write_bytes(made.content)
    assert "not among" in run(*words, "--hashes", str(hashes), fails=True)


def test_a_receipt_of_somebody_else_s_key_is_refused_offline(run, tmp_path, settings, made):
    paper = tmp_path / "receipt.json"
    paper.write_text(json.dumps(made.receipt))
    assert "name the market's public key" in run("receipt", "verify", str(paper), fails=True)
    keys = tmp_path / "keys.json"
    (key,) = holding.web(settings).receipts.public_keys.values()
    keys.write_text(json.dumps([{"id": made.receipt["key_id"], "public_key": "A" * 43 + "="}]))
    assert "signature" in run("receipt", "verify", str(paper), "--keys", str(keys), fails=True)
    paper.write_text("not json")
    assert "not JSON" in run("receipt", "verify", str(paper), "--key", key, fails=True)


def test_the_market_s_own_answer_is_verified_with_the_content_in_it(run, tmp_path, settings, made):
    (key,) = holding.web(settings).receipts.public_keys.values()
    paper = tmp_path / "content.json"
    part = {"receipt": made.receipt, "content": b64(made.content)}
    words = ("receipt", "verify", str(paper), "--key", key)
    for answer, options in (
        ({"last": None, "handed_in": part, "padding": ""}, ()),
        ({"last": part, "handed_in": None, "padding": ""}, ()),
        ({"last": part, "handed_in": {"receipt": {}}, "padding": ""}, ("--last",)),
    ):
        paper.write_text(json.dumps(answer))
        assert "the content fits" in run(*words, *options)
    paper.write_text(json.dumps({"handed_in": part | {"content": b64(made.content + b"x")}}))
    assert run(*words, fails=True).startswith("content: ")
    paper.write_text(json.dumps({"handed_in": part | {"content": "?"}}))
    assert "damaged" in run(*words, fails=True)
    paper.write_text(json.dumps({"last": None, "handed_in": None, "padding": ""}))
    assert run(*words, fails=True).startswith("form: ")
