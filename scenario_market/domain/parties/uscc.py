"""The unified social credit code (统一社会信用代码) of an organisation.

Source: GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》: 18 places, an alphabet of
31 characters, a check character by weights that are powers of 3 modulo 31. Places 9-17 hold the
former organisation code, whose own check character follows GB 11714-1997; registers contain valid
codes that break it, so it only warns.

The registration office in places 3-8 says where an organisation was registered once, not where it
sits: never derive a district from it.
"""

import unicodedata

from scenario_market.domain.errors import FieldError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class InvalidUscc(ValueError):
    """A text is no unified social credit code.

    :ivar rule: which rule refused it: ``length``, ``alphabet`` or ``check_digit``.
    :ivar params: what would have been right, for a message: ``length`` gives ``expected`` and
        ``found`` (counts), ``alphabet`` gives ``characters`` (the foreign ones) and ``places``
        (from 1), ``check_digit`` gives ``expected`` and ``found`` (characters).
    """

    code = "invalid_uscc"

    def __init__(self, rule: str, **params: object) -> None:
        self.rule = rule
        self.params = params
        super().__init__(f"{self.code}: {rule} {params}")


def normalise(text: str) -> str:
    """Fold full-width characters, case and every kind of space; change nothing else.

    O and I are not turned into 0 and 1: a guess would accept a code that nobody wrote.
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(kept).upper()


def check_character(first_seventeen: str) -> str:
    """The eighteenth character for seventeen others (GB 32100-2015, section on the check code)."""
    total = sum(
        _VALUE[character] * weight
        for character, weight in zip(first_seventeen, WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def check(text: str) -> str:
    """Return the normalised code.

    As 31 is prime and no weight is a multiple of it, every single wrong character and every swap
    of two different neighbours is detected; of two independent errors about one in 31 passes.

    :raises InvalidUscc: names the rule that failed; the first of length, alphabet, check digit.
    """
    uscc = normalise(text)
    if len(uscc) != LENGTH:
        raise InvalidUscc("length", expected=LENGTH, found=len(uscc))
    foreign = [(place, c) for place, c in enumerate(uscc, 1) if c not in _VALUE]
    if foreign:
        characters = "".join(dict.fromkeys(c for _, c in foreign))
        raise InvalidUscc(
            "alphabet", characters=characters, places=tuple(place for place, _ in foreign)
        )
    expected = check_character(uscc[:17])
    if uscc[17] != expected:
        raise InvalidUscc("check_digit", expected=expected, found=uscc[17])
    return uscc


def warnings(uscc: str) -> list[FieldError]:
    """Of a checked code: ``organisation_code`` when places 9-17 break GB 11714-1997, with the character that would fit.

    For the reader who compares with the licence (营业执照), never a refusal: registers contain such codes.
    """
    code = uscc[8:17]
    total = sum(
        _ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    remainder = (11 - total % 11) % 11
    expected = "X" if remainder == 10 else str(remainder)
    if code[8] == expected:
        return []
    return [FieldError("uscc", "organisation_code", {"expected": expected, "found": code[8]})]
