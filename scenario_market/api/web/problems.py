"""The page that the ``type`` of a problem document leads to: every code, in words."""

from flask import Blueprint, Flask

from scenario_market.api import language
from scenario_market.api.access import public
from scenario_market.api.web.frame import page
from scenario_market.texts import errors
from scenario_market.texts.problems import TEXTS

PAGE = "/api/docs/problems"
blueprint = Blueprint("problems", __name__)


@blueprint.get(PAGE)
@public
def explain() -> str:
    """All codes, each with its anchor."""
    locale = language.current()
    return page(
        "problems.html",
        TEXTS,
        codes=sorted(errors.TITLES),
        title_of=lambda code: errors.title(code, locale),
    )


explain.without_database = True  # type: ignore[attr-defined]


def register(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(blueprint)
