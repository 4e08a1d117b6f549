"""Who controls whom: an owner and what it controls, directly or through others, stand on one side.

Chains are followed by UNION, which takes each organisation once: even a circle would end.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.parties.events import ControlRecorded
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require
from scenario_market.domain.turns import wait_turn

SOURCE_MAX = 500
GOVERNMENT = "government"  # of the code list owner_types


def record(
    session: Session,
    organisation_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    controlled_by_id: int | None,
    source: str,
) -> Organisation:
    """The office records which organisation controls this one, and where that is known from (an extract, a report).

    :param controlled_by_id: None: nobody does any more.
    :raises Invalid: no source, or no such organisation.
    :raises RuleRefused: ``control_circle``: it would control itself, directly or through others; ``own_organisation``:
        the officer acts for one of the two; ``nothing_changed``.
    """
    require(actor, "organisation.verify")
    wait_turn(
        session, "control"
    )  # two links at the same time could close a circle that neither closes
    row = lifecycle.lock(session, Organisation, organisation_id, version=version)
    check_independent(session, actor, organisation_id=row.id, now=now)
    source = checked_source(source)
    if controlled_by_id is not None:
        if session.get(Organisation, controlled_by_id) is None:
            raise Invalid(FieldError("controlled_by_id", "unknown", {"value": controlled_by_id}))
        check_independent(session, actor, organisation_id=controlled_by_id, now=now)
        if is_under(session, controlled_by_id, row.id):
            raise RuleRefused("control_circle")
    if (row.controlled_by_id, row.control_source) == (controlled_by_id, source):
        raise RuleRefused("nothing_changed")
    row.controlled_by_id, row.control_source = controlled_by_id, source
    lifecycle.touch(row, now=now)
    event = ControlRecorded(subject_id=row.id, controlled_by_id=controlled_by_id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def checked_source(source: str) -> str:
    """What the office's own knowledge of an organisation rests on. :raises Invalid: nothing, or too long."""
    source = source.strip()
    if not source:
        raise Invalid(FieldError("source", "required"))
    if len(source) > SOURCE_MAX:
        raise Invalid(FieldError("source", "too_long", {"limit": SOURCE_MAX, "found": len(source)}))
    return source


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


def sides(session: Session, organisation_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each organisation the keys of itself and all that control it: the owners whom it may not answer."""
    roots = (
        select(
            Organisation.id.label("member_id"),
            Organisation.id.label("owner_id"),
            Organisation.controlled_by_id.label("next_id"),
        )
        .where(Organisation.id.in_(organisation_ids))
        .cte("owners", recursive=True)
    )
    above = select(roots.c.member_id, Organisation.id, Organisation.controlled_by_id).join(
        roots, roots.c.next_id == Organisation.id
    )
    owners = roots.union(above)
    found: dict[int, set[int]] = {}
    for member_id, owner_id in session.execute(select(owners.c.member_id, owners.c.owner_id)):
        found.setdefault(member_id, set()).add(owner_id)
    return {member_id: frozenset(keys) for member_id, keys in found.items()}


def relating(session: Session, organisation_ids: Collection[int]) -> frozenset[int]:
    """Which of these make related what stands under them: all but government bodies.

    Source: 公司法 (2023) 第二百六十五条: enterprises that the state controls are not related by that alone.
    """
    query = select(Organisation.id).where(
        Organisation.id.in_(organisation_ids),
        func.coalesce(Organisation.owner_type, "") != GOVERNMENT,
    )
    return frozenset(session.scalars(query))


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
