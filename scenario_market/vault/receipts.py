"""Receipts of acts on a workspace: signed with the receipt key, of one size whatever was done (ADR 3, point 9).

A bidder checks one without the market: ``scenario-market receipt verify``, with the content file and the public key.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from scenario_market.vault.attesting import Attestor
from scenario_market.vault.signing import verified

FORM = "scenario-market/receipt/1"
# Words of one length, so that a receipt's size does not tell which act it is for.
ACTS = {"save": "保存", "hand_in": "递交", "withdraw": "撤回"}
PLACES = 10
FIELDS = frozenset(
    {
        *("form", "challenge_id", "workspace", "number", "act", "salt", "content_sha256", "at"),
        *("key_id", "signature"),
    }
)


def stated(receipt: Mapping[str, Any]) -> bytes:
    """What is signed: all of a receipt but its signature, as JSON with sorted keys and no blanks, in UTF-8."""
    said = {name: value for name, value in receipt.items() if name != "signature"}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Receipts:
    """Signs receipts; fits what ``bids/working.py`` asks for."""

    def __init__(self, attestor: Attestor) -> None:
        self._attestor = attestor

    @property
    def public_keys(self) -> dict[str, str]:
        """What the market publishes: id → public key (Ed25519, base64), the one that signs now first."""
        return self._attestor.public_keys

    def issue(
        self,
        *,
        challenge_id: int,
        workspace: str,
        number: int,
        act: str,
        salt: str,
        content_hash: str,
        at: datetime,
    ) -> Mapping[str, Any]:
        """A signed receipt.

        :param number: of the workspace's version. :param act: ``save``, ``hand_in`` or ``withdraw``.
        :param content_hash: SHA-256, hex, of the salt's bytes and the content file.
        """
        receipt = {
            "form": FORM,
            "challenge_id": f"{challenge_id:0{PLACES}}",
            "workspace": workspace,
            "number": f"{number:0{PLACES}}",
            "act": ACTS[act],
            "salt": salt,
            "content_sha256": content_hash,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "key_id": self._attestor.id,
        }
        signature = base64.b64encode(self._attestor.attest(stated(receipt))).decode()
        return receipt | {"signature": signature}


def faults(
    receipt: Any, *, public_keys: Mapping[str, str], content: bytes | None = None
) -> list[str]:
    """What is wrong with a receipt; empty: it is the market's, and of this content.

    :param public_keys: id → key, known from the market's own publication.
    :returns: ``form``, ``unknown_key``, ``signature`` or ``content``.
    """
    if not isinstance(receipt, Mapping) or set(receipt) != FIELDS or receipt["form"] != FORM:
        return ["form"]
    if not all(isinstance(value, str) for value in receipt.values()):
        return ["form"]
    key = public_keys.get(receipt["key_id"])
    if key is None:
        return ["unknown_key"]
    found = [] if verified(key, stated(receipt), receipt["signature"]) else ["signature"]
    if content is not None and _hash(receipt["salt"], content) != receipt["content_sha256"]:
        found.append("content")
    return found


def _hash(salt: str, content: bytes) -> str | None:
    try:
        return hashlib.sha256(binascii.unhexlify(salt) + content).hexdigest()
    except ValueError:
        return None
