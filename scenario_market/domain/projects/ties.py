"""Who has a stake in a project, and what conflicts of interest with it are judged by."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.draws import relations
from scenario_market.domain.draws.conflicts import Party, Terms
from scenario_market.domain.projects import access
from scenario_market.domain.projects.models import Project


def stakes(session: Session, project: Project, *, now: datetime) -> list[Party]:
    """The parties of a project, each with all that stand under one control with it."""
    roles = dict.fromkeys(access.parties(session, project), "member")
    roles |= {project.organisation_id: "lead", project.owner_id: "owner"}
    return relations.stakeholders(session, roles, now=now)


def terms(fields: Collection[str], *, now: datetime, city: City) -> Terms:
    """What conflicts are judged by on this day. :param fields: a member knows one of them; none: any."""
    return Terms(
        on=city.day(now),
        past_months=city.policy["project"]["past_conflict_months"],
        free_mail=frozenset(city.policy["evaluation"]["free_mail_domains"]),
        fields=frozenset(fields),
    )
