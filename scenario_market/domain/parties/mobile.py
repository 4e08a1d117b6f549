"""Mobile numbers of mainland China: how people write them, and the one form that is kept. Pure."""

import re
import unicodedata

from scenario_market.domain.errors import FieldError, Invalid

# 11 places, first 1, second 3-9: the ranges that 工信部 has given to mobile networks.
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY = re.compile(r"(\+|00)?86(?=1\d{10}$)", re.ASCII)
_BETWEEN = re.compile(r"[\s\-()]")


def normalise(text: str, *, field: str = "mobile") -> str:
    """The 11 digits of a number written with +86, spaces, dashes or full-width digits.

    :raises Invalid: it is no mobile number; names ``field``.
    """
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(c for c in _BETWEEN.sub("", folded) if unicodedata.category(c) != "Cf")
    digits = _COUNTRY.sub("", digits)
    if not _MOBILE.fullmatch(digits):
        raise Invalid(FieldError(field, "mobile", {"example": "13800000000"}))
    return digits


def mask(mobile: str) -> str:
    """The number as others may see it: 138****0000."""
    return f"{mobile[:3]}****{mobile[-4:]}"
