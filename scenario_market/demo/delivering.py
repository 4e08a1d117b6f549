"""Pledges and projects of the demonstration: signed, milestones, reports, money, the gate, acceptance."""

from datetime import datetime, timedelta

from sqlalchemy import select

from scenario_market.demo.fiction import fictitious
from scenario_market.demo.story import Stage
from scenario_market.domain.attachments import attaching
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.moves import Reason
from scenario_market.domain.pledges import negotiating, signing
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.pledges.states import PledgeState
from scenario_market.domain.projects import (
    acceptance,
    conclusions,
    judging,
    milestones,
    panels,
    race,
    reports,
    seats,
    tranches,
)
from scenario_market.domain.projects.models import Milestone, Project

MEASURER = fictitious(90_901)  # where the measurements come from


def pledges(stage: Stage, key: int) -> list[Pledge]:
    """The pledges of a call that are not at their end."""
    open_ones = select(Pledge).where(
        Pledge.challenge_id == key,
        Pledge.state.in_([PledgeState.NEGOTIATING, PledgeState.SIGNING]),
    )
    return list(stage.session.scalars(open_ones.order_by(Pledge.id)))


def parties(stage: Stage, row: Pledge) -> tuple[str, str, str]:
    """Accounts of provider, owner and office."""
    names = {key: name for name, key in stage.organisations.items()}
    return names[row.organisation_id], "owner", "lead"


def negotiate(stage: Stage, row: Pledge, now: datetime) -> None:
    """All three agree to the text as it was drawn up from the bid."""
    for name in parties(stage, row):
        negotiating.agree(
            stage.session,
            row.id,
            number=row.number,
            actor=stage.who(name, now),
            now=now,
            version=None,
        )


def sign(stage: Stage, row: Pledge, now: datetime, who: int = 3) -> None:
    """So many of the three prove by their passwords who they are, and sign the text's hash (平台确认)."""
    for name in parties(stage, row)[:who]:
        done = signing.sign(
            stage.session,
            row.id,
            act=signing.Act(row.sha256),
            proof=stage.proof(name, now),
            tools=stage.keys.signing,
            version=None,
            **stage.by(name, now),
        )
        if done.refused:
            raise RuntimeError(f"{name} could not sign: {done.refused}")


def projects(stage: Stage, key: int) -> list[Project]:
    query = select(Project).where(Project.challenge_id == key).order_by(Project.id)
    return list(stage.session.scalars(query))


def provider(stage: Stage, project: Project) -> str:
    """The account of who delivers."""
    names = {key: name for name, key in stage.organisations.items()}
    return names[project.organisation_id]


def milestone(stage: Stage, project: Project, number: int) -> Milestone:
    query = select(Milestone).where(Milestone.project_id == project.id, Milestone.number == number)
    return stage.session.scalars(query).one()


def begin(stage: Stage, project: Project, number: int, now: datetime) -> None:
    who = stage.who(provider(stage, project), now)
    row = milestone(stage, project, number)
    milestones.begin(stage.session, row.id, version=None, actor=who, now=now)


def hand_in(stage: Stage, project: Project, number: int, now: datetime) -> None:
    """The provider attaches its evidence and hands it in."""
    row, name = milestone(stage, project, number), provider(stage, project)
    _attach(stage, "milestone", row.id, "evidence", name, now)
    milestones.submit(
        stage.session,
        row.id,
        version=None,
        statement="已按计划完成本阶段目标，证明材料见附件。",
        actor=stage.who(name, now),
        now=now,
    )


def confirm(stage: Stage, project: Project, number: int, now: datetime) -> None:
    row, who = milestone(stage, project, number), stage.who("owner", now)
    milestones.confirm(
        stage.session, row.id, version=None, opinion="现场核对属实。", actor=who, now=now
    )


def accept(stage: Stage, project: Project, number: int, now: datetime) -> None:
    row, who = milestone(stage, project, number), stage.who("second", now)
    judging.accept(stage.session, row.id, version=None, actor=who, now=now)


