"""The certificate of a landmark: signed, valid for a time, found by a check code; it runs out, or is revoked."""

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.check_codes import new_code
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands.serials import take
from scenario_market.domain.errors import IllegalMove
from scenario_market.domain.landmarks import events
from scenario_market.domain.landmarks.access import check_stranger, open_landmark
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.reviewing import KIND, public_content
from scenario_market.domain.landmarks.states import LANDMARK_MOVES, LandmarkState
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects.rules import months_after
from scenario_market.domain.publicity import posting
from scenario_market.domain.results.numbering import take_number

EXPIRES = "landmark_expire"
FORM = "scenario-market/landmark/1"


class Signer(Protocol):
    """The platform's Ed25519 key; both texts are base64."""

    public_key: str

    def sign(self, message: bytes) -> str: ...


def certify(
    session: Session,
    landmark_id: int,
    *,
    number: str,
    signer: Signer,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Landmark:
    """Certify a landmark when its notice is over: under a document number, with a signed certificate.

    :param number: of the document (文号); one that no award and no other landmark has.
    :raises RuleRefused: ``notice_standing``, ``objection_open``; ``own_organisation``, ``own_writing``.
    :raises AlreadyDone: ``document_number_used``.
    """
    row = open_landmark(
        session, landmark_id, actor=actor, permission="landmark.certify", version=version
    )
    if row.state != LandmarkState.PUBLIC_NOTICE:
        raise IllegalMove(verb="certify", state=row.state, kind="landmark")
    check_stranger(session, row, actor=actor, now=now)
    posting.settle(session, KIND, row.id, now=now, city=city)
    today = city.day(now)
    row.document_number = take_number(
        session, number, kind=KIND, subject_id=row.id, now=now, city=city
    )
    (serial,) = take(session, f"landmark:{today.year}")
    row.number, row.check_code = f"SF-{today.year}-{serial:03}", new_code()
    row.certified_at = now
    row.expires_on = months_after(today, city.policy["landmark"]["validity_months"])
    row.certificate = certificate(session, row, today)
    row.signature = signer.sign(row.certificate.encode())
    row.public_key = signer.public_key
    facts: dict[str, Any] = {"number": row.number, "expires_on": row.expires_on.isoformat()}
    lifecycle.move(session, row, LANDMARK_MOVES, "certify", actor=actor, now=now, **facts)
    set_deadline(session, EXPIRES, row.id, due_at=_next(row, now, city))
    return row


def certificate(session: Session, row: Landmark, certified_on: date) -> str:
    """The canonical text that is signed: sorted keys, no blanks, UTF-8."""
    assert row.expires_on is not None
    said = public_content(session, row) | {
        "form": FORM,
        "number": row.number,
        "code": row.check_code,
        "document_number": row.document_number,
        "certified_on": certified_on.isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
    return outbox.canonical(said).decode()


def _reminders(row: Landmark, city: City) -> dict[int, datetime]:
    """Days before the end → the instant of the reminder."""
    assert row.expires_on is not None
    end = city.end_of(row.expires_on)
    return {days: end - timedelta(days=days) for days in city.policy["landmark"]["reminder_days"]}


def _next(row: Landmark, now: datetime, city: City) -> datetime:
    assert row.expires_on is not None
    coming = [at for at in _reminders(row, city).values() if at > now]
    return min([*coming, city.end_of(row.expires_on)])


def fire(session: Session, landmark_id: int, *, now: datetime, city: City) -> None:
    """By the clock: remind before the certificate runs out, and end it when it has."""
    row = session.get(Landmark, landmark_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != LandmarkState.CERTIFIED or row.expires_on is None:
        return
    if now >= city.end_of(row.expires_on):
        row.ended_at = now
        lifecycle.move(session, row, LANDMARK_MOVES, "expire", actor=SYSTEM, now=now)
        return
    passed = [days for days, at in _reminders(row, city).items() if at <= now]
    if passed:
        fact = events.LandmarkExpiring(
            subject_id=row.id, days=min(passed), expires_on=row.expires_on.isoformat()
        )
        outbox.record(session, fact, actor=SYSTEM, now=now)
    set_deadline(session, EXPIRES, row.id, due_at=_next(row, now, city))


def revoke(
    session: Session,
    landmark_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Landmark:
    """Revoke a certificate, also one that ran out, with a reason of ``reasons_landmark``.

    Its check code says so from now on.
    """
    row = open_landmark(
        session, landmark_id, actor=actor, permission="landmark.revoke", version=version
    )
    check_stranger(session, row, actor=actor, now=now)
    row.ended_at = now
    lifecycle.move(
        session,
        row,
        LANDMARK_MOVES,
        "revoke",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    drop_deadline(session, EXPIRES, row.id)
    return row
