"""A closed call with bids in a database of its own, sealed with the keys of the settings; for workers to open."""

import io

from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.bids.envelope import SealedFileRef
from scenario_market.domain.bids.models import SealedFile
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.keys import officers
from scenario_market.vault import holding, keyfiles, pieces
from scenario_market.vault.officers import OfficerKeys
from tests import factories
from tests.domain.bids import desks
from tests.domain.keys import holders

STEP = 65_536


def quick(settings):
    """Keeps officers' keys as the web does, in a fraction of the time; how they are kept stands beside each."""
    attestor = holding.attestor(settings)  # makes what is missing
    public = keyfiles.read(holding.key_path(settings, "opening_public"), "opening_public")
    return OfficerKeys(public, attestor, **holders.QUICK)


def scene(session, city, settings):
    """An open call whose key two officers hold in halves, its deadline with the clock."""
    keys = holding.web(settings)
    made = desks.scene(session, city)
    made.now = clock.now(session)
    made.web, made.receipts = keys.sealing, keys.receipts
    made.officers, hasty = [], quick(settings)
    for number in (1, 2):
        actor = holders.actor_of(session)
        new = hasty.enrol(actor.person_id, holders.PASSPHRASE.format(number))
        made.officers.append((actor, officers.enrol(session, new=new, actor=actor, now=made.now)))
    challenge = made.challenge
    challenge.closes_at = made.now + (challenge.closes_at - factories.NOW)
    challenge.public_key = keys.locksmith.new_challenge_keys(
        session, challenge.id, closes_at=challenge.closes_at, now=made.now
    )
    set_deadline(session, "challenge_close", challenge.id, due_at=challenge.closes_at)
    session.flush()
    return made


def hand_in(made, store, content=b"%PDF-1.7 attachment"):
    """A bid with an attachment; returns its workspace."""
    workspace, actor = made.begun()
    key = pieces.new_key()
    stream = pieces.Sealing(io.BytesIO(content), key, step_bytes=STEP)
    kept = store.keep(stream, limit_bytes=10**8)
    row = SealedFile(
        workspace_id=workspace.id,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        created_at=made.now,
    )
    made.session.add(row)
    made.session.flush()
    file = SealedFileRef(
        key=f"k{row.id}",
        section="approach",
        name="方案.pdf",
        media_type="application/pdf",
        size_bytes=stream.size_bytes,
        sha256=stream.sha256,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        content_key=key.hex(),
    )
    made.act(workspace, actor, added=file)
    made.handed_in(workspace, actor)
    return workspace


def pass_deadline(session, challenge_id):
    """The market's clock moves on to a minute after the deadline."""
    closes_at = session.scalar(select(Challenge.closes_at).where(Challenge.id == challenge_id))
    by = closes_at - clock.now(session)
    factories.move_clock(session, by=by + type(by)(minutes=1))
