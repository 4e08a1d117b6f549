"""The life of each call of the demonstration, from its draft to where it is to stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from scenario_market.demo import (
    bidding,
    certifying,
    delivering,
    evaluating,
    opening,
    publishing,
    resulting,
)
from scenario_market.demo.call_texts import Call, calls
from scenario_market.demo.passing import sign_head
from scenario_market.demo.story import Life, Stage
from scenario_market.domain.challenges.models import Challenge

# Where a call stands → how many days ago it was begun.
BEGUN = {
    "draft": 2,
    "under_review": 4,
    "approved": 6,
    "open_joint": 16,
    "open": 20,
    "cancelled": 30,
    "failed": 45,
    "unsealed": 42,
    "prequalifying": 46,
    "scoring": 50,
    "consensus": 54,
    "recommended": 56,
    "owner_confirmed": 60,
    "approved_award": 64,
    "public_notice": 62,
    "awarded": 78,
    "in_delivery": 210,
    "race": 260,
    "completed": 400,
    "landmark": 420,
}
# Where a call stands, if not in the state of that name.
STATES = {
    "open_joint": "open",
    "race": "in_delivery",
    "landmark": "completed",
}
# In this order; a call goes as far as its own word and no further.
STEPS = (
    "unsealed",
    "prequalifying",
    "scoring",
    "consensus",
    "recommended",
    "owner_confirmed",
    "approved_award",
    "public_notice",
    "awarded",
)
MORNING = timedelta(hours=10)  # from midnight on: people work by day
DISSENTED, OBJECTED, RECUSED = {"recommended", "landmark"}, {"awarded", "landmark"}, {"landmark"}


def stories(stage: Stage, now: datetime) -> Iterator[Life]:
    """Every story, so begun that it ends before this instant."""
    for serial, call in enumerate(calls(), start=1):
        yield life(stage, call, serial, now - timedelta(days=BEGUN[call.ends]))


def after(now: datetime, days: float) -> datetime:
    return now + timedelta(days=days)


def life(stage: Stage, call: Call, serial: int, begins: datetime) -> Life:
    """One call's way; each ``yield`` waits for the instant of the next step."""
    now = yield begins
    key = publishing.draft(stage, call, now)
    if call.ends == "draft":
        return
    now = yield after(now, 1)
    publishing.submit(stage, key, now)
    if call.ends == "under_review":
        return
    now = yield after(now, 2)
    publishing.approve(stage, key, now)
    if call.ends == "approved":
        return
    now = yield after(now, 1)
    publishing.publish(stage, key, now)
    now = yield after(now, 3)
    questions = publishing.ask(stage, key, now)
    now = yield after(now, 2)
    publishing.answer(stage, questions, now)
    if call.ends == "cancelled":
        now = yield after(now, 5)
        publishing.cancel(stage, key, now)
        return
    yield from _bids(stage, call, serial, key, now)


def _bids(stage: Stage, call: Call, serial: int, key: int, now: datetime) -> Life:
    """Three bids, one of them a consortium's; then the clock closes the call, and the bids are opened."""
    now = yield after(now, 3)
    evaluating.prepare(stage, key, now)
    now = yield after(now, 1)
    bidding.hand_in(stage, key, "bidder_a", now)
    now = yield after(now, 1)
    bidding.hand_in(stage, key, "bidder_b", now)
    if call.ends.startswith("open"):
        return
    now = yield after(now, 1)
    if call.ends != "failed":
        bidding.hand_in(stage, key, "bidder_c", now, partner="bidder_d")
    now = yield _closes(stage, key) + timedelta(minutes=5)
    opening.open_bids(stage, key, now)
    if call.ends == "failed":
        now = yield after(now, 1)
        publishing.fail(stage, key, now)
        return
    if call.ends == "unsealed":
        return
    yield from _evaluation(stage, call, serial, key, now)


def _closes(stage: Stage, key: int) -> datetime:
    closes_at = stage.session.get_one(Challenge, key).closes_at
    assert closes_at is not None
    return closes_at


def _evaluation(stage: Stage, call: Call, serial: int, key: int, now: datetime) -> Life:
    """The panel is drawn and seated, the bids are checked, scored blind and then whole, and ranked."""
    now = yield stage.city.end_of(stage.city.day(now)) + MORNING
    panel_id = evaluating.draw(stage, key, now)
    now = yield after(now, 1)
    evaluating.seat(stage, panel_id, now, recuses=call.ends in RECUSED)
    evaluating.begin(stage, key, now)
    if call.ends == "prequalifying":
        return
    now = yield after(now, 1)
    evaluating.qualify(stage, key, now)
    now = yield after(now, 1)
    evaluating.score(stage, key, "blind", now, half=call.ends == "scoring")
    if call.ends == "scoring":
        return
    now = yield after(now, 1)
    evaluating.score(stage, key, "open", now)
    evaluating.deliberate(stage, panel_id, now)
    if call.ends == "consensus":
        return
    now = yield after(now, 1)
    evaluating.rank(stage, panel_id, now)
    resulting.recommend(stage, key, panel_id, now, dissents=call.ends in DISSENTED)
    if call.ends != "recommended":
        yield from _result(stage, call, serial, key, now)


