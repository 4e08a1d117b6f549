"""Which process holds which keys of sealed bids, from its settings (docs/operations.md, "Keys of sealed bids").

A demonstration makes its own in ``data_dir/keys``. In production each is named to the processes that need it, and a
process that is given the other side's key refuses to start.
"""

import base64
import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scenario_market.domain.keys.making import Locksmith
from scenario_market.settings import Settings
from scenario_market.vault import keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.envelopes import KeyPairs, OpenerSealing, WebSealing
from scenario_market.vault.keyfiles import KeyFileError, KeyRing
from scenario_market.vault.officers import OfficerKeys
from scenario_market.vault.platform import PlatformKeys
from scenario_market.vault.receipts import Receipts
from scenario_market.vault.sealing import Sealer, sealer
from scenario_market.vault.signing import key_id

# purpose → name of the file where keys are made together
NAMES = {
    "draft": "draft.key",
    "receipt": "receipt.key",
    "platform": "platform.key",
    "opening": "opening.key",
    "opening_public": "opening.pub",
    "head": "head.key",
    "head_public": "head.pub",
}


def key_path(settings: Settings, purpose: str) -> Path | None:
    """Where the keys of a purpose are; None where this process does without them."""
    named = getattr(settings, f"{purpose}_key_file")
    if named:
        return Path(named)
    return None if settings.production else settings.data_dir / "keys" / NAMES[purpose]


def make_missing(folder: Path) -> list[str]:
    """Make the files that are not there yet, one process at a time; returns their names."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = datetime.now(UTC)
    made = []
    descriptor = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for purpose in ("draft", "receipt", "platform", "opening", "head"):
            path = folder / NAMES[purpose]
            if not path.exists():
                keyfiles.new_ring(purpose, now).write(path)
                made.append(path.name)
        for purpose, half in keyfiles.HALVES.items():
            public = folder / NAMES[half]
            if not public.exists():
                keyfiles.read(folder / NAMES[purpose], purpose).public().write(public)
                made.append(public.name)
    finally:
        os.close(descriptor)
    return made


def _ring(settings: Settings, purpose: str) -> KeyRing:
    path = key_path(settings, purpose)
    if path is None:
        raise KeyFileError(
            f"{purpose}_key_file: production mode needs SM_{purpose.upper()}_KEY_FILE here;"
            " `scenario-market keys make` makes one"
        )
    if not settings.production and path.parent == settings.data_dir / "keys":
        make_missing(path.parent)
    return keyfiles.read(path, purpose)


def _refuse(settings: Settings, purpose: str, here: str) -> None:
    if settings.production and getattr(settings, f"{purpose}_key_file"):
        raise KeyFileError(
            f"{purpose}_key_file: {here} must not hold the {purpose} key; take SM_{purpose.upper()}_KEY_FILE"
            " out of its environment, and the file out of its reach"
        )


def attestor(settings: Settings) -> Attestor:
    """The receipt keys.

    :raises KeyFileError: they are missing or wrong.
    """
    return Attestor(_ring(settings, "receipt"))


def platform(settings: Settings) -> PlatformKeys:
    """The keys of the platform's own signature.

    :raises KeyFileError: they are missing or wrong.
    """
    return PlatformKeys(_ring(settings, "platform"))


def signer(settings: Settings) -> PlatformKeys | None:
    """The same for a worker; None where it makes no dossiers.

    :raises KeyFileError: they are wrong.
    """
    return None if key_path(settings, "platform") is None else platform(settings)


def heads(settings: Settings) -> PlatformKeys:
    """The keys that sign heads of the chain: for the clock, and where ``audit checkpoint`` is run.

    :raises KeyFileError: they are missing or wrong.
    """
    return PlatformKeys(_ring(settings, "head"))


def head_keys(settings: Settings) -> dict[str, str]:
    """Public keys of signed heads, id → base64, the one that signs now first; empty where none are named.

    :raises KeyFileError: the file is wrong.
    """
    path = key_path(settings, "head_public")
    if path is None:
        return {}
    ring = _ring(settings, "head_public")
    found = [base64.b64encode(one.material).decode() for one in ring.keys]
    return {key_id(one): one for one in found}


def publisher(settings: Settings) -> Locksmith:
    """For the clock, which publishes on schedule: makes the keys of calls.

    :raises KeyFileError: a key is missing, wrong, or should not be here.
    """
    _refuse(settings, "opening", "the clock")
    _refuse(settings, "draft", "the clock")
    return Locksmith(KeyPairs(_ring(settings, "opening_public"), attestor(settings)))


@dataclass(frozen=True)
class WebKeys:
    """What a web process does with its keys."""

    sealing: WebSealing
    locksmith: Locksmith
    officer_keys: OfficerKeys
    receipts: Receipts
    platform: PlatformKeys
    head_keys: Mapping[str, str]
    panel_secrets: Sealer


def web(settings: Settings) -> WebKeys:
    """For the web.

    :raises KeyFileError: a key is missing, wrong, or should not be here.
    """
    _refuse(settings, "opening", "a web process")
    public, signer = _ring(settings, "opening_public"), attestor(settings)
    sealing = WebSealing(_ring(settings, "draft"), public, signer)
    return WebKeys(
        sealing,
        Locksmith(sealing),
        OfficerKeys(public, signer),
        Receipts(signer),
        platform(settings),
        head_keys(settings),
        sealer(settings.secret_key, "panel-secret"),
    )


def opener(settings: Settings) -> OpenerSealing | None:
    """For a worker; None where it opens nothing.

    :raises KeyFileError: a key is wrong, or should not be here.
    """
    _refuse(settings, "draft", "a worker")
    if key_path(settings, "opening") is None:
        return None
    return OpenerSealing(_ring(settings, "opening"))
