"""Honours and certificates of fictitious providers, laid around a day: some lapsed, some about to lapse."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from scenario_market.demo.fiction import Draw

_HONOURS = (
    ("high_tech", 0.6, 1095),
    ("tech_sme", 0.35, 365),
    ("innovative_sme", 0.3, 1095),
    ("specialised_sme", 0.22, 1095),
    ("little_giant", 0.06, 1095),
    ("champion", 0.02, 1095),
    ("gazelle", 0.1, 365),
    ("unicorn", 0.01, 365),
)
_SOFTWARE = frozenset({"industrial_software", "data_service", "ai_model", "industrial_internet"})
_SOFTWARE |= {"software_control", "software_management", "integration", "security"}


@dataclass(frozen=True)
class Credential:
    """An honour or certificate held: ``level`` ranks within the certificate, higher is better."""

    code: str
    issued_on: date
    expires_on: date
    level: int | None = None


def honours(draw: Draw, as_of: date) -> tuple[Credential, ...]:
    """Honours, in the order of the code list."""
    return tuple(
        _held(draw, code, days, as_of) for code, share, days in _HONOURS if draw.chance(share)
    )


def certificates(draw: Draw, types: Collection[str], as_of: date) -> tuple[Credential, ...]:
    """Certificates that fit what a provider does."""
    software = bool(_SOFTWARE & set(types))
    wanted = (
        ("iso9001", 0.7, (None,)),
        ("iso20000", 0.25 * software, (None,)),
        ("iso27001", 0.4 * software + 0.2 * ("security" in types), (None,)),
        ("cmmi", 0.4 * software, (3, 3, 3, 2, 4, 5)),
        ("dcmm", 0.4 * ("data_service" in types), (2, 2, 3, 4)),
        ("itss", 0.2 * software, (2, 2, 3, 1)),
        ("integration_mgmt", 0.15, (1, 2, 2, 3)),
        ("mlps", 0.15 * software, (2, 3)),
    )
    return tuple(
        _held(draw, code, 1095, as_of, draw.one(levels))
        for code, share, levels in wanted
        if draw.chance(share)
    )


def _held(draw: Draw, code: str, days: int, as_of: date, level: int | None = None) -> Credential:
    band = draw.weighted((((-200, -1), 6), ((1, 90), 8), ((91, days - 5), 86)))
    expires = as_of + timedelta(days=draw.number(*band))
    return Credential(code, expires - timedelta(days=days), expires, level)
