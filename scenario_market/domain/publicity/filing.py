"""Filing an objection: anybody who is signed in, under his real name, or for an organisation under seal."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import haste, lifecycle, outbox
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.demands.serials import take
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    NotFound,
    RuleRefused,
    TooMany,
)
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require
from scenario_market.domain.publicity import events, posting
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.publicity.states import OPEN, ObjectionState
from scenario_market.domain.turns import wait_turn

TEXT_MAX = 5_000
CONTACT_MAX = 200
DUE = "objection_due"
INADMISSIBLE_MAX = 2  # then what was lacking has been said twice


def file_objection(
    session: Session,
    notice_id: int,
    *,
    grounds: str,
    request: str = "",
    contact: str = "",
    organisation_id: int | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Objection:
    """Object to what stands in notice. The notice's clock rests from now on until the objection is answered.

    No event and no list tells who did it; an organisation's objection needs its sealed scan before it is admitted.

    :param organisation_id: in whose name; None: in one's own.
    :raises Invalid: no grounds, or a text that is too long.
    :raises NotFound: there is no such notice, or no mandate of the actor's for the organisation.
    :raises RuleRefused: ``notice_over``, ``notice_withdrawn``, ``real_name_missing``, ``organisation_not_verified``.
    :raises AlreadyDone: ``objection_exists``: the person has one that is open against this notice;
        ``objection_answered``: the person or the organisation was answered on the merits, or found inadmissible twice.
    :raises TooMany: ``too_many_objections`` in 24 hours (policy ``objection.per_person_and_day``).
    """
    require(actor, "objection.file")
    assert actor.person_id is not None  # the permission is a person's
    _check_texts(grounds=grounds, request=request, contact=contact)
    wait_turn(session, f"objection:{actor.person_id}")
    notice = _open_standing(session, notice_id, now)
    _check_name(session, actor, organisation_id)
    _check_haste(session, notice, actor.person_id, now, city)
    _check_answered(session, notice, actor.person_id, organisation_id)
    row = _new(session, notice, now, city)
    row.objector_id, row.organisation_id = actor.person_id, organisation_id
    row.objector_name = session.get_one(Person, actor.person_id).name.strip()[:80]
    row.grounds, row.request, row.contact = grounds.strip(), request.strip(), contact.strip()
    session.add(row)
    session.flush()
    _record(session, row, now)
    posting.rest(session, notice, now=now, city=city)
    set_deadline(session, DUE, row.id, due_at=_reminder_at(row, now, city))
    return row


def _new(session: Session, notice: PublicNotice, now: datetime, city: City) -> Objection:
    today = city.day(now)
    (serial,) = take(session, f"objection:{today.year}")
    return Objection(
        number=f"YY-{today.year}-{serial:04}",
        notice_id=notice.id,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        filed_at=now,
        due_at=city.end_of(city.calendar.working_days_after(today, notice.answer_days)),
        version=1,
        created_at=now,
        updated_at=now,
    )


def _record(session: Session, row: Objection, now: datetime) -> None:
    fact = events.ObjectionFiled(
        subject_id=row.id,
        of_kind=row.subject_kind,
        of_id=row.subject_id,
        due_at=row.due_at.isoformat(),
    )
    outbox.record(session, fact, actor=PUBLIC, now=now)


def _check_texts(**texts: str) -> None:
    limits = {"contact": CONTACT_MAX}
    wrong = [
        FieldError(name, "too_long", {"limit": limit, "found": len(text)})
        for name, text in texts.items()
        if len(text) > (limit := limits.get(name, TEXT_MAX))
    ]
    if not texts["grounds"].strip():
        wrong.append(FieldError("grounds", "required"))
    if wrong:
        raise Invalid(*wrong)


def _open_standing(session: Session, notice_id: int, now: datetime) -> PublicNotice:
    if session.get(PublicNotice, notice_id) is None:
        raise NotFound(kind="public_notice")
    notice = lifecycle.lock(session, PublicNotice, notice_id)
    if notice.withdrawn_at is not None:
        raise RuleRefused("notice_withdrawn")
    is_over = notice.rested_on is None and now >= notice.ends_at
    if is_over or notice.ended_at is not None:
        raise RuleRefused("notice_over", until=notice.last_on.isoformat())
    return notice


def _check_name(session: Session, actor: Actor, organisation_id: int | None) -> None:
    """Under real name: an account's mobile number was proved at its sign-in, and a name stands beside it."""
    person = session.get_one(Person, actor.person_id)
    if not person.name.strip():
        raise RuleRefused("real_name_missing")
    if organisation_id is None:
        return
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    if session.get_one(Organisation, organisation_id).state != Verification.VERIFIED:
        raise RuleRefused("organisation_not_verified")


def _check_haste(
    session: Session, notice: PublicNotice, person_id: int, now: datetime, city: City
) -> None:
    open_one = select(Objection.id).where(
        Objection.notice_id == notice.id,
        Objection.objector_id == person_id,
        Objection.state.in_(sorted(OPEN)),
    )
    if session.scalar(open_one) is not None:
        raise AlreadyDone("objection_exists")
    wait = haste.wait_seconds(
        session,
        Objection.filed_at,
        Objection.objector_id == person_id,
        per_day=city.policy["objection"]["per_person_and_day"],
        now=now,
    )
    if wait:
        raise TooMany("too_many_objections", wait_seconds=wait)


def _check_answered(
    session: Session, notice: PublicNotice, person_id: int, organisation_id: int | None
) -> None:
    """Who objects says it at once: whoever could file again after each answer could keep a notice from ending.

    Source: 政府采购质疑和投诉办法 (财政部令第94号) §10: what a supplier objects to in one stage is raised at once [M].
    """
    own = Objection.objector_id == person_id
    if organisation_id is not None:
        own = or_(own, Objection.organisation_id == organisation_id)
    query = select(Objection.state).where(Objection.notice_id == notice.id, own)
    states = session.scalars(query).all()
    on_merits = {ObjectionState.UPHELD, ObjectionState.DISMISSED} & set(states)
    if on_merits or states.count(ObjectionState.INADMISSIBLE) >= INADMISSIBLE_MAX:
        raise AlreadyDone("objection_answered")


def _reminder_at(row: Objection, now: datetime, city: City) -> datetime:
    """A working day or more before the answer is due, as the policy has it, and never before now."""
    days = timedelta(days=city.policy["objection"]["reminder_days"])
    return max(now, row.due_at - days)


def remind(session: Session, objection_id: int, *, now: datetime, city: City) -> None:
    """The answer is due soon, or was due by now: an event tells the reviewers, later those who watch too."""
    row = session.get(Objection, objection_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in OPEN:
        return
    about: dict[str, Any] = {
        "subject_id": row.id,
        "of_kind": row.subject_kind,
        "of_id": row.subject_id,
    }
    if now < row.due_at:
        fact = events.ObjectionDueSoon(**about, due_at=row.due_at.isoformat())
        outbox.record(session, fact, actor=PUBLIC, now=now)
        set_deadline(session, DUE, row.id, due_at=row.due_at)
        return
    outbox.record(session, events.ObjectionOverdue(**about), actor=PUBLIC, now=now)
