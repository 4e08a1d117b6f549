"""Commands of the admission to the pool: who may apply, what the office decides, how one comes back.

Admission governs who is told of demands; any verified organisation may bid without it (财办库〔2021〕14号).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.moves import Reason
from scenario_market.domain.providers import credential_rules, rules
from scenario_market.domain.providers.access import lock_as_officer, lock_own, require_verified
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import MOVES


def apply(
    session: Session,
    provider_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Provider:
    """Apply to the pool with a complete profile.

    :raises Invalid: names everything that is still owed.
    :raises RuleRefused: ``organisation_not_verified``.
    """
    row = lock_own(session, provider_id, permission="provider.apply", version=version, actor=actor)
    require_verified(session, row)
    _require_complete(session, row, city=city, now=now)
    lifecycle.move(session, row, MOVES, "apply", actor=actor, now=now)
    return row


def review(
    session: Session, provider_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Provider:
    """Take an application up."""
    return _decide(session, provider_id, "review", version=version, actor=actor, now=now)


def return_(session: Session, provider_id: int, **context: Any) -> Provider:
    """Give an application back to be completed; ``reason.remarks`` says per field what is wrong.

    :raises Invalid: the reason is missing or unknown, or a remark names no field of a profile.
    """
    return _decide(session, provider_id, "return", **context)


def reject(session: Session, provider_id: int, **context: Any) -> Provider:
    """Reject an application, with reason."""
    return _decide(session, provider_id, "reject", **context)


def admit(
    session: Session,
    provider_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Provider:
    """Take a provider into the pool; the open demands are matched to it.

    What was complete when it applied is looked at again: a certificate may have lapsed since.

    :raises RuleRefused: ``organisation_not_verified``, or ``own_organisation``.
    :raises Invalid: names what is owed.
    """
    row = lock_as_officer(
        session, provider_id, permission=MOVES["admit"].by, version=version, actor=actor, now=now
    )
    require_verified(session, row)
    _require_complete(session, row, city=city, now=now)
    change = lifecycle.move(session, row, MOVES, "admit", actor=actor, now=now)
    row.admitted_at = now
    evidence.hold(session, change, evidence.of("provider", [row.id]))
    return row


def warn(session: Session, provider_id: int, **context: Any) -> Provider:
    """Warn a provider, with reason; it stays in the pool."""
    return _decide(session, provider_id, "warn", **context)


def rectify(
    session: Session, provider_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Provider:
    """The provider answers the warning and begins to mend what was found."""
    row = lock_own(
        session, provider_id, permission=MOVES["rectify"].by, version=version, actor=actor
    )
    lifecycle.move(session, row, MOVES, "rectify", actor=actor, now=now)
    return row


def clear(
    session: Session, provider_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Provider:
    """Find the matter mended: the provider is in good standing."""
    return _decide(session, provider_id, "clear", version=version, actor=actor, now=now)


def suspend(session: Session, provider_id: int, **context: Any) -> Provider:
    """Tell the provider of no demands for the time being, with reason."""
    return _decide(session, provider_id, "suspend", **context)


def remove(session: Session, provider_id: int, **context: Any) -> Provider:
    """Take a provider out of the pool, with reason."""
    return _decide(session, provider_id, "remove", **context)


def reinstate(
    session: Session, provider_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Provider:
    """Take a suspended or removed provider back.

    :raises RuleRefused: ``organisation_not_verified``, or ``own_organisation``.
    """
    row = lock_as_officer(
        session,
        provider_id,
        permission=MOVES["reinstate"].by,
        version=version,
        actor=actor,
        now=now,
    )
    require_verified(session, row)
    change = lifecycle.move(session, row, MOVES, "reinstate", actor=actor, now=now)
    evidence.hold(session, change, evidence.of("provider", [row.id]))
    return row


def _decide(
    session: Session,
    provider_id: int,
    verb: str,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City | None = None,
    reason: Reason | None = None,
) -> Provider:
    """An officer's move; ``city`` and ``reason`` where the table says that a reason is owed."""
    row = lock_as_officer(
        session, provider_id, permission=MOVES[verb].by, version=version, actor=actor, now=now
    )
    _check_remarks(reason)
    change = lifecycle.move(
        session,
        row,
        MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes if city else None,
    )
    evidence.hold(session, change, evidence.of("provider", [row.id]))
    return row


def _check_remarks(reason: Reason | None) -> None:
    known = rules.FIELDS | {"credentials", "offerings"}
    wrong = sorted(set(reason.remarks or {}) - known) if reason else []
    if wrong:
        raise Invalid(
            *(
                FieldError(f"reason.remarks.{name}", "unknown_field", {"known": sorted(known)})
                for name in wrong
            )
        )


def _require_complete(session: Session, row: Provider, *, city: City, now: datetime) -> None:
    held = session.scalars(select(Credential).where(Credential.provider_id == row.id)).all()
    errors = rules.missing(
        row, has_undated_credential=any(not (c.issued_on or c.expires_on) for c in held)
    )
    errors += rules.check_categories(
        row.categories, row.service_types, city.codes, city.policy["provider"]["category_services"]
    )
    today = city.day(now)
    errors += [
        FieldError(
            f"credentials.{index}.expires_on",
            "expired",
            {"expires_on": str(item.expires_on), "today": today.isoformat()},
        )
        for index, item in enumerate(held)
        if not credential_rules.counts_on(item.expires_on, today)
    ]
    if errors:
        raise Invalid(*errors)
