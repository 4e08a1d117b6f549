"""Lists of demands as the tests ask for them."""

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import queries
from scenario_market.domain.demands.queries import Filters
from tests import factories


def listed(cast, actor=PUBLIC, scope="public", **filters):
    """Keys of the demands that a question finds, in their order."""
    cast.session.flush()
    page = queries.list_demands(
        cast.session, Filters(**filters), actor=actor, scope=scope, **cast.context
    )
    return [row["id"] for row in page.rows]


def rival(cast):
    """The owner's people of another organisation."""
    return factories.owner_of(cast.organisation(), cast.person())
