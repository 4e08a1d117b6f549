"""The demonstration pool comes in as an office's file would: through the import, by the office's own account."""

import io
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.demo import accounts
from scenario_market.demo.people import actor
from scenario_market.demo.pool import write_pool
from scenario_market.demo.providers import Provider, providers
from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.city import City
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import ImportState
from scenario_market.domain.parties import invitations
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.persistence.database import Database
from scenario_market.workers import imports

FILE = "服务商库（演示）.xlsx"
LIMIT_BYTES = 20_000_000


def load(database: Database, city: City, files: Directory) -> bool:
    """Bring the pool in and give the providers' demonstration accounts their mandates. Once; harmless to repeat.

    The accounts must be there. :returns: False when the pool was in already.
    """
    fresh = not _is_in(database)
    if fresh:
        _bring(database, city, files)
    for account in accounts.ACCOUNTS:
        if account.provider is not None:
            _mandate(database, city, account.key, account.provider)
    return fresh


def pool(today: date) -> list[Provider]:
    """The fictitious providers with what they hold today: what has lapsed cannot be declared any more."""
    return [
        replace(
            one,
            honours=tuple(item for item in one.honours if item.expires_on >= today),
            certificates=tuple(item for item in one.certificates if item.expires_on >= today),
        )
        for one in providers(today)
    ]


def _is_in(database: Database) -> bool:
    with database.reading() as session:
        found = select(Import.id).where(
            Import.kind == "pool", Import.is_fictitious, Import.state == ImportState.COMMITTED
        )
        return session.scalar(found.limit(1)) is not None


def _bring(database: Database, city: City, files: Directory) -> None:
    with database.reading() as session:
        now = clock.now(session)
        lead = actor(session, _person(session, "lead"), now)
    stream = io.BytesIO()
    write_pool(stream, city.codes, pool(city.day(now)))
    stream.seek(0)
    key = imports.hand_in(
        database,
        files,
        stream,
        FILE,
        kind="pool",
        limit_bytes=LIMIT_BYTES,
        actor=lead,
        is_fictitious=True,
    )
    row = imports.run(database, files, city, key, mode="all", actor=lead)
    if row.state != ImportState.COMMITTED:
        raise RuntimeError(f"the demonstration pool was not taken in: {row.report}")


def _person(session: Session, key: str) -> int:
    mobile = next(one.mobile for one in accounts.ACCOUNTS if one.key == key)
    return session.scalars(select(Person.id).where(Person.mobile == mobile)).one()


def _mandate(database: Database, city: City, account: str, number: int) -> None:
    """The office hands an imported organisation to its people by invitation; so it does here."""
    uscc = next(one.uscc for one in providers() if one.number == number)
    codes: list[str] = []

    def take(mobile: str, code: str, *, organisation: str) -> None:
        codes.append(code)

    with database.unit_of_work() as session:
        now = clock.now(session)
        person_id = _person(session, account)
        row = session.scalars(select(Organisation).where(Organisation.uscc == uscc)).one()
        held = select(Mandate.id).where(Mandate.organisation_id == row.id)
        if session.scalar(held.limit(1)) is not None:
            return
        invitations.restore(
            session,
            organisation_id=row.id,
            version=row.version,
            mobile_text=session.get_one(Person, person_id).mobile,
            send=take,
            actor=actor(session, _person(session, "reviewer"), now),
            now=now,
            city=city,
        )
        session.flush()
        guest = actor(session, person_id, now)
        invitations.accept(session, code=codes[0], actor=guest, now=now, city=city)
