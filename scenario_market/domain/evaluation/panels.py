"""The panel of a call: secrets committed beforehand, members drawn; given up where it cannot work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.evaluation import draw, drawing, events, finding, relations, seating
from scenario_market.domain.evaluation.models import Panel, PanelCandidate
from scenario_market.domain.evaluation.states import PANEL_MOVES, SEAT_MOVES
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require
from scenario_market.domain.programmes.values import programme

C = ChallengeState
PREPARABLE = frozenset({C.OPEN, C.CLOSED, C.UNSEALED, C.PREQUALIFYING})
DRAWABLE = frozenset({C.UNSEALED, C.PREQUALIFYING})


def prepare(
    session: Session,
    challenge_id: int,
    *,
    fields: Sequence[str] = (),
    actor: Actor,
    now: datetime,
    city: City,
) -> Panel:
    """Make the secrets of the draw and commit to them in public.

    :param fields: codes of scenario domains, of which a member has one; none: the call's own domain.
    :raises AlreadyDone: ``panel_prepared``. :raises Invalid: unknown fields.
    """
    challenge = finding.open_call(
        session, challenge_id, actor=actor, permission="challenge.evaluate", version=None, now=now
    )
    finding.require_state(challenge, PREPARABLE, "prepare")
    if finding.panel_of(session, challenge.id) is not None:
        raise AlreadyDone("panel_prepared")
    _check_fields(fields, city)
    row = Panel(
        challenge_id=challenge.id,
        **drawing.new_secrets(),
        fields=list(dict.fromkeys(fields)) or [code for code in [challenge.domain] if code],
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    event = events.PanelPrepared(
        subject_id=row.id,
        challenge_id=challenge.id,
        seed_hash=row.seed_hash,
        numbering_hash=row.numbering_hash,
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def _check_fields(fields: Sequence[str], city: City) -> None:
    known = city.codes["scenario_domains"]
    if unknown := [code for code in fields if code not in known]:
        raise Invalid(FieldError("fields", "unknown_code", {"value": unknown[0], "nearest": []}))


def make(
    session: Session,
    panel_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Panel:
    """Draw the panel, once the bids are open and so the conflicts are known; who was drawn is asked.

    :raises RuleRefused: ``too_few_experts``: seats would stay empty.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    finding.require_state(challenge, DRAWABLE, "draw")
    numbers = _list(session, challenge, panel, now=now, city=city)
    listed = [{"panel_id": panel.id, "expert_id": k, "number": n} for k, n in numbers.items()]
    if listed:
        session.execute(insert(PanelCandidate), listed)
    try:
        seating.drawn(panel)
    except draw.TooFewCandidates as few:
        raise RuleRefused(
            "too_few_experts", missing=few.missing, seats=seating.size(panel)
        ) from None
    lifecycle.move(
        session,
        panel,
        PANEL_MOVES,
        "draw",
        actor=actor,
        now=now,
        challenge_id=challenge.id,
        digest=panel.digest,
    )
    seating.fill(session, challenge, panel, actor=actor, now=now, city=city)
    return panel


def _list(
    session: Session, challenge: Challenge, panel: Panel, *, now: datetime, city: City
) -> dict[int, str]:
    """Fix the list that is drawn from, as the panel's record; returns the numbers by experts' keys."""
    rules = programme(challenge.rules).panel
    numbers, listed = drawing.candidates(
        session,
        bytes.fromhex(panel.numbering),
        relations.parties(session, challenge, now=now),
        relations.terms(challenge, panel.fields, now=now, city=city),
        now=now,
    )
    record = draw.record(
        challenge=challenge.number or str(challenge.id),
        seed_hash=panel.seed_hash,
        numbering_hash=panel.numbering_hash,
        seats=rules.size,
        finance_seats=rules.finance_seats,
        candidates=listed,
    )
    panel.record, panel.digest = record, draw.digest(record)
    return numbers


def dissolve(
    session: Session,
    panel_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Panel:
    """Give up a panel that cannot work, with reason; its sheets do not count, and another is prepared.

    :raises RuleRefused: ``scoring_begun``: the call is at scoring already.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    if challenge.state not in PREPARABLE:
        raise RuleRefused("scoring_begun")
    lifecycle.move(
        session,
        panel,
        PANEL_MOVES,
        "dissolve",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    for seat in finding.seats_of(session, panel.id):
        lifecycle.move(
            session,
            seat,
            SEAT_MOVES,
            "drop",
            actor=consequence(actor, "office_reviewer"),
            now=now,
            reason=Reason("other", reason.text),
            codes=city.codes,
        )
    return panel


def _open(
    session: Session, panel_id: int, *, actor: Actor, now: datetime, version: int | None
) -> tuple[Challenge, Panel]:
    require(actor, "challenge.evaluate")
    challenge, panel = finding.lock_panel(session, panel_id, version=version)
    finding.check_stranger(session, challenge, actor=actor, now=now)
    return challenge, panel
