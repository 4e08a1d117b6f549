"""Calls and projects to measure lists with, written set-wise; and somebody of the office who reads them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.pools import AT, write
from benchmarks.servers import Place
from scenario_market.domain import clock
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.parties import sessions
from scenario_market.domain.parties.models import Organisation, Person, RoleGrant
from scenario_market.domain.projects.models import Milestone, Project, ProjectMember

STAMPS = {"created_at": AT, "updated_at": AT, "version": 1}
MILESTONES = 4
RARE = 500  # one project in so many shows red, the one after it amber


def reader(here: Place) -> str:
    """The token of an officer who reads every project."""
    database = here.database(1)
    with database.unit_of_work() as session:
        now = clock.now(session)
        person = Person(name="读者", mobile="13900000001", created_at=now, updated_at=now)
        session.add(person)
        session.flush()
        session.add(RoleGrant(person_id=person.id, role="office_lead", starts_at=now))
        token = sessions.begin(session, person, way="code", hours=12, now=now)
    database.close()
    return token


def fill_calls(session: Session, count: int, rules: dict[str, Any]) -> None:
    """Open calls with the keys 1 to ``count``."""
    owner = session.scalar(select(func.min(Organisation.id)))
    rows = (
        {
            "id": number,
            "number": f"WH-JB-2026-{number:05}",
            "state": "open",
            "programme": "scenario_challenge",
            "rules": rules,
            "owner_organisation_id": owner,
            "title": "轴承座产线表面缺陷在线检测",
            "domain": "industrial_park",
            "district": "420106",
            "reward_fen": 120_000_000,
            "content_number": 2,
            "published_number": 2,
            "published_at": AT + timedelta(seconds=number),
            "closes_at": AT + timedelta(days=3650),
            "public_version": 1,
            "public_at": AT,
            **STAMPS,
        }
        for number in range(1, count + 1)
    )
    write(session, Challenge, rows)


def fill_projects(session: Session, count: int, today: Any) -> None:
    """Projects under way with the keys 1 to ``count``, each of a contract on the demand of its key."""
    owner, provider = session.scalars(select(Organisation.id).order_by(Organisation.id).limit(2))
    person = session.scalar(select(func.min(Person.id)))
    numbers = range(1, count + 1)
    answer = {"demand_number": 1, "proposal": "", "contact_name": "", "contact_mobile": ""}
    answer |= {"organisation_id": provider, "submitted_by_id": person, "state": "contracted"}
    write(session, Response, ({"id": n, "demand_id": n, **answer, **STAMPS} for n in numbers))
    columns = {"owner_id": owner, "organisation_id": provider, "state": "active", "reward_fen": 0}
    columns |= {"title": "产线缺陷检测", "terms": {"metrics": [], "tranches": []}}
    columns |= {"starts_on": today, "activated_at": AT}
    write(
        session,
        Project,
        ({"id": n, "demand_id": n, "response_id": n, **columns, **STAMPS} for n in numbers),
    )
    members = {"organisation_id": provider, "is_lead": True}
    write(session, ProjectMember, ({"project_id": n, **members} for n in numbers))
    write(session, Milestone, _milestones(count, today))


def _milestones(count: int, today: Any) -> Iterator[dict[str, Any]]:
    for project in range(1, count + 1):
        for number in range(1, MILESTONES + 1):
            state, days = "scheduled", 90 * number
            if number == 1 and project % RARE == 0:
                state = "missed"
            if number == 1 and project % RARE == 1:
                days = 3
            yield {
                "project_id": project,
                "number": number,
                "state": state,
                "title": "中试",
                "target": "三条产线稳定运行",
                "evidence": "运行报告",
                "consequence": "约谈",
                "weight": 25,
                "due_on": today + timedelta(days=days),
                "until_at": AT + timedelta(days=3650),
                "attempt": 1,
                **STAMPS,
            }
