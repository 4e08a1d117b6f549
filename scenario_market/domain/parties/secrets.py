"""Random secrets that are handed out once, and the hashes that are kept of them. Pure."""

import hashlib
import hmac
import secrets

CODE_DIGITS = 6


def new_token() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def new_offer() -> str:
    """128 random bits in 22 characters: a variable of an SMS has 35 at most."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What is kept of a random token. It has 128 bits or more, so a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_hash(code: str, mobile: str, key: bytes) -> str:
    """What is kept of a short code: keyed, since a million plain hashes are searched in a second."""
    return hmac.new(key, f"{mobile}:{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
