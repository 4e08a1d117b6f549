"""What actors do to projects and milestones when they play at random, and ways of it that lead somewhere."""

from datetime import timedelta

from scenario_market.domain.projects import race, reports
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import Seat
from tests.domain.projects import acts, jury

MILESTONE_ACTS = (
    "begin",
    "submit",
    "confirm",
    "accept",
    "retry",
    "decline",
    "accept_partly",
    "reject",
    "clock",
)
# Ways that lead somewhere: each step is made twice at once, the second time perhaps by another act.
ON_MILESTONE = (
    ("begin", "submit", "confirm", "accept|reject"),
    ("begin", "submit", "decline|confirm", "retry|accept_partly", "submit", "confirm", "accept"),
    ("begin", "submit", "confirm", "reject|accept_partly", "retry", "submit|begin"),
)
ON_PROJECT = (
    ("propose", "agree|disagree", "approve|refuse"),
    ("propose", "take_back|agree", "approve|suspend"),
    ("suspend|propose", "resume|terminate"),
    ("gate", "release_1|release_2"),
    ("present|reports", "panel", "say_accept|say_rectify", "rectify|accept", "release_3"),
    ("present|suspend", "panel", "say_fail|say_accept", "fail|accept", "excuse"),
)


def propose(cast, project):
    day = (cast.city.day(cast.now) + timedelta(days=60)).isoformat()
    return acts.propose(cast, project, milestones=[{"number": 1, "due_on": day}])


def decide_gate(cast, project):
    challenge_id = cast.session.get_one(Project, project.id).challenge_id
    ahead = [one.project_id for one in race.compare(cast.session, challenge_id)[:1]]
    return race.decide(
        cast.session,
        challenge_id,
        keep=ahead,
        reason=acts.WHY["eliminate"],
        handover="资料归档",
        money="余款停拨",
        actor=cast.lead,
        **cast.context,
    )


def panel(cast, project):
    acts.measure(cast, project, 0.4)
    return jury.seated(cast, project)


def conclude(verb):
    def act(cast, project):
        how = {"until": cast.city.day(cast.now) + timedelta(days=30)} if verb == "rectify" else {}
        return acts.conclude(cast, verb, project, **how)

    return act


def opine(opinion):
    def act(cast, project):
        for seat in acts.all_of(cast, Seat, project_id=project.id):
            jury.opine(cast, project, jury.member(seat), opinion)

    return act


def excuse(cast, project):
    acts.attach(cast, "project", project.id, cast.provider_of(project), "diligence")
    return acts.excuse(cast, project)


def fire_reports(cast, project):
    reports.fire(cast.session, project.id, **cast.context)


PROJECT_ACTS = {
    "propose": propose,
    "agree": lambda cast, p: acts.change(cast, "agree", p, cast.owner),
    "disagree": lambda cast, p: acts.change(cast, "disagree", p, cast.owner),
    "take_back": lambda cast, p: acts.change(cast, "take_back", p, cast.provider_of(p)),
    "approve": lambda cast, p: acts.change(cast, "approve", p, cast.reviewers[0]),
    "refuse": lambda cast, p: acts.change(cast, "refuse", p, cast.reviewers[1]),
    "suspend": acts.suspend,
    "resume": acts.resume,
    "release_1": lambda cast, p: acts.release(cast, p, 1),
    "release_2": lambda cast, p: acts.release(cast, p, 2),
    "release_3": lambda cast, p: acts.release(cast, p, 3),
    "present": jury.present,
    "panel": panel,
    "say_accept": opine("accept"),
    "say_rectify": opine("rectify"),
    "say_fail": opine("fail"),
    "accept": conclude("accept"),
    "rectify": conclude("rectify"),
    "prolong": lambda cast, p: acts.prolong(cast, p, cast.city.day(cast.now) + timedelta(days=60)),
    "fail": conclude("fail"),
    "terminate": acts.terminate,
    "excuse": excuse,
    "gate": decide_gate,
    "reports": fire_reports,
}
