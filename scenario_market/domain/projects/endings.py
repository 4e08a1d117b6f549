"""Ends before their time: termination with what follows, takeover by a reserve, and 尽职免责."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment, evidence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import closing
from scenario_market.domain.projects.conclusions import check_clawback, check_follows, open_ending
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Closing
from scenario_market.domain.projects.states import PROJECT_MOVES


class TakeOver(Protocol):
    """What begins the pledge of the first reserve of a call, above this layer; whether there was one.

    The call is locked. The reserve's project names the one that it takes over from as its predecessor.
    """

    def __call__(
        self,
        session: Session,
        *,
        challenge: Challenge,
        predecessor: Project,
        actor: Actor,
        now: datetime,
        city: City,
    ) -> bool: ...


def terminate(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    handover: str,
    money: str,
    clawback_fen: int = 0,
    take_over: TakeOver | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The office ends a project, with reason and what follows.

    :param handover: what is handed over, to whom, until when. :param money: what becomes of the money.
    :param clawback_fen: how much of what was released is asked back.
    :param take_over: calls the first reserve; None: nobody takes over.
    :raises Invalid: what follows is not said.
    :raises RuleRefused: ``no_reserve``; ``clawback_over_released``; ``self_acceptance``.
    :raises IllegalMove: it is being accepted, or has ended.
    """
    project = open_ending(
        session, project_id, actor=actor, permission="project.end", version=version, now=now
    )
    check_follows(handover, money)
    check_clawback(session, project, clawback_fen)
    how: dict[str, Any] = {"actor": actor, "now": now, "reason": reason, "codes": city.codes}
    called = take_over is not None
    lifecycle.move(session, project, PROJECT_MOVES, "terminate", takes_over=called, **how)
    closing.note(
        session,
        project,
        handover=handover,
        money=money,
        clawback_fen=clawback_fen,
        takes_over=called,
        actor=actor,
        now=now,
    )
    closing.close(session, project, actor=actor, now=now)
    if take_over is not None:
        _hand_over(session, project, take_over, actor=actor, now=now, city=city)
    if project.challenge_id is not None:
        closing.complete(session, project.challenge_id, actor=actor, now=now)
    return project


def _hand_over(
    session: Session,
    project: Project,
    take_over: TakeOver,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    challenge = session.get(Challenge, project.challenge_id) if project.challenge_id else None
    if challenge is None or not take_over(
        session, challenge=challenge, predecessor=project, actor=actor, now=now, city=city
    ):
        raise RuleRefused("no_reserve")


def excuse(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    waived_fen: int = 0,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """尽职免责: the office finds, on evidence and with reason, that what came to nothing was diligently tried.

    Never the default: nothing leads here but this act.

    :param waived_fen: how much of what was to be asked back is not.
    :raises RuleRefused: ``diligence_unproven``: no evidence (purpose ``diligence``) is attached; ``never_began``;
        ``waived_over_clawback``; ``self_acceptance``. :raises IllegalMove: it did not end, or was accepted.
    """
    project = open_ending(
        session, project_id, actor=actor, permission="project.excuse", version=version, now=now
    )
    row = session.scalar(select(Closing).where(Closing.project_id == project.id))
    change = lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "excuse",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    if project.activated_at is None or row is None:
        raise RuleRefused("never_began")
    proof = evidence.of("project", [project.id]) & (Attachment.purpose == "diligence")
    found = select(Attachment.id).where(proof, Attachment.removed_at.is_(None)).limit(1)
    if session.scalar(found) is None:
        raise RuleRefused("diligence_unproven")
    if not 0 <= waived_fen <= row.clawback_fen:
        raise RuleRefused("waived_over_clawback", clawback=row.clawback_fen)
    row.waived_fen = waived_fen
    evidence.hold(session, change, proof)
    return project
