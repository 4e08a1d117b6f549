"""What officers do alike with both kinds of posting: remarks on fields, and the signed steps before publication."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.postings.kinds import Kind


def check_remarks(reason: Reason, fields: Collection[str]) -> None:
    """:raises Invalid: a remark is on a field that does not exist."""
    unknown = [name for name in reason.remarks or {} if name.split(".")[0] not in fields]
    if unknown:
        raise Invalid(*(FieldError(f"reason.remarks.{name}", "unknown_field") for name in unknown))


def check_step(step: str, policy: Mapping[str, Any]) -> None:
    """:raises Invalid: the city, in its policy of this kind, has no such step."""
    if step not in policy["clearance_steps"]:
        known = list(policy["clearance_steps"])
        raise Invalid(FieldError("step", "unknown_code", {"value": step, "nearest": known}))


def sign(
    session: Session,
    kind: Kind,
    row: Any,
    step: str,
    *,
    actor: Actor,
    now: datetime,
    apart: Collection[str],
    opinion: str,
) -> None:
    """Sign one step of 保密审查 or 三审三校 for the present version of a locked posting.

    :param apart: steps that are signed by different people.
    :raises RuleRefused: ``distinct_signers``. :raises AlreadyDone: ``step_signed``.
    """
    signers = signed_steps(session, kind, row)
    if step in signers:
        raise AlreadyDone("step_signed", step=step)
    others = [other for other in apart if signers.get(other) == actor.person_id]
    if step in apart and others:
        raise RuleRefused("distinct_signers", step=step, signed=others)
    session.add(
        kind.step(
            **{kind.key: row.id},
            number=row.content_number,
            step=step,
            signed_by_id=actor.person_id,
            at=now,
            opinion=opinion,
        )
    )


def signed_steps(session: Session, kind: Kind, row: Any) -> dict[str, int]:
    """Steps signed for the present version, with the keys of who signed."""
    query = select(kind.step.step, kind.step.signed_by_id).where(
        kind.of(kind.step, row), kind.step.number == row.content_number
    )
    return {signed.step: signed.signed_by_id for signed in session.execute(query)}
