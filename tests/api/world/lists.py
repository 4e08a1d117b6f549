"""Lists in their states."""

from scenario_market.domain.demands import list_drafting
from tests.api.world.cast import FIELDS


class Lists:
    """Lists in their states."""

    def list_of(self, state="draft"):
        """A list with one demand."""
        with self.database.unit_of_work() as session:
            cast = self.cast(session)
            demand = cast.cleared(**FIELDS)
            row = cast.published(demand) if state == "published" else cast.list_of(demand)
            session.flush()
            if state == "scheduled":
                list_drafting.schedule(
                    session,
                    row.id,
                    actor=cast.lead,
                    now=cast.now,
                    version=None,
                    publish_at=cast.now.replace(year=cast.now.year + 1, day=1),
                )
                session.flush()
            return row.id, row.version
