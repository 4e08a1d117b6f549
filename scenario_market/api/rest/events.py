"""The public feed of events, with long polling."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
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
            return led_on(events, query)
        try:
            deadline = time.monotonic() + query["wait"]
            while not events and time.monotonic() < deadline:
                current().rollback()  # no transaction is held while waiting
                time.sleep(LOOK_SECONDS)
                events = public_events(current(), after=query["after"], limit=query["limit"])
            return led_on(events, query)
        finally:
            WAITERS.release()


def led_on(
    events: Sequence[Any], query: dict[str, int]
) -> tuple[Sequence[Any], int, dict[str, str]]:
    """The events with the address of those that follow, of which there may be none yet: the feed has no last page."""
    after = events[-1]["public_position"] if events else query["after"]
    arguments: dict[str, Any] = {**request.args.to_dict(), "after": after}
    return events, 200, {"Link": f'<{url_for(str(request.endpoint), **arguments)}>; rel="next"'}
