"""The panel of a final acceptance as short calls: who may be drawn, who is, and what each says."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scenario_market.domain import audit
from scenario_market.domain.actor import Actor
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.projects import panels, seats
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.sequence import sequence
from scenario_market.vault.signing import SigningKey
from tests import factories
from tests.domain.projects import acts
from tests.factories import NOW

SIGNER = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
WHY = {
    "recuse": Reason("kinship", "近亲属在承担单位任职"),
    "drop": Reason("absent", "多次催告未出具意见"),
    "renew": Reason("too_few", "席位无人可递补"),
}


def judge(cast, **columns):
    """An expert who may be drawn, in force in the register."""
    person = cast.person()
    cast.session.add(RoleGrant(person_id=person.id, role="expert", starts_at=NOW))
    cast.session.add(
        Expert(
            **{"person_id": person.id, "state": "active", "is_finance": True, "fields": []}
            | {"created_at": cast.now, "updated_at": cast.now}
            | columns
        )
    )
    cast.session.flush()
    return factories.officer(person, "expert")


def present(cast, project):
    """The work is presented, while there are as many experts as a panel has seats."""
    while len(acts.all_of(cast, Expert)) < 3:
        judge(cast)
    return acts.present(cast, project)


def convene(cast, project, actor=None):
    """The panel is drawn, on the day after; its members as actors, in the order of their seats."""
    sign_head(cast)
    seats = panels.convene(
        cast.session,
        project.id,
        version=None,
        sealer=cast.sealer,
        actor=actor or cast.reviewers[0],
        **cast.context,
    )
    return [member(seat) for seat in seats]


def sign_head(cast):
    """The relay puts all events in order, and the clock signs the head of the chain."""
    while sequence(cast.session, lambda kind: (), limit=1000):
        pass
    audit.sign_head(cast.session, signer=SIGNER, now=cast.now)
    cast.session.flush()


def member(seat):
    """Who holds a seat."""
    return Actor(person_id=seat.person_id, roles=frozenset({"expert"}))


def seat_of(cast, project, judge):
    """Somebody's last seat in a project's panels."""
    return acts.all_of(cast, Seat, project_id=project.id, person_id=judge.person_id)[-1]


def declare(cast, project, judge):
    return seats.declare(
        cast.session,
        seat_of(cast, project, judge).id,
        text="与各方均无利害关系",
        version=None,
        actor=judge,
        **cast.context,
    )


def recuse(cast, project, judge):
    return seats.recuse(
        cast.session,
        seat_of(cast, project, judge).id,
        reason=WHY["recuse"],
        version=None,
        actor=judge,
        **cast.context,
    )


def ask_removal(cast, project, judge, actor=None):
    return seats.ask_removal(
        cast.session,
        seat_of(cast, project, judge).id,
        reason=WHY["drop"],
        version=None,
        actor=actor or cast.reviewers[0],
        **cast.context,
    )


def drop(cast, project, judge, actor=None):
    return seats.drop(
        cast.session,
        seat_of(cast, project, judge).id,
        version=None,
        actor=actor or cast.lead,
        **cast.context,
    )


def renew(cast, project):
    return panels.renew(
        cast.session,
        project.id,
        version=None,
        reason=WHY["renew"],
        sealer=cast.sealer,
        actor=cast.reviewers[0],
        **cast.context,
    )


def seated(cast, project):
    """A drawn panel whose members have declared themselves clear."""
    judges = convene(cast, project)
    for one in judges:
        declare(cast, project, one)
    return judges


def opine(cast, project, judge, opinion="accept"):
    return seats.give_opinion(
        cast.session,
        project.id,
        opinion=opinion,
        reason="依据检测",
        actor=judge,
        **cast.context,
    )


def judged(cast, project, *opinions, measured=0.4):
    """A project presented, measured, and judged by a fresh panel with these opinions."""
    present(cast, project)
    acts.measure(cast, project, measured)
    judges = seated(cast, project)
    for one, opinion in zip(judges, opinions, strict=True):
        opine(cast, project, one, opinion)
    return judges
