"""Files of calls (榜单附件): specification, drawings, samples of data; fixed with the text."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.challenges import access, editing, versions
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import EDITABLE
from scenario_market.domain.errors import IllegalMove


def readable(session: Session, challenge_id: int, actor: Actor) -> Collection[str]:
    """For whoever reads the call: everybody, once it is public."""
    found = select(Challenge.id).where(
        Challenge.id == challenge_id, access.readable(access.reader(actor))
    )
    return tuple(PURPOSES["challenge"]) if session.scalar(found) is not None else ()


def open_call(session: Session, challenge_id: int, actor: Actor) -> None:
    """Lock a call for whoever may write in it, while it is a draft; who attaches has written in it."""
    challenge = editing.open_editable(session, challenge_id, actor=actor, version=None)
    if challenge.state not in EDITABLE:
        raise IllegalMove(verb="attach", state=challenge.state, kind="challenge")
    versions.note_writer(session, challenge, actor.person_id)
