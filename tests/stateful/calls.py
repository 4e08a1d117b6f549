"""Acts on calls by the real commands, each as whoever usually does it; drawn by name, made in a session."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from scenario_market.domain.actor import SYSTEM, consequence
from scenario_market.domain.bids import ending as bid_ending
from scenario_market.domain.bids import opening
from scenario_market.domain.challenges import (
    amending,
    closing,
    editing,
    ending,
    fairness,
    publishing,
    review,
)
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.deadlines import Deadline, Due
from scenario_market.domain.lifecycle import lock, move
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import PERMISSIONS
from scenario_market.workers.clock import fire
from tests.domain.challenges.cases import REASONS

# Moves that others make after the opening, here by the mechanism alone: their commands have machines of their own.
LATER = ("prequalify", "score", "deliberate", "recommend", "confirm", "decline", "decide", "refuse")
LATER += ("announce", "remand", "award", "pledge", "deliver", "complete")
PAYLOADS = {
    "announce": {"ends_on": "2026-03-09"},
    "award": {"document_number": "武场景〔2026〕1号"},
}


class Acts:
    """Acts of the cast of the calls' tests, at the clock's time.

    :param number: picks officers, fields and days.
    """

    def __init__(self, cast, session, now, key, number):
        self.cast, self.session, self.key, self.number = cast, session, key, number
        self.context = {"now": now, "city": cast.city, "version": None}
        self.officer = cast.reviewers[number % 3]

    def do(self, command, actor, **given):
        return command(self.session, self.key, actor=actor, **given, **self.context)

    def edit(self):
        fields = ({"place": "二号厂房"}, {"term_months": 9 + self.number % 5}, {"title": ""})
        rules = ({}, {"winners": 1 + self.number % 4}, {"bids_min": 1 + self.number % 4})
        chosen = fields[self.number % 3], rules[self.number % 3]
        return self.do(editing.edit, self.cast.author, fields=chosen[0], rules_given=chosen[1])

    def mend(self):
        fields = {"title": "轴承座产线表面缺陷在线检测"}
        rules = {"winners": None, "bids_min": None}
        return self.do(editing.edit, self.cast.author, fields=fields, rules_given=rules)

    def submit(self):
        return self.do(editing.submit, self.cast.author)

    def give_back(self):
        return self.do(review.give_back, self.officer, reason=REASONS["return"])

    def review_fairness(self):
        given = {"findings": [], "opinion": "经审查，不具有排除、限制竞争的效果"}
        del self.context["city"]
        return self.do(fairness.record, self.officer, **given)

    def approve(self):
        return self.do(review.approve, self.officer)

    def approve_own(self):
        return self.do(review.approve, self.cast.author)

    def clear(self):
        steps = self.cast.city.policy["challenge"]["clearance_steps"]
        place = self.number % len(steps)
        return self.do(review.clear, self.cast.reviewers[place % 3], step=steps[place])

    def countersign(self):
        del self.context["city"]
        return self.do(review.countersign, self.cast.joint)

    def publish(self):
        return self.do(publishing.publish, self.cast.lead, sealing=self.cast.sealing)

    def schedule(self):
        self.ready()
        at = self.context["now"] + timedelta(hours=1 + self.number)
        return self.do(publishing.schedule, self.cast.lead, publish_at=at)

    def unschedule(self):
        del self.context["city"]
        return self.do(publishing.unschedule, self.cast.lead)

    def amend(self):
        fields = {"term_months": 9 + self.number % 7} if self.number % 2 else {}
        today = self.cast.city.day(self.context["now"])
        given = {"reason": "发榜方要求", "closes_on": today + timedelta(days=self.number % 60)}
        return self.do(amending.amend, self.cast.lead, fields=fields, **given)

    def extend(self):
        row = lock(self.session, Challenge, self.key)
        if row.closes_at is None:
            return False
        given = {"now": self.context["now"], "city": self.cast.city, "note": "有提问未答复"}
        until = row.closes_at + timedelta(days=self.number % 9)
        return amending.extend(self.session, row, closes_at=until, **given)

    def close(self):
        return self.fire("challenge_close", closing.close)

    def publish_due(self):
        return self.fire("challenge_publish", publishing.publish_due, sealing=self.cast.sealing)

    def fire(self, kind, command, **given):
        """As the clock does it."""
        owed = select(Deadline.id).where(Deadline.kind == kind, Deadline.subject_id == self.key)
        if (key := self.session.scalar(owed)) is not None:
            due = Due(key, kind, self.key)
            fire(self.session, due, partial(command, **given), **self.given())

    def given(self):
        return {"now": self.context["now"], "city": self.cast.city}

    def unseal(self):
        return opening.finish(self.session, self.key, now=self.context["now"])

    def drop(self):
        return self.do(ending.drop, self.cast.author, reason=REASONS["drop"])

    def cancel(self):
        return self.do(bid_ending.cancel, self.cast.lead, reason=REASONS["cancel"])

    def fail(self):
        return self.do(bid_ending.fail, self.cast.lead, reason=REASONS["fail"])

    def reopen(self):
        return self.do(ending.reopen, self.cast.author)

    def later(self, verb=None):
        verb = verb or LATER[self.number % len(LATER)]
        role = sorted(PERMISSIONS[CHALLENGE_MOVES[verb].by].roles)[0]
        return move(
            self.session,
            lock(self.session, Challenge, self.key),
            CHALLENGE_MOVES,
            verb,
            actor=consequence(SYSTEM, role),
            now=self.context["now"],
            reason=REASONS.get(verb) or reason_of(self.cast.city, verb),
            codes=self.cast.city.codes,
            **PAYLOADS.get(verb, {}),
        )

    def forward(self):
        """The next step on the usual way, which chance alone would hardly find."""
        state = self.session.get(Challenge, self.key).state
        if state == "approved":
            return self.publish_when_ready()
        steps = {
            "draft": self.submit_complete,
            "under_review": self.approve_reviewed,
            "open": self.close,
            "closed": self.unseal,
            "unsealed": self.fail if self.number % 3 == 0 else lambda: self.later("prequalify"),
            "failed": self.reopen,
        }
        return steps.get(state, self.later)()

    def submit_complete(self):
        self.mend()
        return self.submit()

    def approve_reviewed(self):
        row = self.session.get(Challenge, self.key)
        city = self.context["city"]
        if fairness.newest(self.session, row) is None:
            self.review_fairness()
        self.context["city"] = city
        return self.approve()

    def publish_when_ready(self):
        self.ready()
        return self.publish()

    def ready(self):
        """Every signature that publication asks for."""
        row = lock(self.session, Challenge, self.key)
        city, signed = self.context["city"], review.signed_steps(self.session, row)
        for place, step in enumerate(city.policy["challenge"]["clearance_steps"]):
            if step not in signed:
                self.number = place
                self.clear()
        if row.is_joint and not review.countersigned(self.session, row):
            self.countersign()
        self.context["city"] = city


def reason_of(city, verb):
    """A reason that the verb may carry, where it owes one."""
    if CHALLENGE_MOVES[verb].reasons is None:
        return None
    return Reason(city.codes["reasons_challenge"].where(verbs=verb)[0].code, "依据评审意见")


# What somebody would do with a call in a state; chance alone would be refused nearly always.
LIKELY = {
    "draft": ("edit", "mend", "submit", "forward", "forward", "edit"),
    "under_review": ("approve", "approve", "forward", "forward", "give_back", "approve_own"),
    "approved": ("clear", "schedule", "publish_due", "unschedule", "publish", "forward"),
    "open": ("amend", "amend", "extend", "close", "amend", "extend"),
    "closed": ("unseal", "close", "unseal", "amend"),
    "unsealed": ("fail", "later", "fail", "fail"),
    "failed": ("reopen", "reopen", "fail"),
}
EVERYWHERE = ("later", "cancel", "fail", "amend", "publish", "submit", "drop", "reopen", "forward")


def likely(state, number):
    """An act that somebody may try in a state; one in ten is anything."""
    if number % 10 == 9 or state not in LIKELY:
        return EVERYWHERE[number // 10 % len(EVERYWHERE)]
    return LIKELY[state][number % len(LIKELY[state])]
