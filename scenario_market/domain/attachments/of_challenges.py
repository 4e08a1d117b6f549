"""Files of calls (榜单附件): specification, drawings, samples of data; fixed with the text, changed by amendments."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.challenges import access, editing, finding, versions
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import Challenge, ChallengeVersionAttachment
from scenario_market.domain.challenges.revising import PREPARED
from scenario_market.domain.challenges.states import EDITABLE, ChallengeState
from scenario_market.domain.errors import IllegalMove
from scenario_market.domain.permissions import allowed
from scenario_market.domain.postings.enclosures import is_held, public


def readable(session: Session, challenge_id: int, actor: Actor) -> Collection[str]:
    """For whoever reads the call: everybody, once it is public; what is prepared for those who read all of it."""
    reader = access.reader(actor)
    is_inside = access.inside(reader).label("is_inside")
    query = select(is_inside).where(Challenge.id == challenge_id, access.readable(reader))
    row = session.execute(query).one_or_none()
    if row is None:
        return ()
    return tuple(PURPOSES["challenge"]) if row.is_inside else tuple(public(CALLS))


def open_call(session: Session, challenge_id: int, actor: Actor) -> None:
    """Lock a call for whoever may write in it while it is a draft, or amend it while it is open.

    Who attaches to a draft has written in it; what is prepared for an amendment says nothing before that decides.
    """
    state = session.scalar(select(Challenge.state).where(Challenge.id == challenge_id))
    if state == ChallengeState.OPEN and allowed(actor, "challenge.amend"):
        challenge = finding.open_challenge(
            session, challenge_id, actor=actor, permission="challenge.amend", version=None
        )
        if challenge.state == ChallengeState.OPEN:
            return
    else:
        challenge = editing.open_editable(session, challenge_id, actor=actor, version=None)
    if challenge.state not in EDITABLE:
        raise IllegalMove(verb="attach", state=challenge.state, kind="challenge")
    versions.note_writer(session, challenge, actor.person_id)


def check_purpose(session: Session, challenge_id: int, purpose: str) -> None:
    """Of a locked call: a draft takes its files, an open call what an amendment is to bring."""
    challenge = session.get_one(Challenge, challenge_id)
    if (purpose == PREPARED) != (challenge.state == ChallengeState.OPEN):
        raise IllegalMove(verb="attach", state=challenge.state, kind="challenge")


def check_removal(session: Session, row: Attachment, actor: Actor) -> None:
    """What came out with an open call is replaced by an amendment alone; what was prepared can be taken away."""
    check_purpose(session, row.subject_id, row.purpose)


def is_in_version(session: Session, row: Attachment, actor: Actor) -> bool:
    """Whether a version holds it that the reader sees: the public those from the published one on."""
    seen = or_(
        ChallengeVersionAttachment.number >= Challenge.published_number,
        access.inside(access.reader(actor)),
    )
    return is_held(session, CALLS, row.id, row.subject_id, seen)
