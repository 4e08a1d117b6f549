"""Opening a scene's call as the worker does it, with a real store of files."""

import io
from datetime import timedelta

from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain.bids import emergency, opening
from scenario_market.domain.bids.envelope import SealedFileRef
from scenario_market.domain.bids.models import Bid, SealedFile, Workspace
from scenario_market.domain.challenges import closing
from scenario_market.domain.outbox import EventRecord
from scenario_market.vault import pieces
from scenario_market.workers.opening import Unsealer


def events(scene, kind):
    """Events of a kind, in order."""
    query = select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id)
    return scene.session.scalars(query).all()


def fresh(scene, workspace):
    """A workspace as the database has it."""
    return scene.session.get(Workspace, workspace.id, populate_existing=True)


def close(scene, challenge=None):
    """The deadline passes."""
    challenge = challenge or scene.challenge
    scene.now = challenge.closes_at
    closing.close(scene.session, challenge.id, now=scene.now, city=scene.city)


def keep_file(scene, root, workspace, content, *, section="approach", name="方案.pdf"):
    """A sealed attachment in the store, with its row; to be added by an act."""
    key, step = pieces.new_key(), 65_536
    stream = pieces.Sealing(io.BytesIO(content), key, step_bytes=step)
    kept = Directory(root).keep(stream, limit_bytes=10**7)
    row = SealedFile(
        workspace_id=workspace.id,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        created_at=scene.now,
    )
    scene.session.add(row)
    scene.session.flush()
    return SealedFileRef(
        key=f"k{row.id}",
        section=section,
        name=name,
        media_type="application/pdf",
        size_bytes=stream.size_bytes,
        sha256=stream.sha256,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        content_key=key.hex(),
    )


def private_key(scene, challenge, keys):
    """By two officers' halves, or by the opening key when its time has come."""
    about = {"challenge_id": challenge.id}
    handed = emergency.handed_over(scene.session, challenge.id)
    if handed:
        return scene.opener.unlock_shares(handed, public_key=challenge.public_key, **about)
    return scene.opener.unlock(keys.wrapped, now=scene.now, **about)


def open_all(scene, root, *, batch=2, batches=None, challenge=None, keys=None):
    """Open a closed call in batches. ``batches``: break off after so many, and do not finish."""
    challenge, keys = challenge or scene.challenge, keys or scene.keys
    private = private_key(scene, challenge, keys)
    waiting = opening.waiting(scene.session, challenge.id)
    unreadable = []
    for number, start in enumerate(range(0, len(waiting), batch)):
        if batches is not None and number >= batches:
            return None
        found = opening.read(
            scene.session,
            challenge.id,
            waiting[start : start + batch],
            opening=scene.opener,
            private_key=private,
            store=Unsealer(Directory(root)),
        )
        opening.enter(scene.session, challenge.id, found, now=scene.now)
        unreadable += [one.workspace_id for one in found if one.contents is None]
    return opening.finish(scene.session, challenge.id, unreadable=unreadable, now=scene.now)


def bids(scene, challenge=None):
    challenge = challenge or scene.challenge
    query = select(Bid).where(Bid.challenge_id == challenge.id).order_by(Bid.organisation_id)
    return scene.session.scalars(query).all()


def later(scene, **duration):
    scene.now += timedelta(**duration)
