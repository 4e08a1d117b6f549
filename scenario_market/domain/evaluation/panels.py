"""The panel of a call: secret and pool committed beforehand, members drawn; given up where it cannot work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.draws import committing
from scenario_market.domain.draws.subjects import Kind, Sealer, Subject
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.evaluation import deliberating, events, finding, seating, sheets
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.evaluation.states import PANEL_MOVES, SEAT_MOVES
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

C = ChallengeState
# From the scoring on only in place of a panel that lost a member whom nobody of its list can replace.
DRAWABLE = frozenset({C.UNSEALED, C.PREQUALIFYING, C.SCORING, C.CONSENSUS})
PREPARABLE = DRAWABLE | {C.OPEN, C.CLOSED}


def prepare(
    session: Session,
    challenge_id: int,
    *,
    fields: Sequence[str] = (),
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
) -> Panel:
    """Make the secret of the draw, fix the pool, and commit to both in public.

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
        after_opening=challenge.state in DRAWABLE,
        fields=list(dict.fromkeys(fields)) or [code for code in [challenge.domain] if code],
        version=1,
        created_at=now,
        updated_at=now,
    )
    count = committing.commit(session, seating.KIND, row, sealer)
    event = events.PanelPrepared(
        subject_id=row.id,
        challenge_id=challenge.id,
        secret_hash=row.secret_hash,
        pool_hash=row.pool_hash,
        candidates=count,
        fields=row.fields,
        after_opening=row.after_opening,
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
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Panel:
    """Draw the panel, once the bids are open and so the conflicts are known; who was drawn is asked.

    :raises RuleRefused: ``too_few_experts``: seats would stay empty; ``secret_unreadable``: its key is gone, so that
        another panel has to be prepared; ``reentry_under_way``.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    finding.require_state(challenge, DRAWABLE, "draw")
    finding.check_reentered(session, challenge.id, now=now)
    if panel.state in PANEL_MOVES["draw"].sources:
        committing.fix(*_drawing(session, challenge, panel, now, city), sealer, now=now)
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


def dissolve(
    session: Session,
    panel_id: int,
    *,
    reason: Reason,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Panel:
    """Give up a panel, in public: before the opening freely, afterwards only where seats stay empty.

    Nobody draws again until the panel suits him. What its members scored is void: another panel scores anew.

    :raises RuleRefused: ``panel_can_work``: no seat stays empty.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    finding.require_state(challenge, PREPARABLE, "dissolve")
    if panel.state in PANEL_MOVES["dissolve"].sources and challenge.state in DRAWABLE:
        drawing = _drawing(session, challenge, panel, now, city)
        if committing.can_work(*drawing, sealer, now=now):
            raise RuleRefused("panel_can_work")
    lifecycle.move(
        session,
        panel,
        PANEL_MOVES,
        "dissolve",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        challenge_id=challenge.id,
        reason_code=reason.code,
    )
    _release(session, panel, reason, actor=actor, now=now, city=city)
    if challenge.state == C.CONSENSUS:
        deliberating.reopen_after_remand(session, challenge, actor=actor, now=now)
    return panel


def _release(
    session: Session, panel: Panel, reason: Reason, *, actor: Actor, now: datetime, city: City
) -> None:
    """Those who were drawn are asked no more, and their sheets do not count."""
    for seat in finding.seats_of(session, panel.id):
        sheets.void(session, sheets.of_seat(session, seat.id), actor=actor, now=now)
        lifecycle.move(
            session,
            seat,
            SEAT_MOVES,
            "drop",
            actor=consequence(actor, "office_lead"),
            now=now,
            reason=Reason("other", reason.text),
            codes=city.codes,
        )


def _drawing(
    session: Session, challenge: Challenge, panel: Panel, now: datetime, city: City
) -> tuple[Session, Kind, Panel, Subject, list[str]]:
    """What is drawn, for whom, and with which hashes that nobody knew beforehand."""
    whose = seating.subject(session, challenge, panel, now=now, city=city)
    return session, seating.KIND, panel, whose, seating.hashes(session, challenge)


def _open(
    session: Session, panel_id: int, *, actor: Actor, now: datetime, version: int | None
) -> tuple[Challenge, Panel]:
    require(actor, "challenge.evaluate")
    challenge, panel = finding.lock_panel(session, panel_id, version=version)
    finding.check_stranger(session, challenge, actor=actor, now=now)
    return challenge, panel
