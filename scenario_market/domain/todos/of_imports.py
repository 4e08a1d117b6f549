"""What files on their way in wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import ImportState
from scenario_market.domain.todos.waiting import Waiting, person


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Import.id, Attachment.name).join(
        Attachment, Attachment.id == Import.attachment_id
    )
    return {row.id: row.name for row in session.execute(query.where(Import.id.in_(ids)))}


def waiting(session: Session, import_id: int, city: City) -> list[Waiting]:
    row = session.get(Import, import_id, populate_existing=True)
    if row is None or row.state != ImportState.CHECKED:
        return []
    return [Waiting("import_decide", person(row.uploaded_by_id))]
