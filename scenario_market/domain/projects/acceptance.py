"""Final acceptance: presented by the provider, measured by third parties, judged by a panel of experts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.checks import Check, check_form, day, key, number, text
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.draws.subjects import Sealer
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.parties import uscc
from scenario_market.domain.parties.control import sides
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.projects import access, committing, events, gate, plans, seating
from scenario_market.domain.projects.closing import RECTIFY
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Measurement
from scenario_market.domain.projects.rules import is_met
from scenario_market.domain.projects.states import (
    CONCLUDED,
    PROJECT_MOVES,
    RUNNING,
    ProjectState,
)

MEASURING = RUNNING | {ProjectState.FINAL_ACCEPTANCE, ProjectState.RECTIFYING}
MEASURED: Mapping[str, Check] = {
    "metric": text(80),
    "measured": number,
    "measured_by": text(200),
    "measured_by_uscc": text(40),
    "measured_on": day,
    "method": text(2_000),
    "attachment_id": key,
}


def present(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The provider presents the work for its final acceptance, or again after it was put right.

    This commits to the draw of its panel, so that nobody can choose whom it brings.

    :raises RuleRefused: ``milestones_open``; ``gate_undecided``: others race beside it; ``late_rectification``: the day
        to put it right has passed.
    :raises IllegalMove: it neither runs without a waiting change nor is being put right.
    """
    project = _of_provider(session, project_id, version=version, actor=actor)
    rows = plans.milestones_of(session, project.id)
    open_ones = [row.number for row in rows if row.state not in CONCLUDED]
    if project.state == ProjectState.ACTIVE and open_ones:
        raise RuleRefused("milestones_open", numbers=open_ones)
    until = project.rectify_until
    if project.state == ProjectState.RECTIFYING and until and city.end_of(until) <= now:
        raise RuleRefused("late_rectification", until=until.isoformat())
    if project.state not in PROJECT_MOVES["present"].sources:
        raise IllegalMove(verb="present", state=project.state, kind="project")
    gate.check_open(session, project)
    project.round += 1
    lifecycle.move(
        session, project, PROJECT_MOVES, "present", actor=actor, now=now, round=project.round
    )
    committing.prepare(session, project, sealer=sealer, actor=actor, now=now)
    project.rectify_until = None
    drop_deadline(session, RECTIFY, project.id)
    return project


def measure(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Measurement:
    """The provider records a third party's measurement of one metric, with its report; or corrects it before the panel.

    :param fields: metric (its key), measured, measured_by, measured_by_uscc, measured_on, method, attachment_id.
    :raises Invalid: with every wrong field.
    :raises RuleRefused: ``not_third_party``; ``panel_convened``: the panel has it before it.
    :raises IllegalMove: the project does not run, nor is it being accepted or put right.
    """
    project = _of_provider(session, project_id, version=version, actor=actor)
    if project.state not in MEASURING:
        raise IllegalMove(verb="measure", state=project.state, kind="project")
    round_ = project.round + (project.state != ProjectState.FINAL_ACCEPTANCE)
    panel = seating.panel_of(session, project) if round_ == project.round else None
    if panel is not None and panel.digest is not None:
        raise RuleRefused("panel_convened")
    kept, metric = _checked(session, project, fields, now=now, city=city)
    _check_third(session, project, kept["measured_by_uscc"])
    row = _row(session, project.id, round_, metric["key"])
    met = is_met(metric["operator"], kept["measured"], metric["target"])
    values = kept | {name: metric.get(name) for name in ("operator", "baseline", "target")}
    values |= {"unit": metric.get("unit") or "", "is_met": met}
    values |= {"recorded_by_id": actor.person_id, "recorded_at": now}
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    lifecycle.touch(project, now=now)
    event = events.MeasurementRecorded(
        subject_id=project.id, metric=metric["key"], round=round_, is_met=met
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def latest(session: Session, project: Project) -> dict[str, Measurement]:
    """The last measurement of each metric, up to the present presentation."""
    query = select(Measurement).where(Measurement.project_id == project.id)
    rows = session.scalars(query.order_by(Measurement.round))
    return {row.metric: row for row in rows}


def unmeasured(session: Session, project: Project) -> list[str]:
    """Keys of the metrics that no third party has measured."""
    found = latest(session, project)
    return [one["key"] for one in project.terms["metrics"] if one["key"] not in found]


def check_targets(session: Session, project: Project) -> None:
    """Every metric meets its target, as a third party measured it last. :raises RuleRefused: ``targets_missed``."""
    found = latest(session, project)
    keys = [one["key"] for one in project.terms["metrics"]]
    missed = [one for one in keys if one not in found or not found[one].is_met]
    if missed:
        raise RuleRefused("targets_missed", metrics=missed)


def _of_provider(
    session: Session, project_id: int, *, version: int | None, actor: Actor
) -> Project:
    project = access.open_project(
        session, project_id, actor=actor, permission="project.deliver", version=version
    )
    access.check_provider(actor, project)
    return project


def _row(session: Session, project_id: int, round_: int, metric: str) -> Measurement:
    query = select(Measurement).where(
        Measurement.project_id == project_id,
        Measurement.round == round_,
        Measurement.metric == metric,
    )
    found = session.scalar(query)
    return found or Measurement(project_id=project_id, round=round_, metric=metric)


def _checked(
    session: Session, project: Project, fields: Mapping[str, Any], *, now: datetime, city: City
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    kept, errors = check_form(MEASURED, fields, city.codes)
    errors += [FieldError(name, "required") for name in ("measured_by",) if kept.get(name) == ""]
    try:
        kept["measured_by_uscc"] = uscc.check(kept.get("measured_by_uscc") or "")
    except uscc.InvalidUscc as wrong:
        errors.append(FieldError("measured_by_uscc", f"uscc_{wrong.rule}", wrong.params))
    known = {one["key"]: one for one in project.terms["metrics"]}
    if kept.get("metric") not in known:
        shown = {"value": str(kept.get("metric")), "nearest": sorted(known)}
        errors.append(FieldError("metric", "unknown_code", shown))
    today = city.day(now)
    if "measured_on" in kept and kept["measured_on"] > today:
        errors.append(FieldError("measured_on", "in_the_future", {"today": today.isoformat()}))
    if "attachment_id" in kept and not _is_report(session, project.id, kept["attachment_id"]):
        errors.append(FieldError("attachment_id", "unknown"))
    if errors:
        raise Invalid(*errors)
    return kept, known[kept["metric"]]


def _is_report(session: Session, project_id: int, attachment_id: int) -> bool:
    row = session.get(Attachment, attachment_id)
    wanted = ("project", project_id, "measurement", None)
    if row is None:
        return False
    return (row.subject_kind, row.subject_id, row.purpose, row.removed_at) == wanted


def _check_third(session: Session, project: Project, code: str) -> None:
    """Who measured neither is a party, nor stands under one control with one.

    :raises RuleRefused: ``not_third_party``.
    """
    measurer = session.scalar(select(Organisation.id).where(Organisation.uscc == code))
    if measurer is None:
        return
    parties = access.parties(session, project)
    above = sides(session, {measurer, *parties})
    if measurer in parties or any(above[measurer] & above[one] for one in parties):
        raise RuleRefused("not_third_party")
