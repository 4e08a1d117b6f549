"""A cast and the way of a call through the commands, up to any state that stands before the opening.

``cast.opened(…)`` and its kin make a call by the real commands; ``challenge_in`` sets one into a state by fiat, for
the moves that are refused.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import (
    closing,
    conditions,
    drafting,
    editing,
    fairness,
    publishing,
    review,
    versions,
)
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.demands import cases as demands
from tests.factories import NOW

FIELDS = {
    "title": "轴承座产线表面缺陷在线检测",
    "domain": "industrial_park",
    "industries": ["C"],
    "background": "人工目检漏检率高，每班需要六名质检员",
    "content": "建设机器视觉在线检测系统，与现有制造执行系统对接",
    "metrics": [
        {"name": "漏检率", "operator": "le", "baseline": 3.5, "target": 0.5, "unit": "%"},
        {"name": "单件检测时间", "operator": "le", "baseline": 12, "target": 2, "unit": "秒"},
    ],
    "deliverables": ["在线检测系统一套", "验收报告"],
    "reward_fen": 120_000_000,
    "budget_ceiling_fen": 150_000_000,
    "funding_source": "own_funds",
    "term_months": 12,
    "ip_ownership": "joint",
    "contract_route": "tender",
    "owner_type": "private",
    "district": "420106",
    "place": "一号厂房三线",
    "window_days": 35,
    "contact_name": "测试联系人",
    "contact_mobile": "027-00000003",
    "contact_email": "contact@owner.example",
}
# What a need does not say and a call must.
BESIDES = {
    name: FIELDS[name]
    for name in (
        "deliverables",
        "reward_fen",
        "term_months",
        "ip_ownership",
        "contract_route",
        "owner_type",
        "window_days",
    )
}
REASONS = {
    "return": Reason("vague_metric", "指标需写明测量方法", {"metrics": "请写明测量方法"}),
    "drop": Reason("need_gone", "需求已取消"),
    "cancel": Reason("need_gone", "发榜方生产线停用"),
    "fail": Reason("too_few_bids", "有效揭榜不足三家"),
}
_serial = count(1)


class Keys:
    """Pairs of keys whose private halves the test holds."""

    def __init__(self):
        self.private = {}

    def new_challenge_keys(self, session, challenge_id, *, closes_at, now):
        made = self.private[challenge_id] = X25519PrivateKey.generate()
        return made.public_key().public_bytes_raw()


@dataclass
class Cast(demands.Cast):
    """The cast of demands, an officer who writes calls, a joint organiser, and keys; ``now`` may be moved on."""

    author: Actor = None
    joint: Actor = None
    sealing: Keys = field(default_factory=Keys)

    def drafted(self, programme="scenario_challenge", rules=None, **fields):
        """A call that the office began for the owner."""
        return drafting.draft(
            self.session,
            actor=self.author,
            programme_code=programme,
            source="office",
            organisation_id=self.owner_organisation.id,
            fields={**FIELDS, **fields},
            rules_given=rules,
            **self.context,
        )

    def drafted_from_demand(self, demand=None, programme="scenario_challenge", **fields):
        """A call that the owner makes of a listed need."""
        return drafting.draft_from_demand(
            self.session,
            (demand or self.listed()).id,
            actor=self.owner,
            programme_code=programme,
            fields={**BESIDES, **fields},
            **self.context,
        )

    def under_review(self, challenge=None, **fields):
        challenge = challenge or self.drafted(**fields)
        actor = self.author if challenge.source == "office" else self.owner
        editing.submit(self.session, challenge.id, actor=actor, version=None, **self.context)
        return challenge

    def reviewed(self, challenge=None, **fields):
        """Under review, with its fair competition review on record."""
        challenge = self.under_review(challenge, **fields)
        self.review_fairness(challenge)
        return challenge

    def review_fairness(self, challenge):
        """Accept every condition that restricts competition."""
        fairness.record(
            self.session,
            challenge.id,
            actor=self.reviewers[2],
            now=self.now,
            version=None,
            findings=[
                {"place": place, "accepted": True, "text": "有上位法依据"}
                for place in conditions.restricting(challenge.eligibility)
            ],
            opinion="经审查，不具有排除、限制竞争的效果",
        )

    def approved_call(self, challenge=None, **fields):
        challenge = self.reviewed(challenge, **fields)
        for officer in self.reviewers[: challenge.rules["approvals"]]:
            review.approve(self.session, challenge.id, actor=officer, version=None, **self.context)
        return challenge

    def ready(self, challenge=None, **fields):
        """An approved call with every signature that publication asks for."""
        challenge = self.approved_call(challenge, **fields)
        for place, step in enumerate(self.city.policy["challenge"]["clearance_steps"]):
            review.clear(
                self.session,
                challenge.id,
                actor=self.reviewers[place % 3],
                version=None,
                step=step,
                **self.context,
            )
        if challenge.is_joint:
            review.countersign(
                self.session, challenge.id, actor=self.joint, version=None, now=self.now
            )
        return challenge

    def opened(self, challenge=None, **fields):
        """A published call."""
        challenge = self.ready(challenge, **fields)
        publishing.publish(
            self.session,
            challenge.id,
            actor=self.lead,
            version=None,
            sealing=self.sealing,
            **self.context,
        )
        return challenge

    def closed(self, challenge=None, **fields):
        """A published call whose deadline has passed; the cast's clock has moved on with it."""
        challenge = self.opened(challenge, **fields)
        self.now = challenge.closes_at
        closing.close(self.session, challenge.id, **self.context)
        return challenge


def cast(session, city, *, sealing=None):
    """The cast of a test. :param sealing: the real one, where the bids are to be opened."""
    made = Cast(session, city)
    made.owner_organisation = made.organisation(name="测试发榜单位")
    made.owner = factories.owner_of(made.owner_organisation, made.person())
    made.author = factories.officer(made.person())
    made.reviewers = [factories.officer(made.person()) for _ in range(3)]
    made.lead = factories.officer(made.person(), "office_lead")
    made.joint = factories.officer(made.person(), "joint_organiser")
    if sealing is not None:
        made.sealing = sealing
    return made


def challenge_in(cast, state, **columns):
    """A call that stands in a state by fiat, for the refused moves; its columns satisfy the checks."""
    serial = next(_serial)
    programme = cast.city.programmes["scenario_challenge"]
    row = Challenge(
        **{
            **versions.empty(),
            **FIELDS,
            "state": state,
            "number": f"WH-JB-T-{serial:05}",
            "programme": programme.code,
            "rules": programme.kept(),
            "source": "office",
            "owner_organisation_id": cast.owner_organisation.id,
            "author_id": cast.author.person_id,
            "content_number": 1,
            "opens_at": NOW,
            "published_at": NOW,
            "questions_close_at": NOW + timedelta(days=28),
            "closes_at": NOW + timedelta(days=35),
            "created_at": NOW,
            "updated_at": NOW,
        }
        | columns
    )
    row.metrics = [{"key": f"m{n}", **one} for n, one in enumerate(row.metrics, start=1)]
    cast.session.add(row)
    cast.session.flush()
    return row
