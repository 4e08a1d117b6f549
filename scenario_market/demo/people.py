"""Making the demonstration's people and the organisations that they act for, by the real commands."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.demo import accounts
from scenario_market.demo.organisations import Organisation, bidders, organisations
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.keys import naming
from scenario_market.domain.parties import actors, mandates, people, roles
from scenario_market.domain.parties import models as rows
from scenario_market.domain.parties import organisations as parties
from scenario_market.vault.passwords import Argon2Passwords

REGISTERED = ("name", "district", "owner_type", "size_class", "industry")


def make_people(session: Session, *, now: datetime, city: City) -> dict[str, int]:
    """Make the accounts and grant their roles; returns person keys by account key."""
    hashed = Argon2Passwords().hash(accounts.PASSWORD)
    made: dict[str, int] = {}
    for account in accounts.ACCOUNTS:
        person = people.join(session, mobile=account.mobile, name=account.name, now=now)
        person.is_demo, person.password_hash = True, hashed
        person.email, person.email_confirmed_at = account.email, now
        made[account.key] = person.id
    roles.install_administrator(session, person_id=made["administrator"], now=now)
    session.flush()
    administrator = actor(session, made["administrator"], now)
    for account in accounts.ACCOUNTS[1:]:
        for role, place in account.roles:
            if role in roles.BY_TWO:
                continue
            roles.grant(
                session,
                person_id=made[account.key],
                role=role,
                place=place,
                actor=administrator,
                now=now,
                city=city,
            )
    naming.install(session, person_ids=[made["key_one"], made["key_two"]], now=now)
    return made


def actor(session: Session, person_id: int, now: datetime) -> Actor:
    """Who a person is now."""
    session.flush()
    found = actors.actor_of_person(session, person_id, now)
    if found is None:
        raise LookupError(f"no person {person_id}")
    return found


def make_organisations(
    session: Session, made: dict[str, int], *, now: datetime, city: City
) -> dict[str, int]:
    """Register and verify who has needs and who answers calls; returns organisation keys by demonstration key."""
    reviewer = actor(session, made["reviewer"], now)
    keys = {}
    registered = [(one, made["owner"]) for one in organisations()]
    registered += [(one, made[one.key]) for one in bidders()]
    for one, person_id in registered:
        row = _register(session, one, actor(session, person_id, now), now, city)
        acting = actor(session, person_id, now)
        row = parties.ask_verification(
            session, organisation_id=row.id, version=row.version, actor=acting, now=now, city=city
        )
        parties.verify(
            session,
            organisation_id=row.id,
            version=row.version,
            actor=reviewer,
            now=now,
            city=city,
        )
        keys[one.key] = row.id
    return keys


def renew_mandates(session: Session, made: dict[str, int], *, now: datetime, city: City) -> None:
    """Give every mandate another year, as their holders do in time."""
    held = select(rows.Mandate).where(rows.Mandate.person_id.in_(made.values()))
    for row in session.scalars(held).all():
        acting = actor(session, row.person_id, now)
        mandates.renew(
            session, mandate_id=row.id, version=row.version, actor=acting, now=now, city=city
        )


def _register(
    session: Session, one: Organisation, acting: Actor, now: datetime, city: City
) -> rows.Organisation:
    fields = {name: value for name, value in asdict(one).items() if name in REGISTERED}
    fields["address"] = "武汉市（演示地址）"
    row = parties.register(
        session, uscc_text=one.uscc, fields=fields, actor=acting, now=now, city=city
    )
    row.is_fictitious = True
    return row


def is_there(session: Session) -> bool:
    """Whether the demonstration was loaded before."""
    return session.scalar(select(rows.Person.id).where(rows.Person.is_demo).limit(1)) is not None
