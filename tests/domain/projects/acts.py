"""The acts on a project as short calls: who usually does it does, unless somebody else is named."""

from itertools import count

from sqlalchemy import select

from scenario_market.domain.attachments import attaching
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import (
    acceptance,
    changes,
    conclusions,
    endings,
    judging,
    milestones,
    prolonging,
    suspensions,
    timing,
    tranches,
)

_serial = count(1)
WHY = {
    "decline": Reason("evidence_incomplete", "缺试运行记录"),
    "reject": Reason("target_missed", "未达目标"),
    "partly": Reason("target_part", "三条产线通过两条"),
    "suspend": Reason("site_not_ready", "厂房改造"),
    "refuse": Reason("change_unfounded", "理由不充分"),
    "terminate": Reason("milestones_missed", "连续逾期"),
    "eliminate": Reason("slower", "节点落后"),
    "rectify": Reason("metric_short", "漏检率未达标"),
    "prolong": Reason("work_extensive", "需更换两条产线的相机"),
    "fail": Reason("metric_short", "多次整改仍未达标"),
    "excuse": Reason("route_unproven", "技术路线已充分论证并如实记录"),
}
# 国家级检测机构 need not be known here; the code is that of no party.
MEASURER = "91350100M000100Y43"


def attach(cast, kind, key, actor, purpose):
    n = next(_serial)
    upload = Upload(f"材料{n}.pdf", "application/pdf", 9, f"{n:064}", f"stored{n}")
    return attaching.attach(
        cast.session, kind, key, purpose=purpose, upload=upload, actor=actor, **cast.context
    )


def begin(cast, row, actor=None, version=None):
    actor = actor or cast.providers[row.project_id]
    return milestones.begin(cast.session, row.id, version=version, actor=actor, now=cast.now)


def submit(cast, row, actor=None, version=None, evidence=True):
    actor = actor or cast.providers[row.project_id]
    if evidence:
        attach(cast, "milestone", row.id, actor, "evidence")
    return milestones.submit(
        cast.session, row.id, version=version, statement="已完成", actor=actor, now=cast.now
    )


def retry(cast, row, actor=None):
    actor = actor or cast.providers[row.project_id]
    return milestones.retry(cast.session, row.id, version=None, actor=actor, now=cast.now)


def confirm(cast, row, actor=None, version=None):
    return milestones.confirm(
        cast.session, row.id, version=version, actor=actor or cast.owner, now=cast.now
    )


def decline(cast, row, actor=None):
    return milestones.decline(
        cast.session,
        row.id,
        version=None,
        reason=WHY["decline"],
        actor=actor or cast.owner,
        **cast.context,
    )


def accept(cast, row, actor=None, version=None):
    return judging.accept(
        cast.session, row.id, version=version, actor=actor or cast.reviewers[0], now=cast.now
    )


def accept_partly(cast, row, percent=60, actor=None):
    return judging.accept_partly(
        cast.session,
        row.id,
        version=None,
        percent=percent,
        reason=WHY["partly"],
        actor=actor or cast.reviewers[0],
        **cast.context,
    )


def reject(cast, row, actor=None):
    return judging.reject(
        cast.session,
        row.id,
        version=None,
        reason=WHY["reject"],
        actor=actor or cast.reviewers[0],
        **cast.context,
    )


def handed_in(cast, row):
    """A milestone brought to ``submitted``."""
    begin(cast, row)
    return submit(cast, row)


def reach(cast, row):
    """A milestone brought to ``accepted``."""
    handed_in(cast, row)
    confirm(cast, row)
    return accept(cast, row)


def clock(cast, row):
    """The clock looks at a milestone."""
    timing.fire(cast.session, row.id, **cast.context)


def propose(cast, project, actor=None, **content):
    return changes.propose(
        cast.session,
        project.id,
        version=None,
        content=content,
        reason="厂房交付推迟",
        actor=actor or cast.provider_of(project),
        **cast.context,
    )


def change(cast, verb, project, actor, **how):
    """One of the other acts on a waiting change."""
    how = {"version": None, "actor": actor, "now": cast.now, **how}
    if verb in ("disagree", "refuse"):
        how["reason"] = WHY["refuse"]
    if verb in ("disagree", "refuse", "approve"):
        how["city"] = cast.city
    return getattr(changes, verb)(cast.session, project.id, **how)


def suspend(cast, project, actor=None):
    return suspensions.suspend(
        cast.session,
        project.id,
        version=None,
        reason=WHY["suspend"],
        actor=actor or cast.lead,
        **cast.context,
    )


def resume(cast, project, actor=None):
    return suspensions.resume(
        cast.session, project.id, version=None, actor=actor or cast.lead, **cast.context
    )


def release(cast, project, number, actor=None, version=None):
    return tranches.release(
        cast.session,
        project.id,
        number,
        version=version,
        document_number="武场景办〔2026〕1号",
        actor=actor or cast.lead,
        now=cast.now,
    )


def terminate(cast, project, actor=None, **how):
    return endings.terminate(
        cast.session,
        project.id,
        **{"version": None, "reason": WHY["terminate"], "handover": "设备移交", "money": "停拨"}
        | how,
        actor=actor or cast.lead,
        **cast.context,
    )


def excuse(cast, project, actor=None, **how):
    return endings.excuse(
        cast.session,
        project.id,
        version=None,
        reason=WHY["excuse"],
        actor=actor or cast.lead,
        **how,
        **cast.context,
    )


def present(cast, project, actor=None):
    actor = actor or cast.provider_of(project)
    return acceptance.present(
        cast.session, project.id, version=None, sealer=cast.sealer, actor=actor, **cast.context
    )


def measure(cast, project, measured=0.4, **fields):
    actor = cast.provider_of(project)
    report = attach(cast, "project", project.id, actor, "measurement")
    given = {
        "metric": "miss_rate",
        "measured": measured,
        "measured_by": "第三方检测中心",
        "measured_by_uscc": MEASURER,
        "measured_on": cast.city.day(cast.now).isoformat(),
        "attachment_id": report.id,
    }
    return acceptance.measure(
        cast.session,
        project.id,
        version=None,
        fields=given | fields,
        actor=actor,
        **cast.context,
    )


def conclude(cast, verb, project, actor=None, **how):
    how = {"version": None, "actor": actor or cast.lead, "now": cast.now, **how}
    if verb != "accept":
        how |= {"reason": WHY[verb], "city": cast.city}
    if verb == "fail":
        how = {"handover": "设备移交", "money": "停拨"} | how
    return getattr(conclusions, verb)(cast.session, project.id, **how)


def prolong(cast, project, until, actor=None):
    return prolonging.prolong(
        cast.session,
        project.id,
        version=None,
        until=until,
        reason=WHY["prolong"],
        actor=actor or cast.lead,
        **cast.context,
    )


def finished(cast, challenge=None, **how):
    """A project whose milestones are all accepted."""
    project = cast.active(challenge, **how)
    for number in (1, 2, 3):
        reach(cast, cast.milestone(project, number))
    return project


def all_of(cast, model, **columns):
    """Rows of a table, oldest first."""
    cast.session.flush()
    return list(cast.session.scalars(select(model).filter_by(**columns).order_by(model.id)))
