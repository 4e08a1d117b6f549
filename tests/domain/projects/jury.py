"""The panel of a final acceptance as short calls: who may be drawn, who is, and what each says."""

from scenario_market.domain.actor import Actor
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.projects import panels, seats
from scenario_market.domain.projects.panel_models import Seat
from tests import factories
from tests.domain.projects import acts
from tests.factories import NOW

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


def convene(cast, project, actor=None):
    """The panel is drawn; its members as actors, in the order of their seats."""
    seats = panels.convene(
        cast.session,
        project.id,
        version=None,
        actor=actor or cast.reviewers[0],
        **cast.context,
    )
    return [member(seat) for seat in seats]


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


def drop(cast, project, judge, actor=None):
    return seats.drop(
        cast.session,
        seat_of(cast, project, judge).id,
        reason=WHY["drop"],
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
        actor=cast.reviewers[0],
        **cast.context,
    )


def seated(cast, project):
    """A drawn panel whose members have declared themselves clear."""
    while len(acts.all_of(cast, Expert)) < 3:
        judge(cast)
    judges = convene(cast, project)
    for one in judges:
        declare(cast, project, one)
    return judges


def opine(cast, project, judge, opinion="accept"):
    return seats.give_opinion(
        cast.session, project.id, opinion=opinion, reason="依据检测", actor=judge, now=cast.now
    )


def judged(cast, project, *opinions, measured=0.4):
    """A project presented, measured, and judged by a fresh panel with these opinions."""
    acts.present(cast, project)
    acts.measure(cast, project, measured)
    judges = seated(cast, project)
    for one, opinion in zip(judges, opinions, strict=True):
        opine(cast, project, one, opinion)
    return judges
