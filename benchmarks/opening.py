"""Opening the bids of one call: 1,000 of 200 KB, each with an attachment, by one worker; seconds and memory.

The ceiling opens the same ciphertexts bare: keys, envelopes and attachments decrypted, attachments written and synced,
without a database.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import insert, select

from benchmarks.room import Figure, Given, Goal
from benchmarks.servers import Place, place
from scenario_market.documents.files import file_store
from scenario_market.domain import city as city_module
from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids import envelope, marking, sections
from scenario_market.domain.bids.events import WorkspaceChanged
from scenario_market.domain.bids.models import Bid, Participation, SealedFile, Workspace
from scenario_market.domain.bids.sealing import About
from scenario_market.domain.challenges.events import ChallengeClosed
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.keys.models import ChallengeKey
from scenario_market.domain.parties.models import Organisation
from scenario_market.vault import holding, pieces
from scenario_market.vault.pieces import Unsealing

BIDS, BATCH = 1_000, 50
TEXT_SIGNS = 32_000  # three bytes each: handed in and kept as a draft, nearly 200 KB
ATTACHMENT_BYTES = 300_000
SECONDS, MEGABYTES = 30, 50


def run(given: Given) -> Iterator[Figure]:
    """On both databases."""
    count = given.sizes[0] if given.sizes else BIDS
    for kind in given.databases:
        with place(kind) as here:
            challenge_id = _fill(here, count)
            bare = _bare(here, challenge_id)
            found = _open(here)
            _check(here, count)
        title = f"{here.kind}: opening {count:,} bids with an attachment"
        yield Figure(
            title,
            found["seconds"],
            "s",
            ceiling=bare,
            less_is_better=True,
            goal=Goal(SECONDS, of="value", at_most=True),
        )
        yield Figure(
            f"{here.kind}: memory of the worker at most (resident)",
            found["peak_mb"],
            "MB",
        )
        yield Figure(
            f"{here.kind}: of it above what it held before, for any number",
            found["peak_mb"] - found["held_mb"],
            "MB",
            goal=Goal(MEGABYTES, of="value", at_most=True),
        )


def _fill(here: Place, count: int) -> int:
    """A closed call with so many bids that were handed in; its key."""
    keys = holding.web(here.settings).sealing
    city = city_module.load(here.settings.city_dir)
    now = here.now()
    stamps = {"created_at": now, "updated_at": now}
    database = here.database()
    with database.unit_of_work() as session:
        rows = [
            {"uscc": f"{n:018}", "name": f"测试单位{n}", "state": "verified", **stamps}
            for n in range(count + 1)
        ]
        session.execute(insert(Organisation), rows)
        organisations = session.scalars(select(Organisation.id).order_by(Organisation.id)).all()
        challenge = Challenge(
            state="closed",
            number="WH-JB-B-1",
            programme="scenario_challenge",
            rules=city.programmes["scenario_challenge"].kept(),
            owner_organisation_id=organisations[0],
            published_at=now - timedelta(days=40),
            closes_at=now,
            closed_at=now,
            **stamps,
        )
        session.add(challenge)
        session.flush()
        made = keys.new_challenge_keys(challenge.id, [], not_before=now)
        challenge.public_key = made.public_key
        session.add(
            ChallengeKey(
                challenge_id=challenge.id,
                opening_key_id=made.opening_key_id,
                wrapped=made.wrapped,
                created_at=now,
            )
        )
        outbox.record(session, ChallengeClosed(subject_id=challenge.id), actor=SYSTEM, now=now)
    bidding = SimpleNamespace(
        keys=keys, city=city, now=now, store=file_store(here.settings), challenge=challenge
    )
    for start in range(1, count + 1, BATCH):
        with database.unit_of_work() as session:
            for organisation_id in organisations[start : start + BATCH]:
                _hand_in(session, bidding, organisation_id)
    database.close()
    return challenge.id


def _hand_in(session, bidding, organisation_id: int) -> None:
    """A workspace with a full envelope and an attachment."""
    challenge, access_key = bidding.challenge, os.urandom(16).hex()
    key = pieces.new_key()
    step = challenge.rules["attachment_step_bytes"]
    stream = pieces.Sealing(io.BytesIO(os.urandom(ATTACHMENT_BYTES)), key, step_bytes=step)
    kept = bidding.store.keep(stream, limit_bytes=10 * step)
    file = envelope.SealedFileRef(
        key="f1",
        section="approach",
        name="方案.pdf",
        media_type="application/pdf",
        size_bytes=stream.size_bytes,
        sha256=stream.sha256,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        content_key=key.hex(),
    )
    draft = {name: sections.empty(name, bidding.city.codes) for name in sections.SECTIONS}
    draft["approach"] = {"text": "方" * TEXT_SIGNS}
    lead = {"organisation_id": organisation_id, "uscc": "", "is_lead": True}
    handed_in = envelope.HandedIn(
        number=2,
        challenge_number=1,
        packed=envelope.canonical(draft),
        etags=envelope.etags(draft),
        files=(file,),
        members=[lead | {"role": "", "share_percent": 100}],
        total_fen=80_000_000,
        salt="ab" * 16,
        content_hash=os.urandom(32).hex(),
        at=bidding.now.isoformat(),
        receipt={},
    )
    mark = marking.new()
    contents = envelope.Contents(draft=draft, files=(file,), handed_in=handed_in, mark=mark)
    sealed = bidding.keys.seal(
        envelope.pack(contents),
        public_key=challenge.public_key,
        about=About(challenge.id, access_key),
        envelope_bytes=challenge.rules["envelope_bytes"],
    )
    workspace = Workspace(
        access_key=access_key,
        challenge_id=challenge.id,
        organisation_id=organisation_id,
        envelope=sealed.envelope,
        sealed_key=sealed.sealed_key,
        draft_key=sealed.draft_key,
        created_at=bidding.now,
        updated_at=bidding.now,
    )
    session.add(workspace)
    session.flush()
    event = WorkspaceChanged(subject_id=workspace.id, mark_hash=marking.hashed(mark))
    outbox.record(session, event, actor=SYSTEM, now=bidding.now)
    session.add(
        Participation(
            challenge_id=challenge.id,
            organisation_id=organisation_id,
            workspace_id=workspace.id,
            is_lead=True,
        )
    )
    session.add(
        SealedFile(
            workspace_id=workspace.id,
            stored_as=kept.stored_as,
            stored_bytes=kept.size_bytes,
            created_at=bidding.now,
        )
    )


def _bare(here: Place, challenge_id: int) -> float:
    """Seconds for the same ciphertexts without a database."""
    opener, store = holding.opener(here.settings), file_store(here.settings)
    assert opener is not None
    database = here.database(1)
    with database.reading() as session:
        kept = session.get(ChallengeKey, challenge_id)
        assert kept is not None
        private = opener.unlock(kept.wrapped, challenge_id=challenge_id, now=here.now())
        keys = session.scalars(select(Workspace.id)).all()
        spent = 0.0
        with tempfile.TemporaryDirectory(prefix="sm-benchmark-") as folder:
            for number, key in enumerate(keys):
                row = session.get(Workspace, key)
                assert row is not None
                began = time.perf_counter()
                about = About(challenge_id, row.access_key)
                plain = opener.open_sealed(
                    row.envelope, row.sealed_key, private_key=private, about=about
                )
                (file,) = envelope.unpack(plain).handed_in.files  # type: ignore[union-attr]
                _write(store.open(file.stored_as), file, Path(folder) / str(number))
                spent += time.perf_counter() - began
                session.expunge(row)
    database.close()
    return spent


def _write(sealed, file, path: Path) -> None:
    plain = Unsealing(sealed, bytes.fromhex(file.content_key), size_bytes=file.size_bytes)
    with sealed, path.open("wb") as out:
        while chunk := plain.read(1 << 16):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _open(here: Place) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.opening_worker"],
        env=os.environ | here.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def _check(here: Place, count: int) -> None:
    database = here.database(1)
    with database.reading() as session:
        bids = len(session.scalars(select(Bid.id)).all())
        state = session.scalar(select(Challenge.state))
    database.close()
    assert (bids, state) == (count, "unsealed"), (bids, state)
