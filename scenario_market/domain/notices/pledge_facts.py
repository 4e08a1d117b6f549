"""What notices about pledges are about, read for many at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.pledges.models import Pledge


def pledges(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the pledge's key: the call, the provider, and until when it is to be signed."""
    rows = session.execute(
        select(
            Pledge.id,
            Pledge.challenge_id,
            Pledge.state,
            Pledge.due_at,
            Challenge.title,
            Challenge.number,
            Organisation.name,
        )
        .join(Challenge, Challenge.id == Pledge.challenge_id)
        .join(Organisation, Organisation.id == Pledge.organisation_id)
        .where(Pledge.id.in_(ids))
    )
    return [
        (
            row.id,
            {
                "challenge_id": row.challenge_id,
                "title": row.title,
                "number": row.number,
                "state": row.state,
                "organisation": row.name,
                "closes_at": row.due_at,
            },
        )
        for row in rows
    ]
