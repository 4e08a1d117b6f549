"""The page that the ``type`` of a problem document leads to: every code, in words."""

from flask import Blueprint, Flask, current_app, render_template

from scenario_market.api import identity, language
from scenario_market.api.access import public
from scenario_market.texts import errors
from scenario_market.texts import problems as texts

PAGE = "/api/docs/problems"
blueprint = Blueprint("problems", __name__)


@blueprint.get(PAGE)
@public
def explain() -> str:
    """All codes, each with its anchor."""
    locale = language.current()
    return render_template(
        "problems.html",
        city=identity.city(),
        locale=locale,
        codes=sorted(errors.TITLES),
        title=lambda code: errors.title(code, locale),
        say=lambda key: texts.say(key, locale),
        is_demonstration=not current_app.extensions["settings"].production,
    )


explain.without_database = True  # type: ignore[attr-defined]


def register(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(blueprint)