def _result(stage: Stage, call: Call, serial: int, key: int, now: datetime) -> Life:
    """The owner's word, the collective decision, the notice with an objection or without, the award."""
    now = yield after(now, 2)
    resulting.confirm(stage, key, now)
    if call.ends == "owner_confirmed":
        return
    now = yield after(now, 3)
    resulting.decide(stage, key, now)
    if call.ends == "approved_award":
        return
    now = yield after(now, 1)
    over = resulting.announce(stage, key, now)
    if call.ends == "public_notice":
        return
    if call.ends in OBJECTED:
        now = yield after(now, 1)
        objection_id = resulting.object_to(stage, key, now)
        now = yield after(now, 1)
        resulting.dismiss(stage, objection_id, now)
        over = resulting.ends_at(stage, key)
    now = yield over + MORNING
    resulting.award(stage, key, serial, now)
    yield from _pledge(stage, call, serial, key, now)


def _pledge(stage: Stage, call: Call, serial: int, key: int, now: datetime) -> Life:
    """The pledge is agreed to and signed; where the call is to stand at its award, one signature is missing."""
    now = yield after(now, 2)
    for row in delivering.pledges(stage, key):
        delivering.negotiate(stage, row, now)
    now = yield after(now, 2)
    for row in delivering.pledges(stage, key):
        delivering.sign(stage, row, now, who=2 if call.ends == "awarded" else 3)
    if call.ends != "awarded":
        yield from _delivery(stage, call, serial, key, now)


def _delivery(stage: Stage, call: Call, serial: int, key: int, now: datetime) -> Life:
    """Milestones in their time, the money that follows them; of a race the gate; at the end the acceptance."""
    now = yield after(now, 3)
    projects = delivering.projects(stage, key)
    for place, project in enumerate(projects):
        delivering.release(stage, project, 1, 100 * serial + place, now)
        delivering.begin(stage, project, 1, now)
    if call.ends == "race":
        yield from _race(stage, key, now)
        return
    (project,) = projects
    last = 1 if call.ends == "in_delivery" else 3
    for number in range(1, last + 1):
        if number > 1:
            now = yield after(now, 2)
            delivering.begin(stage, project, number, now)
        now = yield delivering.due(stage, project, number, 6)
        delivering.hand_in(stage, project, number, now)
        now = yield after(now, 1)
        delivering.confirm(stage, project, number, now)
        now = yield after(now, 1)
        delivering.accept(stage, project, number, now)
    if call.ends == "in_delivery":
        now = yield after(now, 1)
        delivering.begin(stage, project, 2, now)
        return
    now = yield after(now, 3)
    delivering.present(stage, project, now)
    now = yield stage.city.end_of(stage.city.day(now))
    sign_head(stage, now)
    now = yield after(now, 5) + MORNING
    delivering.conclude(stage, project, now)
    if call.ends == "landmark":
        yield from _landmark(stage, project.id, serial, now)


def _landmark(stage: Stage, project_id: int, serial: int, now: datetime) -> Life:
    """What was accepted becomes a demonstration, and is copied elsewhere."""
    now = yield after(now, 4)
    key = certifying.nominate(stage, project_id, now)
    now = yield after(now, 3)
    over = certifying.announce(stage, key, now)
    now = yield over + MORNING
    certifying.certify(stage, key, 200 * serial, now)
    now = yield after(now, 7)
    certifying.copy(stage, key, now)


def _race(stage: Stage, key: int, now: datetime) -> Life:
    """Two winners run to the gate; one of them is found the faster."""
    first, second = delivering.projects(stage, key)
    now = yield delivering.due(stage, first, 1, 9)
    delivering.hand_in(stage, first, 1, now)
    now = yield after(now, 2)
    delivering.hand_in(stage, second, 1, now)
    now = yield after(now, 1)
    for project in (first, second):
        delivering.confirm(stage, project, 1, now)
    now = yield after(now, 1)
    delivering.accept(stage, first, 1, now)
    delivering.accept_partly(stage, second, 1, now)
    now = yield after(now, 3)
    delivering.pass_gate(stage, key, [first.id], now)
