"""Document numbers (文号): each stands for one decision, whatever it is about."""

import re
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid
from scenario_market.domain.turns import wait_turn

# 武场景〔2026〕12号: prefix, year in its brackets, serial. GB/T 9704-2012, 7.2.5.
HEAD = "{prefix}〔{year}〕"
SERIAL = re.compile(r"[1-9][0-9]{0,4}号")


class DocumentNumber(Base):
    """A number that was given, and to which decision."""

    __tablename__ = "document_number"

    number: Mapped[str] = mapped_column(String(80), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    taken_at: Mapped[datetime]


def written(given: str, *, prefix: str, year: int) -> str:
    """A document number as the office writes them: its prefix, the year in 〔〕, a serial without noughts, 号.

    :raises Invalid: it is none of this office and year.
    """
    number = re.sub(r"\s", "", given).replace("[", "〔").replace("]", "〕")
    head = HEAD.format(prefix=prefix, year=year)
    if not number.startswith(head) or not SERIAL.fullmatch(number.removeprefix(head)):
        example = f"{head}12号"
        raise Invalid(FieldError("document_number", "document_number", {"example": example}))
    return number


def take_number(
    session: Session, given: str, *, kind: str, subject_id: int, now: datetime, city: City
) -> str:
    """Give a document its number, which nothing else has.

    :raises Invalid: as :func:`written`. :raises AlreadyDone: ``document_number_used``.
    """
    prefix = city.identity["records"]["document_prefix"]
    number = written(given, prefix=prefix, year=city.day(now).year)
    wait_turn(session, f"document:{number}")
    if session.get(DocumentNumber, number) is not None:
        raise AlreadyDone("document_number_used", number=number)
    session.add(
        DocumentNumber(number=number, subject_kind=kind, subject_id=subject_id, taken_at=now)
    )
    session.flush()
    return number
