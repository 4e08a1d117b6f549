"""Rows of calls that tests of what surrounds a call start from, and of those who would bid."""

from datetime import date, timedelta
from itertools import count

from scenario_market.domain.challenges.conditions import CONDITIONS
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.providers.models import Credential, Provider
from tests import factories
from tests.factories import NOW

TODAY = date(2026, 3, 2)
_serial = count(1)


def conditions(city, *written):
    """Conditions as they are kept, from what somebody writes."""
    return CONDITIONS("eligibility", list(written), city.codes)


def call(session, city, owner, *, eligibility=(), state="open", **columns):
    """A call in a state by fiat, with the rules of 应用场景揭榜挂帅."""
    number = next(_serial)
    row = Challenge(
        **{
            "state": state,
            "number": f"WH-JB-T-{number:04}",
            "programme": "scenario_challenge",
            "rules": city.programmes["scenario_challenge"].kept(),
            "title": "轴承座产线表面缺陷在线检测",
            "content": "建设机器视觉在线检测系统",
            "owner_organisation_id": owner.id,
            "eligibility": conditions(city, *eligibility),
            "content_number": 1,
            "published_at": NOW,
            "opens_at": NOW,
            "questions_close_at": city.end_of(TODAY + timedelta(days=28)),
            "closes_at": city.end_of(TODAY + timedelta(days=35)),
            "created_at": NOW,
            "updated_at": NOW,
        }
        | columns
    )
    session.add(row)
    session.flush()
    return row


def organisation(session, name="测试服务商", **columns):
    """One more verified organisation."""
    return factories.organisation(session, uscc=f"8{next(_serial):017}", name=name, **columns)


def provider(session, organisation, *held, state="admitted", **columns):
    """The organisation's row in the pool; ``held``: (kind, code[, level[, expires_on]])."""
    row = Provider(
        organisation_id=organisation.id, state=state, created_at=NOW, updated_at=NOW, **columns
    )
    row.credentials = [
        Credential(**dict(zip(("kind", "code", "level", "expires_on"), one, strict=False)))
        for one in held
    ]
    session.add(row)
    session.flush()
    return row
