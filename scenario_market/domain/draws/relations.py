"""What the books know of experts and of those who have a stake in something, for the pure rules of ``conflicts``."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.draws import conflicts
from scenario_market.domain.draws.conflicts import Party, Person, Terms, Tie
from scenario_market.domain.experts.models import Expert, ExpertPost
from scenario_market.domain.parties import control
from scenario_market.domain.parties.authority import in_force
from scenario_market.domain.parties.models import Mandate, Organisation, RoleGrant
from scenario_market.domain.parties.models import Person as Account
from scenario_market.domain.permissions import OFFICE


def conflicts_of(
    session: Session,
    which: ColumnElement[bool],
    parties: Sequence[Party],
    on: Terms,
    *,
    now: datetime,
) -> list[str]:
    """Every reason for which one expert may not judge these parties, as the books show it now; empty: none.

    :param which: of experts, the one.
    """
    (person,) = persons(session, which, now=now).values()
    return list(conflicts.conflicts(person, parties, on))


def persons(
    session: Session, condition: ColumnElement[bool], *, now: datetime
) -> Mapping[int, Person]:
    """Experts by key, with what conflicts are found from: five statements, however many experts."""
    ties, mandates, officers = _ties(session, condition), _mandates(session, condition, now), set()
    granted = (
        select(Expert.id)
        .join(RoleGrant, RoleGrant.person_id == Expert.person_id)
        .where(
            condition,
            RoleGrant.role.in_(sorted(OFFICE)),
            RoleGrant.ended_at.is_(None),
            RoleGrant.starts_at <= now,
            or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > now),
        )
    )
    officers = set(session.scalars(granted))
    rows = session.execute(
        select(Expert, Account.email).join(Account, Account.id == Expert.person_id).where(condition)
    )
    return {
        row.id: Person(
            ties=tuple(ties[row.id]),
            mandates=frozenset(mandates[row.id]),
            email_domain=domain_of(email),
            is_officer=row.id in officers,
            fields=frozenset(row.fields),
            is_finance=row.is_finance,
            absent=(row.absent_from, row.absent_until),
        )
        for row, email in rows
    }


def _ties(session: Session, condition: ColumnElement[bool]) -> dict[int, list[Tie]]:
    found: dict[int, list[Tie]] = defaultdict(list)
    query = select(ExpertPost).join(Expert, Expert.id == ExpertPost.expert_id)
    for post in session.scalars(query.where(condition, ExpertPost.struck_at.is_(None))):
        tie = Tie(post.organisation_id, post.uscc, post.organisation_name, post.kind, post.ends_on)
        found[post.expert_id].append(tie)
    return found


def _mandates(
    session: Session, condition: ColumnElement[bool], now: datetime
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    held = or_(Mandate.ended_at.is_(None), Mandate.recused_until > now)
    query = select(Expert.id, Mandate.organisation_id).join(
        Mandate, Mandate.person_id == Expert.person_id
    )
    for expert_id, organisation_id in session.execute(query.where(condition, held)):
        found[expert_id].add(organisation_id)
    return found


def domain_of(email: str | None) -> str | None:
    """What stands behind the @ of an address."""
    return email.rpartition("@")[2].casefold() if email and "@" in email else None


def stakeholders(session: Session, roles: Mapping[int, str], *, now: datetime) -> list[Party]:
    """These organisations with their roles, and with all under one control with each."""
    groups = families(session, roles.keys())
    everybody = {key for group in groups.values() for key in group}
    rows = select(Organisation.id, Organisation.uscc, Organisation.name)
    named: dict[int, Any] = {
        row.id: row for row in session.execute(rows.where(Organisation.id.in_(everybody)))
    }
    domains = _domains(session, roles.keys(), now)
    return [
        Party(
            organisation_id=key,
            uscc=named[key].uscc,
            name=named[key].name,
            role=roles[key],
            group=groups[key],
            group_usccs=frozenset(named[one].uscc for one in groups[key]),
            email_domains=frozenset(domains[key]),
        )
        for key in sorted(roles)
    ]


def families(session: Session, organisation_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each organisation all that stand under one control with it: those above it, and all below any of them."""
    above = control.sides(session, organisation_ids)
    tops = {key for keys in above.values() for key in keys}
    below = control.groups(session, tops)
    return {
        key: frozenset(one for top in above[key] for one in below[top]) for key in organisation_ids
    }


def _domains(
    session: Session, organisation_ids: Collection[int], now: datetime
) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    query = (
        select(Mandate.organisation_id, Account.email)
        .join(Account, Account.id == Mandate.person_id)
        .where(
            Mandate.organisation_id.in_(organisation_ids),
            *in_force(now),
            Account.email.is_not(None),
        )
    )
    for organisation_id, email in session.execute(query):
        if domain := domain_of(email):
            found[organisation_id].add(domain)
    return found
