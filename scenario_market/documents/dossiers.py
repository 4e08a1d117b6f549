"""A dossier (一项一档) as one file: records as JSON, stored files, a PDF/A cover, and a signed manifest of hashes.

Checked offline: nothing but the file is needed, and the platform's public key where one wants to be sure whose it is.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol
from zoneinfo import ZoneInfo

from scenario_market.documents import dossier_cover
from scenario_market.domain.dossiers.collecting import Case
from scenario_market.domain.outbox import canonical, digest, link
from scenario_market.domain.pledges import document

# Whether a signature (base64) of a message was made with a public key (base64): ``vault.signing.verified``.
Verified = Callable[[str, bytes, str], bool]
FORM = "scenario-market/dossier/1"
MANIFEST, SIGNATURE, COVER = "manifest.json", "manifest.sig.json", "cover.pdf"
CHUNK = 1 << 16
TOLD_EVERY = 25
ENTRIES_MAX = 100_000


class Signer(Protocol):
    """The platform's key."""

    public_key: str

    def sign(self, message: bytes) -> str: ...


@dataclass(frozen=True)
class Fault:
    """What a check found wrong: the rule and the entry."""

    rule: str
    entry: str


def write(
    case: Case,
    target: IO[bytes],
    *,
    opened: Callable[[str], IO[bytes]],
    signer: Signer,
    zone: ZoneInfo,
    tell: Callable[[int, int], None] = lambda done, files: None,
) -> dict[str, Any]:
    """Write a dossier; returns its manifest.

    :param opened: the bytes of a stored file by its name in the store. :param zone: the city's, for the cover.
    :param tell: told every so often how many files are written, of how many.
    """
    listed: list[dict[str, Any]] = []
    whole = len(case.records) + len(case.enclosures)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in sorted(case.records.items()):
            text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
            _put(archive, listed, f"records/{name}.json", text.encode())
        for one in sorted(case.enclosures, key=lambda one: one.path):
            with opened(one.stored_as) as source:
                _copy(archive, listed, one.path, source)
            if len(listed) % TOLD_EVERY == 0:
                tell(len(listed), whole)
        _put(
            archive, listed, COVER, dossier_cover.made(case, files=len(case.enclosures), zone=zone)
        )
        manifest = _manifest(case, listed)
        archive.writestr(MANIFEST, stated(manifest))
        paper = {"public_key": signer.public_key, "signature": signer.sign(stated(manifest))}
        archive.writestr(SIGNATURE, json.dumps(paper))
    return manifest


def stated(manifest: dict[str, Any]) -> bytes:
    """The manifest's bytes, as they are signed and hashed."""
    return canonical(manifest)


def _put(archive: zipfile.ZipFile, listed: list[dict[str, Any]], path: str, data: bytes) -> None:
    archive.writestr(path, data)
    listed.append({"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})


def _copy(
    archive: zipfile.ZipFile, listed: list[dict[str, Any]], path: str, source: IO[bytes]
) -> None:
    hashed, size = hashlib.sha256(), 0
    with archive.open(path, "w") as target:
        while chunk := source.read(CHUNK):
            hashed.update(chunk)
            size += len(chunk)
            target.write(chunk)
    listed.append({"path": path, "size": size, "sha256": hashed.hexdigest()})


def _manifest(case: Case, listed: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "form": FORM,
        "number": case.number,
        "title": case.title,
        "state": case.state,
        "made_at": case.made_at.isoformat(timespec="seconds"),
        "retained_until": case.retained_until.isoformat(),
        "chain": case.head,
        "withheld": case.withheld,
        "files": listed,
    }


def verify(
    path: Path, *, verified: Verified, public_key: str | None = None
) -> tuple[dict[str, Any], list[Fault]]:
    """Check a dossier: its manifest and what is wrong, nothing where it holds.

    :param public_key: the platform's, known from elsewhere (base64).
    :raises ValueError: it is no dossier at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > ENTRIES_MAX:
                raise ValueError("too many entries")
            text = archive.read(MANIFEST)
            paper = json.loads(archive.read(SIGNATURE))
            manifest = json.loads(text)
            if manifest.get("form") != FORM:
                raise ValueError("another form")
            faults = list(_signature_faults(paper, text, public_key, verified))
            faults += _file_faults(archive, manifest)
            if not faults:
                faults += [*_event_faults(archive), *_pledge_faults(archive, verified)]
    except (zipfile.BadZipFile, KeyError, OSError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return manifest, faults


def _signature_faults(
    paper: dict[str, str], text: bytes, key: str | None, verified: Verified
) -> Iterator[Fault]:
    if not verified(paper["public_key"], text, paper["signature"]):
        yield Fault("manifest_changed", MANIFEST)
    if key is not None and key != paper["public_key"]:
        yield Fault("wrong_key", SIGNATURE)


def _file_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[Fault]:
    names = [entry.filename for entry in archive.infolist()]
    listed = {one["path"]: one for one in manifest["files"]}
    for name in names:
        if name not in listed and name not in (MANIFEST, SIGNATURE):
            yield Fault("file_added", name)
    for name, one in listed.items():
        if names.count(name) != 1:
            yield Fault("file_missing" if name not in names else "file_added", name)
        elif not _is_same(archive, name, one):
            yield Fault("file_changed", name)


def _is_same(archive: zipfile.ZipFile, name: str, listed: dict[str, Any]) -> bool:
    hashed, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            while chunk := source.read(CHUNK):
                hashed.update(chunk)
                size += len(chunk)
                if size > listed["size"]:
                    return False
    except zipfile.BadZipFile:  # its own checksum does not fit
        return False
    return (size, hashed.hexdigest()) == (listed["size"], listed["sha256"])


def _records(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    path = f"records/{name}.json"
    return json.loads(archive.read(path)) if path in archive.namelist() else []


def _event_faults(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """Each event's payload has its digest, and its link covers it, at its position behind the one before."""
    for one in _records(archive, "event"):
        if one["is_masked"] or one["position"] is None:
            continue
        # The chain says a time with its zone, as ``outbox.stated`` does.
        at = datetime.fromisoformat(one["at"]).isoformat(timespec="milliseconds")
        stated = (
            one["kind"],
            one["subject_kind"],
            one["subject_id"],
            at,
            one["actor_person_id"],
            one["payload_digest"],
        )
        whole = one["salt"] is None or digest(one["salt"], one["payload"]) == one["payload_digest"]
        if not whole or link(one["previous"], one["position"], stated) != one["hash"]:
            yield Fault("event_changed", str(one["id"]))


def _pledge_faults(archive: zipfile.ZipFile, verified: Verified) -> Iterator[Fault]:
    """Each version's text has its hash; each signature is over such a hash, and its stamp fits."""
    hashes = set()
    for row in _records(archive, "pledge_version"):
        hashes.add(row["sha256"])
        if document.sha256(row["canonical"]) != row["sha256"]:
            yield Fault("pledge_changed", f"pledge_version {row['id']}")
    for row in _records(archive, "pledge_signature"):
        fits = verified(row["public_key"], row["statement"].encode(), row["stamp"])
        said = json.loads(row["statement"])["document"]
        if not fits or said != row["sha256"] or said not in hashes:
            yield Fault("pledge_changed", f"pledge_signature {row['id']}")
