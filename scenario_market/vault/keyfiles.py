"""Files of keys: one purpose each, the newest key first. The first one seals and signs; all of them open and verify."""

import base64
import hashlib
import json
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

FORM = "scenario-market/keys/1"
KEY_BYTES = 32
ID_PLACES = 16


class KeyFileError(Exception):
    """A file of keys is missing, open to others, or of another purpose. The text is for the operator."""


def _public(purpose: str, material: bytes) -> bytes:
    """What a key is known by: its public half, where it has one."""
    if purpose == "opening":
        return X25519PrivateKey.from_private_bytes(material).public_key().public_bytes_raw()
    if purpose in ("receipt", "platform", "head"):
        return Ed25519PrivateKey.from_private_bytes(material).public_key().public_bytes_raw()
    return material


# purpose → that of the file with its public halves
HALVES = {"opening": "opening_public", "head": "head_public"}
OPEN_TO_ALL = frozenset(HALVES.values())


@dataclass(frozen=True)
class Key:
    """One key. ``id``: SHA-256 of its public half (of a secret without one: of itself) in hex, the first 16 places."""

    id: str
    made_at: str
    material: bytes


@dataclass(frozen=True)
class KeyRing:
    """The keys of one purpose (``draft``, ``receipt``, ``platform``, ``opening``, ``head``, and their ``HALVES``)."""

    purpose: str
    keys: Sequence[Key]

    @property
    def first(self) -> Key:
        """The one that is used for what is new."""
        return self.keys[0]

    def get(self, key_id: str) -> Key | None:
        """The key with this id, if it is here."""
        return next((one for one in self.keys if one.id == key_id), None)

    def with_new(self, now: datetime) -> "KeyRing":
        """A ring with one more key, to be used from now on; those before still open."""
        return replace(self, keys=(make_key(self.purpose, os.urandom(KEY_BYTES), now), *self.keys))

    def with_spare(self, now: datetime) -> "KeyRing":
        """A ring with one more key that opens and verifies, and is not used for what is new until it is promoted."""
        return replace(self, keys=(*self.keys, make_key(self.purpose, os.urandom(KEY_BYTES), now)))

    def promoted(self) -> "KeyRing | None":
        """A ring whose newest key is used for what is new; None where it is used already."""
        newest = max(self.keys, key=lambda one: one.made_at)
        if newest.made_at == self.first.made_at:
            return None
        return replace(self, keys=(newest, *(one for one in self.keys if one is not newest)))

    def without(self, key_id: str) -> "KeyRing":
        """A ring that has forgotten a key. What it alone opened is lost."""
        return replace(self, keys=tuple(one for one in self.keys if one.id != key_id))

    def public(self) -> "KeyRing":
        """The public halves of opening keys, or of those of the chain's heads, for other hosts."""
        halves = tuple(
            replace(one, material=_public(self.purpose, one.material)) for one in self.keys
        )
        return KeyRing(HALVES[self.purpose], halves)

    def write(self, path: Path) -> None:
        """Write the file anew, whole or not at all; a secret one is its owner's alone."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        mode = 0o644 if self.purpose in OPEN_TO_ALL else 0o600
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w") as file:
            json.dump(self._document(), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)

    def _document(self) -> dict[str, object]:
        keys = [
            {"id": one.id, "made_at": one.made_at, "key": base64.b64encode(one.material).decode()}
            for one in self.keys
        ]
        return {"form": FORM, "purpose": self.purpose, "keys": keys}


def make_key(purpose: str, material: bytes, now: datetime) -> Key:
    """A key with its id."""
    known = hashlib.sha256(_public(purpose, material)).hexdigest()[:ID_PLACES]
    return Key(known, now.isoformat(timespec="microseconds"), material)


def new_ring(purpose: str, now: datetime) -> KeyRing:
    """A ring with one new key."""
    return KeyRing(purpose, ()).with_new(now)


def read(path: Path, purpose: str) -> KeyRing:
    """The keys in a file.

    :raises KeyFileError: says which file, and what would be right.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}; `scenario-market keys make`") from None
    except ValueError:
        raise KeyFileError(f"{path}: not a file of keys") from None
    if mode & (0o022 if purpose in OPEN_TO_ALL else 0o077):
        raise KeyFileError(
            f"{path}: others than its owner may get at it (mode {mode:o}); chmod 600"
        )
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise KeyFileError(f"{path}: not a file of keys ({FORM})")
    if document.get("purpose") != purpose:
        raise KeyFileError(f"{path}: holds {document.get('purpose')} keys, not {purpose}")
    try:
        keys = tuple(_key(purpose, one) for one in document["keys"])
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError(f"{path}: a key in it is damaged ({error})") from None
    if not keys:
        raise KeyFileError(f"{path}: holds no key")
    return KeyRing(purpose, keys)


def _key(purpose: str, stated: dict[str, str]) -> Key:
    material = base64.b64decode(stated["key"], validate=True)
    if len(material) != KEY_BYTES:
        raise ValueError(f"{len(material)} bytes long")
    known = hashlib.sha256(_public(purpose, material)).hexdigest()[:ID_PLACES]
    if known != stated["id"]:
        raise ValueError("its id does not fit")
    return Key(known, str(stated["made_at"]), material)
