"""The life of each call of the demonstration, from its draft to where it is to stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from scenario_market.demo import bidding, publishing
from scenario_market.demo.call_texts import Call, calls
from scenario_market.demo.story import Life, Stage
from scenario_market.domain.challenges import closing
from scenario_market.domain.challenges.models import Challenge

# Where a call stands → how many days ago it was begun.
BEGUN = {
    "draft": 2,
    "under_review": 4,
    "approved": 6,
    "open": 20,
    "open_joint": 16,
    "cancelled": 30,
}
# Where a call stands, if not in the state of that name.
STATES = {"open_joint": "open"}


def stories(stage: Stage, now: datetime) -> Iterator[Life]:
    """Every story that ends at this instant at the latest."""
    for call in calls():
        if call.ends in BEGUN:
            yield life(stage, call, now - timedelta(days=BEGUN[call.ends]))


def after(now: datetime, days: float) -> datetime:
    return now + timedelta(days=days)


def life(stage: Stage, call: Call, begins: datetime) -> Life:
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
    yield from _bids(stage, call, key, now)


def _bids(stage: Stage, call: Call, key: int, now: datetime) -> Life:
    """Three bids, one of a consortium; one more is taken back."""
    now = yield after(now, 4)
    bidding.hand_in(stage, key, "bidder_a", now)
    now = yield after(now, 1)
    bidding.hand_in(stage, key, "bidder_b", now)
    if call.ends.startswith("open"):
        return
    now = yield after(now, 1)
    if call.ends != "failed":
        bidding.hand_in(stage, key, "bidder_c", now, partner="bidder_d")
    now = yield _closes(stage, key)
    closing.close(stage.session, key, now=now, city=stage.city)


def _closes(stage: Stage, key: int) -> datetime:
    closes_at = stage.session.get_one(Challenge, key).closes_at
    assert closes_at is not None
    return closes_at
