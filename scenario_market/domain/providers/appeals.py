"""Commands of the appeal: against one decision, decided by somebody who had no part in it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import events
from scenario_market.domain.providers.access import lock_own, require_verified
from scenario_market.domain.providers.models import Appeal, Provider
from scenario_market.domain.providers.states import COUNTERPART, MOVES

GROUNDS_MAX = 5_000
OUTCOMES = {"upheld": "uphold", "dismissed": "dismiss"}


def file_appeal(
    session: Session,
    provider_id: int,
    *,
    state_change_id: int,
    grounds: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> Appeal:
    """Appeal against a rejection, warning, suspension or removal.

    :param state_change_id: the decision, as the provider's history names it.
    :raises NotFound: no such decision on a provider of the actor's.
    :raises Invalid: no grounds given.
    :raises RuleRefused: ``not_appealable`` (another kind of move), ``appeal_too_late`` (policy
        ``provider.appeal_days``, to the end of that day in the city), ``no_longer_in_force``.
    :raises AlreadyDone: one was filed against it.
    """
    row = lock_own(session, provider_id, permission="provider.appeal", version=None, actor=actor)
    change = session.get(StateChange, state_change_id)
    if change is None or (change.subject_kind, change.subject_id) != ("provider", row.id):
        raise NotFound(kind="state_change")
    if change.verb not in COUNTERPART:
        raise RuleRefused("not_appealable", verb=change.verb)
    _check_grounds(grounds)
    days = city.policy["provider"]["appeal_days"]
    until = city.end_of(city.day(change.at) + timedelta(days=days))
    if now >= until:
        raise RuleRefused("appeal_too_late", until=until.isoformat(), days=days)
    _require_in_force(session, row, change)
    if session.scalar(select(Appeal.id).where(Appeal.state_change_id == change.id)):
        raise AlreadyDone("appeal_exists")
    assert actor.person_id is not None  # a mandate is a person's
    appeal = Appeal(
        provider_id=row.id,
        state_change_id=change.id,
        grounds=grounds.strip(),
        filed_by_id=actor.person_id,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(appeal)
    session.flush()
    event = events.AppealFiled(subject_id=row.id, appeal_id=appeal.id, against=change.verb)
    outbox.record(session, event, actor=actor, now=now)
    return appeal


def decide_appeal(
    session: Session,
    appeal_id: int,
    *,
    outcome: str,
    reason: Reason,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Appeal:
    """Uphold or dismiss an appeal; an upheld one undoes the decision by its counterpart in the table of moves.

    :param outcome: ``upheld`` or ``dismissed``.
    :param reason: code of ``reasons_appeal`` and the answer to the provider.
    :raises Invalid: outcome, reason code or answer is missing or unknown.
    :raises RuleRefused: ``part_in_decision``, ``own_organisation``, ``no_longer_in_force``.
    :raises AlreadyDone: it was decided.
    """
    require(actor, "provider.sanction")
    provider_id = session.scalar(select(Appeal.provider_id).where(Appeal.id == appeal_id))
    if provider_id is None:
        raise NotFound(kind="appeal")
    # The provider first, as every other command locks it first.
    provider = lifecycle.lock(session, Provider, provider_id)
    appeal = lifecycle.lock(session, Appeal, appeal_id, version=version)
    if appeal.outcome is not None:
        raise AlreadyDone("appeal_decided", outcome=appeal.outcome)
    _check_answer(outcome, reason, city)
    change = session.get_one(StateChange, appeal.state_change_id)
    check_independent(session, actor, organisation_id=provider.organisation_id, now=now)
    if actor.person_id in _deciders(session, change):
        raise RuleRefused("part_in_decision")
    if outcome == "upheld":
        _undo(session, provider, change, actor=actor, now=now)
    appeal.outcome, appeal.reason_code = outcome, reason.code
    appeal.answer, appeal.decided_at, appeal.decided_by_id = reason.text, now, actor.person_id
    lifecycle.touch(appeal, now=now)
    event = events.AppealDecided(subject_id=provider.id, appeal_id=appeal.id, outcome=outcome)
    outbox.record(session, event, actor=actor, now=now)
    return appeal


def _undo(
    session: Session, provider: Provider, change: StateChange, *, actor: Actor, now: datetime
) -> None:
    _require_in_force(session, provider, change)
    verb = COUNTERPART[change.verb]
    if verb == "reinstate":
        require_verified(session, provider)
    lifecycle.move(session, provider, MOVES, verb, actor=actor, now=now)


def _check_grounds(grounds: str) -> None:
    if not grounds.strip():
        raise Invalid(FieldError("grounds", "required"))
    if len(grounds) > GROUNDS_MAX:
        raise Invalid(
            FieldError("grounds", "too_long", {"limit": GROUNDS_MAX, "found": len(grounds)})
        )


def _check_answer(outcome: str, reason: Reason, city: City) -> None:
    if outcome not in OUTCOMES:
        raise Invalid(FieldError("outcome", "unknown_code", {"known": sorted(OUTCOMES)}))
    entries = city.codes["reasons_appeal"].where(verbs=OUTCOMES[outcome])
    known = sorted(entry.code for entry in entries)
    errors = []
    if reason.code not in known:
        errors.append(FieldError("reason.code", "unknown_code", {"known": known}))
    if not reason.text.strip():
        errors.append(FieldError("reason.text", "required"))
    if errors:
        raise Invalid(*errors)


def _changes_since(session: Session, provider_id: int, after_id: int) -> list[str]:
    return list(
        session.scalars(
            select(StateChange.verb).where(
                StateChange.subject_kind == "provider",
                StateChange.subject_id == provider_id,
                StateChange.id > after_id,
            )
        )
    )


def _require_in_force(session: Session, provider: Provider, change: StateChange) -> None:
    """A decision that another one overtook cannot be undone any more; mending a warning overtakes nothing."""
    later = set(_changes_since(session, provider.id, change.id)) - {"rectify"}
    if later:
        raise RuleRefused("no_longer_in_force", later=sorted(later))


def _deciders(session: Session, change: StateChange) -> set[int | None]:
    """Who had a part in a decision: who made it, and who took the application up before a rejection."""
    made = session.execute(
        select(StateChange.verb, StateChange.actor_person_id)
        .where(
            StateChange.subject_kind == change.subject_kind,
            StateChange.subject_id == change.subject_id,
            StateChange.id <= change.id,
        )
        .order_by(StateChange.id.desc())
    ).all()
    deciders = {change.actor_person_id}
    for verb, person_id in made[1:] if change.verb == "reject" else ():
        if verb not in ("review", "reopen"):
            break
        deciders.add(person_id)
    return deciders
