"""An export that was asked for on a page: a worker makes it, or says why it cannot."""

import dataclasses
import hashlib
import zipfile

import pytest

from scenario_market.documents import dossiers
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.dossiers import exporting
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.pledges.models import Pledge
from scenario_market.vault.signing import verified
from tests.workers.case_files import case, played, settings

__all__ = ["case", "played", "settings"]  # fixtures


@pytest.fixture
def office(case):
    """The case, with the lead enrolled."""
    hand, _, lead, _ = case

    def enrol(session, now):
        grant = RoleGrant(person_id=lead.person_id, role="office_lead", starts_at=now)
        session.add(grant)

    hand.put(enrol)
    return case


def asked(case):
    """The export as it stands after the worker's turn."""
    hand, key, lead, _ = case
    hand.put(lambda session, now: exporting.ask(session, "challenge", key, actor=lead, now=now))
    hand.turn()
    return hand.rows(DossierExport)[-1]


def test_a_worker_makes_the_file_that_holds_and_says_its_hashes(office, tmp_path, monkeypatch):
    monkeypatch.setattr(dossiers, "TOLD_EVERY", 10)
    hand = office[0]
    row = asked(office)
    assert row.state == "made", row.failure
    path = tmp_path / "case.zip"
    with hand.machine.files.open(row.stored_as) as kept:
        path.write_bytes(kept.read())
    manifest, faults = dossiers.verify(path, verified=verified)
    assert faults == []
    data = path.read_bytes()
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    with zipfile.ZipFile(path) as archive:
        stated = archive.read("manifest.json")
    assert row.manifest_sha256 == hashlib.sha256(stated).hexdigest()
    assert manifest["retained_until"] == row.retained_until.isoformat()
    assert (row.done, row.files) == (row.files, len(manifest["files"]) - 1)  # the cover beside
    assert set(row.withheld) == set(manifest["withheld"])


def test_how_far_it_is_is_seen_meanwhile(office, monkeypatch):
    seen = []
    told = exporting.note_progress

    def note(session, export_id, *, done, files):
        seen.append((done, files))
        told(session, export_id, done=done, files=files)

    monkeypatch.setattr(dossiers, "TOLD_EVERY", 1)
    monkeypatch.setattr(exporting, "note_progress", note)
    asked(office)
    assert seen
    assert all(0 < done <= files for done, files in seen)


def test_a_stored_file_that_is_lost_is_named(office):
    hand = office[0]
    (pledge,) = hand.rows(Pledge)
    (paper,) = hand.rows(Attachment, Attachment.sha256 == pledge.issued_sha256)
    (hand.machine.files.root / paper.stored_as).unlink()
    row = asked(office)
    assert row.state == "failed"
    assert row.failure == {"rule": "stored_file_missing", "params": {"file": paper.sha256}}


def test_who_lost_his_role_meanwhile_gets_nothing(case):
    assert asked(case).failure["rule"] == "not_permitted"


def test_without_the_platforms_key_nothing_is_made_and_it_is_said(office):
    hand = office[0]
    hand.machine = dataclasses.replace(hand.machine, signer=None)
    assert asked(office).failure["rule"] == "signer_missing"
