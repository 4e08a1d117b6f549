"""Calls of the demonstration from the draft to publication, with questions and their answers."""

from datetime import datetime
from typing import Any

from scenario_market.demo.call_texts import Call
from scenario_market.demo.story import Stage
from scenario_market.domain.bids import ending
from scenario_market.domain.challenges import (
    asking,
    drafting,
    editing,
    fairness,
    following,
    publishing,
    review,
)
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.moves import Reason

QUESTIONS = (
    ("现场是否提供近两年的历史数据用于建模？", "提供，签订保密协议后在现场查阅和使用。"),
    (
        "验收测试由哪一方组织，是否接受第三方检测报告？",
        "由场景办组织，接受具备资质的第三方检测报告。",
    ),
)


def draft(stage: Stage, call: Call, now: datetime) -> int:
    """The office writes a call for its owner; returns its key."""
    row = drafting.draft(
        stage.session,
        programme_code=call.programme,
        source="office",
        organisation_id=stage.organisations[call.owner.key],
        fields=call.fields,
        **stage.by("third", now),
    )
    stage.session.flush()
    return row.id


def submit(stage: Stage, key: int, now: datetime) -> None:
    editing.submit(stage.session, key, version=None, **stage.by("third", now))


def approve(stage: Stage, key: int, now: datetime) -> None:
    """The review of fair competition, two approvals, every clearance step; the countersignature where it is owed."""
    session = stage.session
    fairness.record(
        session,
        key,
        actor=stage.who("reviewer", now),
        now=now,
        version=None,
        findings=[],
        opinion="未设置排斥或者限制竞争的条件，通过公平竞争审查。",
    )
    for officer in ("reviewer", "second"):
        review.approve(session, key, version=None, **stage.by(officer, now))
    signers = ("reviewer", "second", "second_lead")
    for place, step in enumerate(stage.city.policy["challenge"]["clearance_steps"]):
        review.clear(session, key, version=None, step=step, **stage.by(signers[place % 3], now))
    if session.get_one(Challenge, key).is_joint:
        review.countersign(
            session, key, actor=stage.who("joint", now), now=now, version=None, opinion="同意发榜"
        )


def publish(stage: Stage, key: int, now: datetime) -> None:
    publishing.publish(
        stage.session, key, version=None, sealing=stage.keys.web.locksmith, **stage.by("lead", now)
    )


def ask(stage: Stage, key: int, now: datetime) -> list[int]:
    """Two bidders follow the call and ask; the office publishes their questions without names."""
    asked = []
    for name, (question, _) in zip(("bidder_a", "bidder_b"), QUESTIONS, strict=True):
        acting: dict[str, Any] = {"actor": stage.who(name, now), "now": now}
        organisation_id = stage.organisations[name]
        following.follow(stage.session, key, organisation_id=organisation_id, **acting)
        row = asking.ask(
            stage.session,
            key,
            organisation_id=organisation_id,
            text=question,
            city=stage.city,
            **acting,
        )
        stage.session.flush()
        asking.publish(
            stage.session,
            row.id,
            actor=stage.who("reviewer", now),
            now=now,
            version=None,
            text=question,
        )
        asked.append(row.id)
    return asked


def answer(stage: Stage, questions: list[int], now: datetime) -> None:
    owner = stage.who("owner", now)
    for key, (_, text) in zip(questions, QUESTIONS, strict=True):
        asking.answer(stage.session, key, actor=owner, now=now, version=None, text=text)


def cancel(stage: Stage, key: int, now: datetime) -> None:
    reason = Reason("need_gone", "发榜方业务调整，不再实施该项目。")
    ending.cancel(stage.session, key, version=None, reason=reason, **stage.by("lead", now))


def fail(stage: Stage, key: int, now: datetime) -> None:
    reason = Reason("too_few_bids", "截止时有效揭榜单位不足三家。")
    who = stage.by("lead", now)
    ending.fail(stage.session, key, version=None, reason=reason, **who)
