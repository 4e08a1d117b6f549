"""What a draw is bound to: the secret under its seal, the pool behind its numbers, the list fixed at the draw."""

import secrets
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.evaluation import conflicts, draw, relations, seating
from scenario_market.domain.evaluation.models import Panel, PanelCandidate
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.experts.states import ExpertState
from scenario_market.domain.parties.models import Person
from scenario_market.domain.programmes.values import programme


class Sealer(Protocol):
    """Keeps a secret from whoever reads the database; ``vault.sealing.Sealer`` is one."""

    def seal(self, plain: bytes, *, about: bytes) -> bytes: ...

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """:raises ValueError: sealed by another key, or for something else."""
        ...


def about(challenge_id: int, committed: str) -> bytes:
    return f"panel:{challenge_id}:{committed}".encode()


def seal(challenge_id: int, sealer: Sealer) -> tuple[str, str]:
    """A new secret: sealed, in hex, and its commitment."""
    secret = secrets.token_bytes(32)
    committed = draw.commitment(secret)
    return sealer.seal(secret, about=about(challenge_id, committed)).hex(), committed


def pool(session: Session) -> list[PanelCandidate]:
    """Everybody who is in force in the register, each under a number and a salt."""
    query = select(Expert.id, Person.name).join(Person, Person.id == Expert.person_id)
    rows = session.execute(query.where(Expert.state == ExpertState.ACTIVE))
    named = {row.id: row.name for row in rows}
    return [
        PanelCandidate(
            expert_id=key, number=number, name=named[key][:80], salt=secrets.token_hex(16)
        )
        for key, number in draw.numbers(named, secrets.token_bytes(32)).items()
    ]


def fix(
    session: Session,
    challenge: Challenge,
    panel: Panel,
    sealer: Sealer,
    *,
    now: datetime,
    city: City,
) -> None:
    """Open the secret and fix the list that is drawn from, as the panel's record.

    :raises RuleRefused: ``secret_unreadable``, ``too_few_experts``.
    """
    sealed = bytes.fromhex(panel.secret_sealed)
    try:
        panel.secret = sealer.open(sealed, about=about(challenge.id, panel.secret_hash)).hex()
    except ValueError:
        raise RuleRefused("secret_unreadable") from None
    panel.record = _record(session, challenge, panel, now=now, city=city)
    panel.digest = draw.digest(panel.record)
    try:
        seating.drawn(panel)
    except draw.TooFewCandidates as few:
        raise RuleRefused(
            "too_few_experts", missing=few.missing, seats=seating.size(panel)
        ) from None


def _record(
    session: Session, challenge: Challenge, panel: Panel, *, now: datetime, city: City
) -> dict[str, Any]:
    rules = programme(challenge.rules).panel
    rows = session.scalars(select(PanelCandidate).where(PanelCandidate.panel_id == panel.id)).all()
    listed = Expert.id.in_([one.expert_id for one in rows])
    persons = relations.persons(session, listed, now=now)
    kept = select(Expert.id, Expert.state, Expert.updated_at).where(listed)
    left: dict[int, tuple[str, ...]] = {}
    changed = {}
    for row in session.execute(kept):
        left[row.id] = () if row.state == ExpertState.ACTIVE else ("not_in_register",)
        changed[row.id] = row.updated_at > panel.created_at
    on = relations.terms(challenge, panel.fields, now=now, city=city)
    parties = relations.parties(session, challenge, now=now)
    hashes = session.scalars(select(Bid.content_hash).where(Bid.challenge_id == challenge.id))
    return draw.record(
        challenge=challenge.number or str(challenge.id),
        secret_hash=panel.secret_hash,
        pool_hash=panel.pool_hash,
        beacon=draw.beacon(hashes),
        fields=list(panel.fields),
        seats=rules.size,
        finance_seats=rules.finance_seats,
        candidates=[
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
        ],
    )
