"""The panel of a call: secret and pool committed beforehand, members drawn; given up where it cannot work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.evaluation import committing, draw, events, finding, seating
from scenario_market.domain.evaluation.committing import Sealer
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.evaluation.states import PANEL_MOVES, SEAT_MOVES
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

C = ChallengeState
PREPARABLE = frozenset({C.OPEN, C.CLOSED, C.UNSEALED, C.PREQUALIFYING})
DRAWABLE = frozenset({C.UNSEALED, C.PREQUALIFYING})


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
    row = _committed(session, challenge, fields, sealer, now)
    count = len(seating.experts(session, row))
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


def _committed(
    session: Session, challenge: Challenge, fields: Sequence[str], sealer: Sealer, now: datetime
) -> Panel:
    sealed, committed = committing.seal(challenge.id, sealer)
    pool = committing.pool(session)
    row = Panel(
        challenge_id=challenge.id,
        secret_sealed=sealed,
        secret_hash=committed,
        pool_hash=draw.pool_hash((one.number, one.sealed) for one in pool),
        after_opening=challenge.state in DRAWABLE,
        fields=list(dict.fromkeys(fields)) or [code for code in [challenge.domain] if code],
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    for one in pool:
        one.panel_id = row.id
    session.add_all(pool)
    session.flush()
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
        another panel has to be prepared.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    finding.require_state(challenge, DRAWABLE, "draw")
    if panel.state in PANEL_MOVES["draw"].sources:
        committing.fix(session, challenge, panel, sealer, now=now, city=city)
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

    Nobody draws again until the panel suits him.

    :raises RuleRefused: ``scoring_begun``: the call is at scoring already; ``panel_can_work``: no seat stays empty.
    """
    challenge, panel = _open(session, panel_id, actor=actor, now=now, version=version)
    if challenge.state not in PREPARABLE:
        raise RuleRefused("scoring_begun")
    if panel.state in PANEL_MOVES["dissolve"].sources and challenge.state in DRAWABLE:
        _check_short(session, challenge, panel, sealer, now=now, city=city)
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
    return panel


def _release(
    session: Session, panel: Panel, reason: Reason, *, actor: Actor, now: datetime, city: City
) -> None:
    """Those who were drawn are asked no more."""
    for seat in finding.seats_of(session, panel.id):
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


def _check_short(
    session: Session,
    challenge: Challenge,
    panel: Panel,
    sealer: Sealer,
    *,
    now: datetime,
    city: City,
) -> None:
    """:raises RuleRefused: ``panel_can_work``: every seat can be taken."""
    try:
        if panel.record is None:
            committing.fix(session, challenge, panel, sealer, now=now, city=city)
        else:
            seating.drawn(panel, seating.gone(session, panel))
    except (draw.TooFewCandidates, RuleRefused):
        return
    raise RuleRefused("panel_can_work")


def _open(
    session: Session, panel_id: int, *, actor: Actor, now: datetime, version: int | None
) -> tuple[Challenge, Panel]:
    require(actor, "challenge.evaluate")
    challenge, panel = finding.lock_panel(session, panel_id, version=version)
    finding.check_stranger(session, challenge, actor=actor, now=now)
    return challenge, panel
