"""The front page: what is open now, for everybody, and where machines find the rest."""

from datetime import timedelta

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5

from scenario_market.api import identity
from scenario_market.api.access import public
from scenario_market.api.web.frame import page
from scenario_market.domain import clock
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import queries as attachments
from scenario_market.domain.demands import list_queries, queries
from scenario_market.domain.landmarks import queries as landmarks
from scenario_market.persistence.web_session import current
from scenario_market.texts.home import TEXTS

blueprint = Blueprint("web", __name__)
SHOWN = 12
TONES = {"listed": "good", "docking": "wait", "contracted": "over", "expired": "over"}
TONES |= {"withdrawn": "over", "converted": "over"}


@blueprint.get("/")
@public
def home() -> str:
    """Open demands, the last listed first, the newest lists and the newest landmarks."""
    session, city = current(), identity.city()
    now = clock.now(session)
    filters = queries.Filters()
    demands = queries.list_demands(
        session, filters, actor=PUBLIC, city=city, now=now, limit=SHOWN
    ).rows
    lists = list_queries.list_lists(session, actor=PUBLIC, limit=4).rows
    newest = landmarks.landmarks(session, actor=PUBLIC, limit=3).rows
    return page(
        "home.html",
        TEXTS,
        demands=demands,
        lists=lists,
        landmarks=newest,
        pictures=attachments.firsts(
            session, "landmark", [row["id"] for row in newest], purpose="picture"
        ),
        tones=TONES,
        day=lambda instant: city.day(instant).isoformat() if instant else "",
        # The deadline is exclusive, so the last day on which one may answer is that of the moment before.
        last_day=lambda end: city.day(end - timedelta(seconds=1)).isoformat() if end else "",
    )


def register(app: Flask) -> None:
    """Add the pages. Bootstrap's files come from here, never from another host."""
    app.config.setdefault("BOOTSTRAP_SERVE_LOCAL", True)
    Bootstrap5(app)
    app.register_blueprint(blueprint)
    for endpoint in ("static", "bootstrap.static"):
        view = app.view_functions.get(endpoint)
        if view is not None:
            guarded = public(view)
            guarded.without_database = True  # type: ignore[attr-defined]
            app.view_functions[endpoint] = guarded