def accept_partly(stage: Stage, project: Project, number: int, now: datetime) -> None:
    row = milestone(stage, project, number)
    reason = Reason("target_part", "试运行天数未满三十日，其余目标达到。")
    judging.accept_partly(
        stage.session,
        row.id,
        version=None,
        percent=80,
        reason=reason,
        **stage.by("second", now),
    )


def report(stage: Stage, project: Project, month: str, percent: int, now: datetime) -> None:
    fields = {
        "month": month,
        "progress": "按计划推进，设备到位，联调正常。",
        "problems": "个别接口资料提供较晚，已协调解决。",
        "next_steps": "完成联调并进入试运行。",
        "percent": percent,
        "spent_fen": project.reward_fen * percent // 120,
    }
    name = provider(stage, project)
    reports.hand_in(stage.session, project.id, fields=fields, **stage.by(name, now))


def release(stage: Stage, project: Project, number: int, serial: int, now: datetime) -> None:
    prefix = stage.city.identity["records"]["document_prefix"]
    tranches.release(
        stage.session,
        project.id,
        number,
        version=None,
        document_number=f"{prefix}〔{stage.city.day(now).year}〕{serial}号",
        actor=stage.who("lead", now),
        now=now,
    )


def pass_gate(stage: Stage, key: int, keep: list[int], now: datetime) -> None:
    """The race's gate: the faster goes on."""
    reason = Reason("slower", "首个里程碑综合比较，进度与指标落后。")
    race.decide(
        stage.session,
        key,
        keep=keep,
        reason=reason,
        handover="阶段资料归档并移交发榜单位。",
        money="已拨付部分不予追回，其余停止拨付。",
        **stage.by("lead", now),
    )


def present(stage: Stage, project: Project, now: datetime) -> None:
    """The provider presents the work with the measurements of a third party."""
    name = provider(stage, project)
    who = stage.by(name, now) | {"sealer": stage.keys.web.panel_secrets}
    acceptance.present(stage.session, project.id, version=None, **who)
    for metric in project.terms["metrics"]:
        file_id = _attach(stage, "project", project.id, "measurement", name, now)
        acceptance.measure(
            stage.session,
            project.id,
            version=None,
            fields={
                "metric": metric["key"],
                "measured": metric["target"],
                "measured_by": "国家级演示检测中心",
                "measured_by_uscc": MEASURER,
                "measured_on": stage.city.day(now).isoformat(),
                "method": "按验收大纲连续三十日统计",
                "attachment_id": file_id,
            },
            **stage.by(name, now),
        )


def conclude(stage: Stage, project: Project, now: datetime) -> None:
    """A panel is drawn, each declares himself and gives his opinion, and the project is accepted."""
    who = stage.by("second", now) | {"sealer": stage.keys.web.panel_secrets}
    for seat in panels.convene(stage.session, project.id, version=None, **who):
        name = next(one for one, key in stage.people.items() if key == seat.person_id)
        seats.declare(
            stage.session,
            seat.id,
            text="本人与发榜方、承担单位均无利害关系。",
            version=None,
            **stage.by(name, now),
        )
        seats.give_opinion(
            stage.session,
            project.id,
            opinion="accept",
            reason="第三方检测结果达到承诺指标，资料齐全。",
            **stage.by(name, now),
        )
    lead = stage.who("lead", now)
    conclusions.accept(stage.session, project.id, version=None, actor=lead, now=now)


def _attach(stage: Stage, kind: str, key: int, purpose: str, account: str, now: datetime) -> int:
    row = attaching.attach(
        stage.session,
        kind,
        key,
        purpose=purpose,
        upload=stage.evidence,
        **stage.by(account, now),
    )
    stage.session.flush()
    return row.id


def winner(stage: Stage, key: int, state: str) -> Bid:
    """The first bid of a call in a state."""
    query = select(Bid).where(Bid.challenge_id == key, Bid.state == state).order_by(Bid.id)
    return stage.session.scalars(query).first()  # type: ignore[return-value]


def due(stage: Stage, project: Project, number: int, days_before: int) -> datetime:
    """An instant so many days before a milestone is due, in the morning."""
    until = milestone(stage, project, number).until_at
    return until - timedelta(days=days_before, hours=14)
