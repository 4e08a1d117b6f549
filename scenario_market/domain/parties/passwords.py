"""What a password must be, and what the domain asks of whoever hashes it. Pure; ``vault.passwords`` is the real one."""

import unicodedata
from itertools import pairwise
from typing import Protocol

from scenario_market.domain.errors import FieldError, Invalid

# NIST SP 800-63B (5.1.1.2): a least length and a list of known ones, no rules of composition.
LENGTH_MIN = 10
LENGTH_MAX = 128
# Cores that the commonest passwords of ten and more places are made of; digits and marks around them add nothing.
COMMON = frozenset(
    [
        *(
            "password",
            "passw0rd",
            "p@ssword",
            "p@ssw0rd",
            "letmein",
            "welcome",
            "changeme",
            "iloveyou",
            "test",
            "abc",
        ),
        *(
            "qwerty",
            "qwertyuiop",
            "1qaz2wsx",
            "qaz2wsx",
            "qaz2wsx3edc",
            "q2w3e4r",
            "q2w3e4r5t",
            "qazwsx",
            "zaq12wsx",
        ),
        *(
            "asdf",
            "asdfgh",
            "asdfghjkl",
            "zxcvbn",
            "zxcvbnm",
            "a1b2c3d4",
            "admin",
            "administrator",
            "root",
            "user",
        ),
        *(
            "woaini",
            "woaiwojia",
            "aini",
            "wuhan",
            "hubei",
            "china",
            "guanggu",
            "scenario",
            "market",
            "changjing",
        ),
    ]
)


class Passwords(Protocol):
    """Hashes passwords slowly; ``vault.passwords`` does it with argon2id."""

    def hash(self, password: str) -> str: ...

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the one; takes the same time where nothing is kept."""
        ...

    def is_outdated(self, kept: str) -> bool:
        """Whether the kept hash was made with other parameters than today's."""
        ...


def normalise(password: str) -> str:
    """One form however the keyboard composed it: NFKC folds full-width letters too."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *, mobile: str, field: str = "password") -> str:
    """The password in its kept form.

    :raises Invalid: ``password_short``, ``password_long`` (both with the limit) or ``password_weak``.
    """
    text = normalise(password)
    if len(text) < LENGTH_MIN:
        raise Invalid(FieldError(field, "password_short", {"least": LENGTH_MIN}))
    if len(text) > LENGTH_MAX:
        raise Invalid(FieldError(field, "password_long", {"longest": LENGTH_MAX}))
    if is_weak(text, mobile=mobile):
        raise Invalid(FieldError(field, "password_weak"))
    return text


def is_weak(text: str, *, mobile: str) -> bool:
    """Whether it would be among the first guesses: the number, a known one, few characters, or one run of them."""
    low = text.casefold()
    if mobile in low or low in mobile * 2 or len(set(low)) < 5 or _is_run(low):
        return True
    core = low.strip("0123456789!@#$%^&*()_-+=.,?~")
    return (
        low in COMMON or core in COMMON or (not core and _is_run(low.strip("!@#$%^&*()_-+=.,?~")))
    )


def _is_run(text: str) -> bool:
    """Whether the text counts on: 1234567890, 9876543210, abcdefghij, repeated or not."""
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(text)}
    return len(steps) <= 1 or text in "01234567890123456789" or text in "98765432109876543210"
