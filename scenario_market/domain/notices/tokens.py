"""Signed links that work without signing in: who, which kind, and a keyed digest. They do not expire.

A mail may be read years later, and its unsubscribe link must still work (RFC 8058 asks for no further step).
"""

import base64
import hashlib
import hmac

PURPOSE = b"unsubscribe:"
LENGTH = 16  # bytes of HMAC-SHA256 that are kept: 128 bits


def sign(key: str, *, person_id: int, kind: str) -> str:
    """A token for the link, safe in an address."""
    stated = f"{person_id}:{kind}".encode()
    return _encode(_digest(key, stated) + stated)


def read(key: str, token: str) -> tuple[int, str] | None:
    """Person and kind, or None where the token was not made by us."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        stated = raw[LENGTH:]
        if not hmac.compare_digest(raw[:LENGTH], _digest(key, stated)) or _encode(raw) != token:
            return None
        person_id, _, kind = stated.decode("ascii").partition(":")
        return int(person_id), kind
    except ValueError:
        return None


def _digest(key: str, stated: bytes) -> bytes:
    return hmac.new(key.encode(), PURPOSE + stated, hashlib.sha256).digest()[:LENGTH]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
