"""What a draw is bound to: the secret under its seal, the pool behind its numbers, the list fixed at the draw."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.draws import conflicts, draw, relations, seating
from scenario_market.domain.draws.columns import Drawn
from scenario_market.domain.draws.subjects import Kind, Sealer, Subject
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.experts.states import ExpertState
from scenario_market.domain.parties.models import Person


def about(panel: Drawn) -> bytes:
    """What a panel's secret is sealed for."""
    return f"{panel.purpose}:{panel.secret_hash}".encode()


def commit(session: Session, kind: Kind, panel: Any, sealer: Sealer) -> int:
    """Make the secret of a new panel, fix its pool, and keep all three; the caller's event publishes both hashes.

    :returns: how many are in the pool.
    """
    secret = secrets.token_bytes(32)
    panel.secret_hash = draw.commitment(secret)
    panel.secret_sealed = sealer.seal(secret, about=about(panel)).hex()
    pool = _pool(session, kind)
    panel.pool_hash = draw.pool_hash((one.number, one.sealed) for one in pool)
    session.add(panel)
    session.flush()
    for one in pool:
        one.panel_id = panel.id
    session.add_all(pool)
    session.flush()
    return len(pool)


def _pool(session: Session, kind: Kind) -> list[Any]:
    """Everybody who is in force in the register, each under a number and a salt."""
    query = select(Expert.id, Person.name).join(Person, Person.id == Expert.person_id)
    rows = session.execute(query.where(Expert.state == ExpertState.ACTIVE))
    named = {row.id: row.name for row in rows}
    return [
        kind.candidate(
            expert_id=key, number=number, name=named[key][:80], salt=secrets.token_hex(16)
        )
        for key, number in draw.numbers(named, secrets.token_bytes(32)).items()
    ]


def fix(
    session: Session,
    kind: Kind,
    panel: Drawn,
    subject: Subject,
    known: Iterable[str],
    sealer: Sealer,
    *,
    now: datetime,
) -> None:
    """Open the secret and fix the list that is drawn from, as the panel's record.

    :param known: what is public by now and nobody knew at the commitment (``draw.beacon``).
    :raises RuleRefused: ``secret_unreadable``, ``too_few_experts``.
    """
    try:
        secret = sealer.open(bytes.fromhex(panel.secret_sealed), about=about(panel))
    except ValueError:
        raise RuleRefused("secret_unreadable") from None
    panel.secret = secret.hex()
    panel.record = draw.record(
        subject=subject.name,
        secret_hash=panel.secret_hash,
        pool_hash=panel.pool_hash,
        beacon=draw.beacon(known),
        fields=list(panel.fields),
        seats=subject.seats,
        finance_seats=subject.finance_seats,
        candidates=_candidates(session, kind, panel, subject, now=now),
    )
    panel.digest = draw.digest(panel.record)
    try:
        seating.drawn(panel)
    except draw.TooFewCandidates as few:
        raise RuleRefused(
            "too_few_experts", missing=few.missing, seats=seating.size(panel)
        ) from None


def _candidates(
    session: Session, kind: Kind, panel: Drawn, subject: Subject, *, now: datetime
) -> list[draw.Candidate]:
    rows = session.scalars(select(kind.candidate).where(kind.candidate.panel_id == panel.id)).all()
    listed = Expert.id.in_([one.expert_id for one in rows])
    persons = relations.persons(session, listed, now=now)
    kept = select(Expert.id, Expert.state, Expert.updated_at).where(listed)
    left: dict[int, tuple[str, ...]] = {}
    changed = {}
    for row in session.execute(kept):
        left[row.id] = () if row.state == ExpertState.ACTIVE else ("not_in_register",)
        changed[row.id] = row.updated_at > panel.created_at
    parties, on = subject.parties(), subject.terms
    return [
        draw.Candidate(
            number=one.number,
            finance=persons[one.expert_id].is_finance,
            field=conflicts.fits(persons[one.expert_id], on),
            excluded=conflicts.exclusions(persons[one.expert_id], parties, on)
            + left[one.expert_id],
            sealed=one.sealed,
            changed=changed[one.expert_id],
        )
        for one in rows
    ]


def can_work(
    session: Session,
    kind: Kind,
    panel: Drawn,
    subject: Subject,
    known: Iterable[str],
    sealer: Sealer,
    *,
    now: datetime,
) -> bool:
    """Whether the draw still puts somebody on every seat of a panel; one that was not drawn yet is drawn to see it."""
    try:
        if panel.record is None:
            fix(session, kind, panel, subject, known, sealer, now=now)
        else:
            seating.drawn(panel, seating.gone(session, kind, panel))
    except (draw.TooFewCandidates, RuleRefused):
        return False
    return True
