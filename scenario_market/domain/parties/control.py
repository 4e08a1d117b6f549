"""Who controls whom: an owner and what it controls, directly or through others, stand on one side."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.parties.models import Organisation


def is_under(session: Session, organisation_id: int, owner_id: int) -> bool:
    """Whether the organisation is the owner or stands under its control, however many steps below."""
    if organisation_id == owner_id:
        return True
    chain = (
        select(Organisation.id, Organisation.controlled_by_id)
        .where(Organisation.id == organisation_id)
        .cte("chain", recursive=True)
    )
    above = select(Organisation.id, Organisation.controlled_by_id).join(
        chain, chain.c.controlled_by_id == Organisation.id
    )
    chain = chain.union(above)
    return session.scalar(select(chain.c.id).where(chain.c.id == owner_id)) is not None


def groups(session: Session, owner_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each owner the keys of itself and all that it controls, in one statement."""
    roots = (
        select(Organisation.id.label("owner_id"), Organisation.id.label("member_id"))
        .where(Organisation.id.in_(owner_ids))
        .cte("members", recursive=True)
    )
    below = select(roots.c.owner_id, Organisation.id).join(
        roots, Organisation.controlled_by_id == roots.c.member_id
    )
    members = roots.union(below)
    found: dict[int, set[int]] = {}
    for owner_id, member_id in session.execute(select(members.c.owner_id, members.c.member_id)):
        found.setdefault(owner_id, set()).add(member_id)
    return {owner_id: frozenset(keys) for owner_id, keys in found.items()}
