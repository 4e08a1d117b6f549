"""Reading the register: the office and those who watch it all of it, an expert himself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.experts.models import Expert, ExpertField, ExpertPost
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require, sees_all

COLUMNS = (
    *("id", "version", "state", "title", "fields", "is_finance", "absent_from", "absent_until"),
    *("created_at", "updated_at"),
)


def experts(
    session: Session,
    *,
    actor: Actor,
    state: str | None = None,
    field: str | None = None,
    is_finance: bool | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Experts, last entered first; an expert finds himself alone.

    Indexes: ``ix_expert_state``, ``ix_expert_field_code``, the key; one's own by ``uq_expert_person_id``.
    """
    require(actor, "expert.read")
    query = _readable(actor)
    if state is not None:
        query = query.where(Expert.state == state)
    if is_finance is not None:
        query = query.where(Expert.is_finance == is_finance)
    if field is not None:
        coded = exists().where(ExpertField.expert_id == Expert.id, ExpertField.code == field)
        query = query.where(coded)
    found = page(session, query, Expert.id, after=after, limit=limit)
    return Page([_shown(row) for row in found.rows], found.after)


def expert(session: Session, expert_id: int, *, actor: Actor) -> dict[str, Any]:
    """One expert with posts and ties, the last begun first.

    :raises NotFound: there is none, or not for the actor.
    """
    require(actor, "expert.read")
    row = session.scalar(
        _readable(actor).where(Expert.id == expert_id).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(kind="expert")
    query = select(ExpertPost).where(ExpertPost.expert_id == row.id, ExpertPost.struck_at.is_(None))
    held = session.scalars(query.order_by(ExpertPost.starts_on.desc(), ExpertPost.id)).all()
    return _shown(row) | {"posts": held}


def _readable(actor: Actor) -> Any:
    query = (
        select(Expert)
        .join(Person, Person.id == Expert.person_id)
        .options(contains_eager(Expert.person))
    )
    return query if sees_all(actor) else query.where(Expert.person_id == actor.person_id)


def _shown(row: Expert) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS} | {
        "person_id": row.person_id,
        "name": row.person.name,
    }
