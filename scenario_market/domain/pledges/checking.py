"""An officer compares the scan of a 公章 with the text and the party that it stands for."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.lifecycle import touch
from scenario_market.domain.moves import Reason
from scenario_market.domain.pledges import completing
from scenario_market.domain.pledges.access import check_apart, open_pledge
from scenario_market.domain.pledges.events import PledgeScanChecked
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.states import REASONS, Form, PledgeState

REFUSING = "refuse_scan"


def check_scan(
    session: Session,
    pledge_id: int,
    signature_id: int,
    *,
    is_accepted: bool,
    reason: Reason | None = None,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Pledge:
    """Accept a scan, or refuse it with a reason: then that party signs anew. The last one completes the pledge.

    :raises RuleRefused: ``own_signature``: who signed does not check; ``own_organisation``; ``scan_none``.
    :raises AlreadyDone: ``scan_checked``.
    :raises Invalid: a refusal owes a code of ``reasons_pledge`` and a text.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.check", version=version
    )
    row = session.get(PledgeSignature, signature_id)
    if row is None or row.pledge_id != pledge.id:
        raise NotFound(kind="pledge_signature")
    if pledge.state != PledgeState.SIGNING:
        raise IllegalMove(verb="check_scan", state=pledge.state, kind="pledge")
    _check_scan(row, actor)
    check_apart(session, actor, pledge, now=now)
    if is_accepted:
        row.checked_at = now
    else:
        known = _refusal(reason, city)
        row.void_at, row.void_reason_code, row.void_reason_text = now, known.code, known.text
    row.checked_by_id = actor.person_id
    touch(pledge, now=now)
    event = PledgeScanChecked(subject_id=pledge.id, party=row.party, is_accepted=is_accepted)
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    completing.complete(session, challenge, pledge, actor=actor, now=now, city=city)
    return pledge


def _check_scan(row: PledgeSignature, actor: Actor) -> None:
    if row.form != Form.SCAN or (row.void_at is not None and row.checked_by_id is None):
        raise RuleRefused("scan_none")
    if row.checked_by_id is not None:
        raise AlreadyDone("scan_checked")
    if row.person_id == actor.person_id:
        raise RuleRefused("own_signature")


def _refusal(reason: Reason | None, city: City) -> Reason:
    known = {entry.code for entry in city.codes[REASONS].where(verbs=REFUSING)}
    errors = []
    if reason is None or reason.code not in known:
        shown = {"value": reason.code if reason else "", "nearest": sorted(known)}
        errors.append(FieldError("reason.code", "unknown_code", shown))
    if reason is None or not reason.text.strip():
        errors.append(FieldError("reason.text", "required"))
    if errors or reason is None:
        raise Invalid(*errors)
    return reason
