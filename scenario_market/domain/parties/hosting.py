"""Which organisations post calls as a laboratory or an innovation centre: the office keeps that register.

产业创新联合实验室 and 制造业创新中心 are named by decisions of the authorities; nobody calls himself one.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.parties.control import checked_source
from scenario_market.domain.parties.events import HostingRecorded
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require

KINDS = ("laboratory", "innovation_centre")


def record(
    session: Session,
    organisation_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    kinds: Collection[str],
    source: str,
) -> Organisation:
    """The office records what an organisation is, whole, and by which document it was named.

    :param kinds: of ``KINDS``; none: it is neither any more. Calls that it posted before stand.
    :raises Invalid: an unknown kind, or no source.
    :raises RuleRefused: ``own_organisation``: the officer acts for it; ``nothing_changed``.
    """
    require(actor, "organisation.verify")
    row = lifecycle.lock(session, Organisation, organisation_id, version=version)
    check_independent(session, actor, organisation_id=row.id, now=now)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        shown = {"value": unknown[0], "nearest": list(KINDS)}
        raise Invalid(FieldError("kinds", "unknown_code", shown))
    source = checked_source(source)
    kept = [kind for kind in KINDS if kind in kinds]
    if (row.host_kinds, row.host_source) == (kept, source):
        raise RuleRefused("nothing_changed")
    row.host_kinds, row.host_source = kept, source
    lifecycle.touch(row, now=now)
    event = HostingRecorded(subject_id=row.id, kinds=kept)
    outbox.record(session, event, actor=actor, now=now)
    return row
