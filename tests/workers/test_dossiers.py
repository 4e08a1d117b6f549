"""一项一档: the whole record of a case in one file, that anybody checks offline; altered, it names what was altered."""

import io
import json
import zipfile

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner

from scenario_market.cli import main
from scenario_market.documents import dossiers
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.dossiers import collecting, tables
from scenario_market.domain.errors import IllegalMove, NotFound, NotPermitted
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Person
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.publicity.models import Objection
from scenario_market.domain.readings import Reading
from scenario_market.vault.signing import SigningKey, verified
from tests import factories
from tests.workers.case_files import SECRET, case, played, settings

__all__ = ["case", "played", "settings"]  # fixtures


def gather(hand, session, key, actor, now):
    return collecting.gather(session, "challenge", key, actor=actor, now=now, city=hand.city)


def write(case, path):
    hand, key, lead, signer = case

    def export(session, now):
        made = gather(hand, session, key, lead, now)
        collecting.note(session, made.leaving, actor=lead, now=now)
        with path.open("wb") as target:
            kept = hand.machine.files.open
            zone = hand.city.zone
            return dossiers.write(made, target, opened=kept, signer=signer, zone=zone)

    return hand.put(export)


def check(path, **key):
    return dossiers.verify(path, verified=verified, **key)


def altered(path, entry, change):
    """A copy of a dossier with one entry changed, and its listed hash with it where ``change`` says so."""
    copy = path.with_name(f"altered-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for one in source.infolist():
            data = source.read(one.filename)
            target.writestr(one.filename, change(data) if one.filename == entry else data)
    return copy


def test_a_dossier_holds_the_case_its_files_and_a_cover_and_checks_offline(case, tmp_path):
    hand, key = case[:2]
    path = tmp_path / "case.zip"
    manifest = write(case, path)
    found, faults = check(path)
    assert (found, faults) == (manifest, [])
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        records = {
            name: json.loads(archive.read(f"records/{name}.json"))
            for name in ("challenge", "bid", "pledge_signature", "project", "event", "person")
        }
        (pledge,) = hand.rows(Pledge)
        assert f"files/{pledge.issued_sha256}" in names  # the paper itself
        cover = pypdf.PdfReader(io.BytesIO(archive.read("cover.pdf")))
        pages = pypdfium2.PdfDocument(archive.read("cover.pdf"))
        assert b"pdfaid" in cover.trailer["/Root"]["/Metadata"].get_object().get_data()
        read = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert [row["id"] for row in records["challenge"]] == [key]
    assert [row["state"] for row in records["bid"]] == ["pledged", "reserve"]
    for said in ("当前状态：实施中", "军令状签署", "签订军令状", "办理经过（北京时间）"):
        assert said in read
    assert "pledge_signature" in read  # as the file is called
    assert len(records["pledge_signature"]) == 3
    assert all(row["position"] and row["hash"] for row in records["event"])
    assert {"pledge.signed", "project.activated"} <= {row["kind"] for row in records["event"]}
    assert len(records["person"]) >= 3
    parts = {one["path"].partition("/")[2].removesuffix(".json") for one in manifest["files"]}
    assert not parts & set(tables.OUT["challenge"])  # neither sealed rows nor keys
    assert set(tables.OUT["challenge"]) <= set(manifest["withheld"])
    until, made = manifest["retained_until"], manifest["made_at"]
    assert (until[4:], int(until[:4]) - int(made[:4])) == ("-12-31", 15)


def test_who_objected_stands_nowhere_in_it(case, tmp_path):
    hand, *_ = case
    path = tmp_path / "case.zip"
    write(case, path)
    (objection,) = hand.rows(Objection)
    with zipfile.ZipFile(path) as archive:
        whole = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")
        )
        rows = json.loads(archive.read("records/objection.json"))
        people = json.loads(archive.read("records/person.json"))
    assert SECRET not in whole
    assert rows[0]["finding"] == "评审程序合规"
    assert not tables.MASKED["objection"] & set(rows[0])
    assert objection.objector_id not in {row["id"] for row in people}


