"""The public feed of events, with long polling."""

import threading
import time

from flask.views import MethodView

from scenario_market.api.access import public
from scenario_market.api.resource import Blueprint
from scenario_market.api.schemas.events import FeedQuery, PublicEventSchema
from scenario_market.domain.feed import public_events
from scenario_market.persistence.web_session import current

blueprint = Blueprint("events", __name__, description="The public feed")
# A waiting reader holds a thread of the server, so only some may wait at a time; the others get their answer at once.
WAITERS = threading.BoundedSemaphore(3)
LOOK_SECONDS = 0.25


@blueprint.route("/events")
class PublicEvents(MethodView):
    """What is public of what happened."""

    @public
    @blueprint.arguments(FeedQuery, location="query")
    @blueprint.response(200, PublicEventSchema(many=True))
    def get(self, query):
        """Public events after a position, oldest first. With ``wait`` the answer waits until there is one."""
        events = public_events(current(), after=query["after"], limit=query["limit"])
        if events or not query["wait"] or not WAITERS.acquire(blocking=False):
            return events
        try:
            deadline = time.monotonic() + query["wait"]
            while not events and time.monotonic() < deadline:
                current().rollback()  # no transaction is held while waiting
                time.sleep(LOOK_SECONDS)
                events = public_events(current(), after=query["after"], limit=query["limit"])
            return events
        finally:
            WAITERS.release()
