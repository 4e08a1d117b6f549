"""``keys``: files of keys of sealed bids, their rotation, and sharing them anew (docs/operations.md)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.cli import setting
from scenario_market.cli.acting import told
from scenario_market.domain import clock
from scenario_market.domain.bids import rotating
from scenario_market.domain.checkpoints import Checkpoint
from scenario_market.domain.errors import DomainError
from scenario_market.domain.keys.values import OfficerKey, Share
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.pledges.models import PledgeSignature
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.vault import holding, keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.envelopes import KeyPairs, OpenerSealing, WebSealing
from scenario_market.vault.keyfiles import KeyFileError, KeyRing
from scenario_market.vault.platform import PlatformKeys
from scenario_market.vault.wrapping import context

PURPOSE = click.Choice(["draft", "receipt", "platform", "opening", "head"])

# purpose → what is done where an old key is still needed
INSTEAD = {
    "draft": "keys renew draft, or wait until the calls end",
    "opening": "keys renew opening",
    "receipt": "wait until the calls close; officers retire and enrol anew",
    "platform": "what it signed is verified by it, so it stays",
    "head": "the heads that it signed are verified by it, so it stays",
}


# purpose → who reads its public halves
READERS = {"opening": "web and clock", "head": "web"}


@click.group()
def keys() -> None:
    """Keys of sealed bids: each command runs where the key is, and shows no key."""


@contextmanager
def _words() -> Iterator[None]:
    """What goes wrong with keys, in words."""
    try:
        yield
    except KeyFileError as error:
        raise click.ClickException(str(error)) from None
    except DomainError as error:
        raise told(error) from None


def _path(settings: Settings, purpose: str) -> Path:
    path = holding.key_path(settings, purpose)
    if path is None:
        raise KeyFileError(f"{purpose}_key_file: name it as SM_{purpose.upper()}_KEY_FILE")
    return path


@keys.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def make(folder: Path) -> None:
    """Make the key files that FOLDER lacks; then carry each to the machines that hold it, and nowhere else."""
    with _words():
        made = holding.make_missing(folder)
    for name in made:
        click.echo(f"made {folder / name}")
    click.echo(
        "web: draft.key receipt.key platform.key opening.pub head.pub; clock: receipt.key opening.pub head.key;"
        " workers: platform.key; opening workers: opening.key too"
    )


@keys.command("list")
def show() -> None:
    """Show the ids of the keys that are here, the one in use first."""
    settings = setting.settings()
    with _words():
        for purpose in holding.NAMES:
            path = holding.key_path(settings, purpose)
            if path is None or not path.exists():
                continue
            for place, one in enumerate(keyfiles.read(path, purpose).keys):
                use = "in use" if place == 0 else ""
                click.echo(f"{purpose:<15} {one.id} made {one.made_at} {use}".rstrip())


@keys.command()
@click.argument("purpose", type=PURPOSE)
def add(purpose: str) -> None:
    """Add a key that opens and verifies, and is not in use yet. Copy the file to all who hold it, and restart them."""
    settings = setting.settings()
    with _words():
        path = _path(settings, purpose)
        ring = keyfiles.read(path, purpose).with_spare(datetime.now(UTC))
        ring.write(path)
    click.echo(f"{ring.keys[-1].id} added; after the restart: keys rotate {purpose}")


@keys.command()
@click.argument("purpose", type=PURPOSE)
def rotate(purpose: str) -> None:
    """Put the newest key into use, and wrap what stands in the database under it."""
    settings = setting.settings()
    with _words():
        path = _path(settings, purpose)
        ring = keyfiles.read(path, purpose).promoted()
        if ring is None:
            raise KeyFileError(f"{path}: the newest key is in use; first: keys add {purpose}")
        ring.write(path)
        click.echo(f"{ring.first.id} is in use from the next start of the processes on")
        if purpose in keyfiles.HALVES:
            public = _path(settings, keyfiles.HALVES[purpose])
            ring.public().write(public)
            click.echo(f"{public} written: copy it to {READERS[purpose]}")
        _renew(settings, purpose, ring)


@keys.command()
@click.argument("purpose", type=click.Choice(["draft", "opening"]))
def renew(purpose: str) -> None:
    """Wrap what still stands under an older key under the one in use; once more after the last restart."""
    settings = setting.settings()
    with _words():
        _renew(settings, purpose, keyfiles.read(_path(settings, purpose), purpose))


def _renew(settings: Settings, purpose: str, ring: KeyRing) -> None:
    database = setting.database()
    if purpose == "draft":
        done = _renew_drafts(database, settings, ring)
    elif purpose == "opening":
        opener = OpenerSealing(ring)
        with database.unit_of_work() as session:
            done = rotating.renew_challenge_keys(
                session,
                lambda wrapped, key: opener.rewrapped(wrapped, challenge_id=key),
                first_id=ring.first.id,
            )
    else:
        return
    with database.unit_of_work() as session:
        rotating.note(session, purpose, ring.first.id, done, now=clock.now(session))
    click.echo(f"{done} wrapped anew")


def _renew_drafts(database: Database, settings: Settings, ring: KeyRing) -> int:
    attestor = holding.attestor(settings)
    public = keyfiles.read(_path(settings, "opening_public"), "opening_public")
    sealing = WebSealing(ring, public, attestor)
    after: int | None = 0
    done = 0
    while after is not None:
        with database.unit_of_work() as session:
            after, renewed = rotating.renew_drafts(
                session,
                after,
                lambda draft_key, about: sealing.renewed(draft_key, about=about),
                first_id=sealing.first_id,
            )
        done += renewed
    return done


@keys.command()
@click.argument("purpose", type=PURPOSE)
@click.argument("key_id")
def drop(purpose: str, key_id: str) -> None:
    """Forget an old key; refused while anything still needs it."""
    settings = setting.settings()
    with _words():
        path = _path(settings, purpose)
        ring = keyfiles.read(path, purpose)
        if ring.get(key_id) is None:
            raise KeyFileError(f"{path}: holds no key {key_id}")
        if ring.first.id == key_id:
            raise KeyFileError(
                f"{path}: {key_id} is in use; first: keys add and keys rotate {purpose}"
            )
        left = ring.without(key_id)
        with setting.database().reading() as session:
            needed = {
                "draft": rotating.under_draft_key,
                "opening": rotating.under_opening_key,
                "receipt": lambda session, _: _unattested(session, left),
                "platform": lambda session, _: _signed(
                    session, ring, left, PledgeSignature, Landmark
                ),
                "head": lambda session, _: _signed(session, ring, left, Checkpoint),
            }[purpose](session, key_id)
        if needed:
            raise KeyFileError(f"{key_id}: {needed} rows still need it; {INSTEAD[purpose]}")
        left.write(path)
        half = keyfiles.HALVES.get(purpose)
        if half and (public := holding.key_path(settings, half)):
            left.public().write(public)
    click.echo(f"{key_id} is forgotten here; remove it on every machine and from every copy")


def _signed(session: Session, ring: KeyRing, left: KeyRing, *tables: Any) -> int:
    """How many signatures in these tables the platform would no longer know for its own."""
    kept = set(PlatformKeys(left).public_keys.values())
    gone = set(PlatformKeys(ring).public_keys.values()) - kept
    counts = [select(func.count()).where(one.public_key.in_(gone)) for one in tables]
    return sum(session.scalar(count) or 0 for count in counts)


def _unattested(session: Session, left: KeyRing) -> int:
    """How many public keys in use none of the keys that are left attests."""
    attestor = Attestor(left)
    return sum(
        not attestor.attested(context(kind, key) + public, attestation)
        for kind, key, public, attestation in rotating.public_keys(session, clock.now(session))
    )


@keys.command()
def share() -> None:
    """Share the keys of open challenges among today's key officers, on a machine that opens."""
    settings = setting.settings()
    with _words():
        opener = OpenerSealing(keyfiles.read(_path(settings, "opening"), "opening"))
        public = keyfiles.read(_path(settings, "opening_public"), "opening_public")
        pairs = KeyPairs(public, holding.attestor(settings))

        def split(wrapped: bytes, challenge_id: int, held: Sequence[OfficerKey]) -> list[Share]:
            pairs.check(held)
            return opener.shares(wrapped, challenge_id=challenge_id, officers=held)

        with setting.database().unit_of_work() as session:
            done = rotating.share_anew(session, split, now=clock.now(session))
    click.echo(f"keys of {done} challenges shared anew")


COMMANDS = (keys,)
