"""Results of the demonstration: opinion, the owner's word, the collective decision, notice, an objection, the award."""

from datetime import datetime

from scenario_market.demo import evaluating
from scenario_market.demo.story import Stage
from scenario_market.domain.moves import Reason
from scenario_market.domain.publicity import deciding as objections
from scenario_market.domain.publicity import filing, posting
from scenario_market.domain.results import (
    announcing,
    awarding,
    confirming,
    deciding,
    opinion,
    recommending,
)
from scenario_market.domain.results.deciding import Meeting
from scenario_market.domain.results.models import PanelOpinion

PRESENT = (
    ("演示主任", "主任"),
    ("演示副主任", "副主任"),
    ("演示处长", "处长"),
    ("演示纪检", "纪检员"),
)


def recommend(stage: Stage, key: int, panel_id: int, now: datetime, *, dissents: bool) -> None:
    """The chair writes the opinion, every member signs (one with a dissent, where asked), and it is handed on."""
    people = evaluating.members(stage, panel_id)
    chair = evaluating.chair(stage, panel_id)
    text = _draft(stage, key, chair, now)
    for name in people:
        differs = dissents and name != chair and name == people[-1]
        opinion.sign(
            stage.session,
            key,
            content_hash=text.content_hash,
            agrees=not differs,
            dissent="本人认为第二名方案的可推广性更强，保留意见。" if differs else "",
            proof=stage.proof(name, now),
            key=stage.keys.signing.key,
            version=None,
            **stage.by(name, now),
        )
    recommending.recommend(stage.session, key, version=None, **stage.by(chair, now))


def _draft(stage: Stage, key: int, chair: str, now: datetime) -> PanelOpinion:
    return opinion.draft(
        stage.session,
        key,
        text="评审组按照评审规则独立评分、集体合议，推荐排名第一的揭榜方承担本项目。",
        actor=stage.who(chair, now),
        now=now,
        version=None,
    )


def confirm(stage: Stage, key: int, now: datetime) -> None:
    who = stage.who("owner", now)
    confirming.confirm(stage.session, key, actor=who, now=now, version=None)


def decide(stage: Stage, key: int, now: datetime) -> None:
    meeting = Meeting(
        held_on=stage.city.day(now),
        presided_by=PRESENT[0][0],
        participants=[{"name": name, "post": post} for name, post in PRESENT],
        votes_for=len(PRESENT),
        minutes="会议听取评审情况汇报，审议同意评审组推荐意见，按程序公示。",
    )
    deciding.decide(stage.session, key, meeting=meeting, version=None, **stage.by("lead", now))


def announce(stage: Stage, key: int, now: datetime) -> datetime:
    """Post the notice; returns the instant at which its days are over."""
    announcing.announce(stage.session, key, version=None, **stage.by("reviewer", now))
    notice = posting.standing(stage.session, "challenge", key)
    assert notice is not None
    return notice.ends_at


def ends_at(stage: Stage, key: int) -> datetime:
    """When the notice's days are over now: an objection has moved it."""
    notice = posting.standing(stage.session, "challenge", key)
    assert notice is not None
    return notice.ends_at


def object_to(stage: Stage, key: int, now: datetime) -> int:
    """A bidder objects under its real name; the reviewer admits it."""
    notice = posting.standing(stage.session, "challenge", key)
    assert notice is not None
    row = filing.file_objection(
        stage.session,
        notice.id,
        grounds="公示方案的指标与我单位理解的榜单口径不一致，请求复核评分依据。",
        **stage.by("bidder_b", now),
    )
    stage.session.flush()
    objections.admit(
        stage.session,
        row.id,
        issue="评分依据与榜单指标口径是否一致",
        actor=stage.who("objections", now),
        now=now,
        version=None,
    )
    return row.id


def dismiss(stage: Stage, objection_id: int, now: datetime) -> None:
    objections.dismiss(
        stage.session,
        objection_id,
        reason=Reason("facts_confirmed", "经复核，评分依据与榜单指标口径一致，所反映问题不成立。"),
        finding="评分依据与榜单指标口径一致",
        version=None,
        **stage.by("objections", now),
    )


def award(stage: Stage, key: int, serial: int, now: datetime) -> None:
    prefix = stage.city.identity["records"]["document_prefix"]
    number = f"{prefix}〔{stage.city.day(now).year}〕{serial}号"
    awarding.award(
        stage.session, key, document_number=number, version=None, **stage.by("lead", now)
    )
