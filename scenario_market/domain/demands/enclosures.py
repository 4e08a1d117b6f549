"""The files of a need's versions, and of those that a list published."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.lists import ListItem
from scenario_market.domain.demands.models import VersionAttachment
from scenario_market.domain.postings import enclosures
from scenario_market.domain.postings.enclosures import Files

ALL = sorted(PURPOSES["demand"])


def shown(*, public: bool) -> Collection[str]:
    """The purposes of files that a reader is shown. :param public: only those that come out with a need."""
    return enclosures.public(DEMANDS) if public else ALL


def of_list(session: Session, list_id: int, *, public: bool) -> Mapping[int, Files]:
    """Files by demand of a published list, as they were frozen for it."""
    query = enclosures.files(
        DEMANDS, VersionAttachment.demand_id, purposes=shown(public=public)
    ).join(
        ListItem,
        (ListItem.demand_id == VersionAttachment.demand_id)
        & (ListItem.number == VersionAttachment.number),
    )
    return enclosures.grouped(session, query.where(ListItem.list_id == list_id))