def test_one_altered_byte_anywhere_is_found_and_named(case, tmp_path):
    path = tmp_path / "case.zip"
    manifest = write(case, path)
    for one in manifest["files"]:
        broken = altered(path, one["path"], lambda data: data[:-1] + bytes([data[-1] ^ 1]))
        assert [(f.rule, f.entry) for f in check(broken)[1]] == [("file_changed", one["path"])]


def test_missing_added_and_a_changed_manifest_are_found(case, tmp_path):
    path = tmp_path / "case.zip"
    write(case, path)
    added = tmp_path / "added.zip"
    added.write_bytes(path.read_bytes())
    with zipfile.ZipFile(added, "a") as archive:
        archive.writestr("records/more.json", "[]")
    assert [one.rule for one in check(added)[1]] == ["file_added"]
    renamed = altered(
        path, "manifest.json", lambda data: data.replace(b"records/bid.json", b"records/bod.json")
    )
    assert {"manifest_changed", "file_missing", "file_added"} == {
        one.rule for one in check(renamed)[1]
    }
    other = SigningKey.new()
    assert [one.rule for one in check(path, public_key=other.public_key)[1]] == ["wrong_key"]


def test_an_event_that_was_rewritten_before_the_export_does_not_fit_the_chain(case, tmp_path):
    hand = case[0]

    def rewrite(session, now):
        row = session.query(EventRecord).filter_by(kind="pledge.signed").one()
        row.payload = {**row.payload, "number": 7}

    hand.put(rewrite)
    write(case, tmp_path / "case.zip")
    assert [one.rule for one in check(tmp_path / "case.zip")[1]] == ["event_changed"]


def test_the_sheets_are_held_back_until_the_result_is_known(case, tmp_path):
    hand, key, *_ = case
    hand.put(lambda session, now: setattr(session.get(Challenge, key), "state", "scoring"))
    manifest = write(case, tmp_path / "case.zip")
    assert "score_sheet" in manifest["withheld"]
    names = {one["path"] for one in manifest["files"]}
    assert "records/ranking.json" not in names
    assert "records/bid.json" in names


def test_an_export_is_on_record_and_not_for_everybody(case, tmp_path):
    hand, key, lead, _ = case
    write(case, tmp_path / "case.zip")
    assert [(row.part, row.person_id) for row in hand.rows(Reading)] == [
        ("dossier", lead.person_id)
    ]
    assert hand.rows(EventRecord, EventRecord.kind == "challenge.dossier_exported")

    def refused(session, now):
        reviewer = factories.officer(factories.person(session))
        with pytest.raises(NotPermitted):
            gather(hand, session, key, reviewer, now)
        with pytest.raises(NotFound):
            gather(hand, session, 10**6, lead, now)
        session.get(Challenge, key).state = "open"
        with pytest.raises(IllegalMove):
            gather(hand, session, key, lead, now)

    hand.put(refused)


def test_one_command_exports_and_another_checks(case, settings, tmp_path, monkeypatch):
    hand, key, lead, _ = case
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("SM_DATA_DIR", str(settings.data_dir))

    def enrol(session, now):
        from scenario_market.domain.parties.models import RoleGrant

        grant = RoleGrant(person_id=lead.person_id, role="office_lead", starts_at=now)
        session.add(grant)
        return session.get(Person, lead.person_id).mobile, session.get(Challenge, key).number

    mobile, number = hand.put(enrol)
    path = tmp_path / "out.zip"
    made = CliRunner().invoke(main, ["dossier", number, str(path), "--as", mobile])
    assert made.exit_code == 0, made.output
    checked = CliRunner().invoke(main, ["dossier", "verify", str(path)])
    assert (checked.exit_code, "files hold" in checked.output) == (0, True)
    (row,) = hand.rows(Attachment, Attachment.purpose == "paper")
    broken = altered(path, f"files/{row.sha256}", lambda data: data + b" ")
    assert CliRunner().invoke(main, ["dossier", "verify", str(broken)]).exit_code == 1
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"not a zip")
    assert CliRunner().invoke(main, ["dossier", "verify", str(nothing)]).exit_code == 1
