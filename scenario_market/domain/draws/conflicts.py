"""Conflicts of interest that the system itself sees: who may not sit on a panel, and why. Pure.

Reasons, as the record of a draw names them: ``owner_side``, ``same_organisation``, ``consortium_member``,
``control``, ``past_employer``, ``email_domain``, ``declared_relation``, ``officer``, ``unavailable``, ``field``.
"""

import calendar
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

RELATION = "relation"  # a post that somebody close to him holds, or another tie that he declared


@dataclass(frozen=True)
class Tie:
    """A post of an expert, or a tie that he declared.

    :param organisation_id: where the organisation is known here; else ``uscc`` or ``name`` says which it is.
    :param ends_on: its last day; None: it lasts.
    """

    organisation_id: int | None
    uscc: str | None
    name: str
    kind: str = "employment"
    ends_on: date | None = None


@dataclass(frozen=True)
class Person:
    """An expert, as far as conflicts go.

    :param mandates: keys of the organisations for which he stands, or stood until lately.
    :param email_domain: of his address. :param is_officer: he works in the office that runs the call.
    :param absent: first and last day on which he is away.
    """

    ties: tuple[Tie, ...] = ()
    mandates: frozenset[int] = frozenset()
    email_domain: str | None = None
    is_officer: bool = False
    fields: frozenset[str] = frozenset()
    is_finance: bool = False
    absent: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True)
class Party:
    """An organisation with a stake in the call.

    :param role: ``owner``, ``lead`` or ``member``. :param group: keys of all that stand under one control with it.
    :param group_usccs: their codes. :param email_domains: of those who act for it.
    """

    organisation_id: int
    uscc: str
    name: str
    role: str
    group: frozenset[int] = frozenset()
    group_usccs: frozenset[str] = frozenset()
    email_domains: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Terms:
    """What conflicts are judged by.

    :param on: the day. :param past_months: an employer left so lately still excludes.
    :param free_mail: domains that anybody has an address of. :param fields: one of them must be his; empty: any.
    """

    on: date
    past_months: int
    free_mail: Collection[str] = ()
    fields: frozenset[str] = field(default_factory=frozenset)


BY_ROLE = {"owner": "owner_side", "lead": "same_organisation", "member": "consortium_member"}


def months_before(day: date, months: int) -> date:
    """The day so many months before, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def fold(name: str) -> str:
    """A name without width, case, blanks and brackets, to compare by."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in text if sign.isalnum())


def conflicts(person: Person, parties: Iterable[Party], terms: Terms) -> tuple[str, ...]:
    """Every reason for which this person may not judge these parties, sorted; empty: none that the system sees."""
    found: set[str] = set()
    for party in parties:
        found |= _with_party(person, party, terms)
    if person.is_officer:
        found.add("officer")
    return tuple(sorted(found))


def exclusions(person: Person, parties: Iterable[Party], terms: Terms) -> tuple[str, ...]:
    """Why this person is not drawn: conflicts, and besides them absence and field."""
    found = set(conflicts(person, parties, terms))
    first, last = person.absent
    if (first or last) and (first or terms.on) <= terms.on <= (last or terms.on):
        found.add("unavailable")
    if not fits(person, terms) and not person.is_finance:
        found.add("field")
    return tuple(sorted(found))


def fits(person: Person, terms: Terms) -> bool:
    """Whether one of his fields is asked for."""
    return not terms.fields or bool(person.fields & terms.fields)


def _with_party(person: Person, party: Party, terms: Terms) -> set[str]:
    found = set()
    if party.organisation_id in person.mandates:
        found.add(BY_ROLE[party.role])
    elif person.mandates & party.group:
        found.add("control")
    shared = person.email_domain and person.email_domain.casefold() not in terms.free_mail
    if shared and str(person.email_domain).casefold() in party.email_domains:
        found.add("email_domain")
    since = months_before(terms.on, terms.past_months)
    for tie in person.ties:
        if tie.ends_on is not None and tie.ends_on < since:
            continue
        if _is_of(tie, party):
            found.add(_reason(tie, party, terms.on))
        elif tie.organisation_id in party.group or (tie.uscc and tie.uscc in party.group_usccs):
            found.add("control")
    return found


def _is_of(tie: Tie, party: Party) -> bool:
    if tie.organisation_id is not None:
        return tie.organisation_id == party.organisation_id
    if tie.uscc:
        return tie.uscc == party.uscc
    return fold(tie.name) == fold(party.name)


def _reason(tie: Tie, party: Party, on: date) -> str:
    if tie.kind == RELATION:
        return "declared_relation"
    if tie.ends_on is not None and tie.ends_on < on:
        return "past_employer"
    return BY_ROLE[party.role]
