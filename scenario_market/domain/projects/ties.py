"""Who is tied to a party of a project and cannot judge it: by mandate, and by what the register knows of an expert."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.evaluation import relations
from scenario_market.domain.evaluation.conflicts import Terms, conflicts
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.projects import access
from scenario_market.domain.projects.models import Project

OFFICER = "officer"  # an expert who is an officer too may sit: officers do


def tied(
    session: Session, project: Project, people: Collection[int], *, now: datetime, city: City
) -> set[int]:
    """Keys of those of these people who cannot sit in the panel.

    Who acts or lately acted for a party; of registered experts besides: who works or lately worked for one, holds part
    of it or has somebody close there, also of what stands under one control with it, or writes from its mail domain.
    """
    parties = access.parties(session, project)
    held = select(Mandate.person_id).where(
        Mandate.person_id.in_(people),
        Mandate.organisation_id.in_(sorted(parties)),
        or_(Mandate.ended_at.is_(None), Mandate.recused_until > now),
    )
    return set(session.scalars(held)) | _registered(session, project, people, now=now, city=city)


def _registered(
    session: Session, project: Project, people: Collection[int], *, now: datetime, city: City
) -> set[int]:
    mine = Expert.person_id.in_(people)
    experts = relations.persons(session, mine, now=now)
    if not experts:
        return set()
    roles = dict.fromkeys(access.parties(session, project), "member")
    roles |= {project.organisation_id: "lead", project.owner_id: "owner"}
    stakes = relations.stakeholders(session, roles, now=now)
    terms = Terms(
        on=city.day(now),
        past_months=city.policy["project"]["past_conflict_months"],
        free_mail=frozenset(city.policy["evaluation"]["free_mail_domains"]),
    )
    found = {
        key for key, person in experts.items() if set(conflicts(person, stakes, terms)) - {OFFICER}
    }
    return set(session.scalars(select(Expert.person_id).where(Expert.id.in_(found))))
