"""How one wants to be told; and the link of a mail by which one kind ends."""

from dataclasses import asdict

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may, public
from scenario_market.api.identity import where
from scenario_market.api.resource import Blueprint, tagged, versioned
from scenario_market.api.schemas import notices as schemas
from scenario_market.domain import clock
from scenario_market.domain.notices import preferences
from scenario_market.persistence.web_session import current
from scenario_market.texts.notices import kind_name

blueprint = Blueprint("preferences", __name__, description="How one is told")


def shown(wish):
    """A wish with the name of its kind."""
    return asdict(wish) | {"name": kind_name(wish.kind, language.current())}


@blueprint.route("/preferences")
class Preferences(MethodView):
    """Wishes."""

    @may("notice.read")
    @blueprint.response(200, schemas.WishSchema(many=True))
    def get(self):
        """How one is told of every kind: one's own choice, or the city's default."""
        wishes = preferences.preferences(current(), actor=identity.actor(), city=identity.city())
        return [shown(wish) for wish in wishes]


@blueprint.route("/preferences/<string:kind>")
class PreferenceByKind(MethodView):
    """One wish."""

    @may("notice.read")
    @tagged
    @blueprint.response(200, schemas.WishSchema)
    def get(self, kind):
        """How one is told of one kind."""
        actor, city = identity.actor(), identity.city()
        return shown(preferences.preference(current(), kind, actor=actor, city=city))

    @may("notice.read")
    @versioned
    @blueprint.arguments(schemas.WishRequest)
    @blueprint.response(200, schemas.WishSchema)
    def put(self, body, kind, version):
        """Choose how to be told of one kind."""
        wish = preferences.set_preference(
            current(),
            kind,
            version=version,
            **where(),
            **body,
        )
        return shown(wish)


@blueprint.route("/unsubscriptions/<string:token>")
class Unsubscriptions(MethodView):
    """The link of a mail."""

    @public
    @blueprint.response(200, schemas.EndedSchema)
    def post(self, token):
        """End the mails of one kind by the signed token of a mail; nobody has to sign in. Harmless to repeat."""
        wish = preferences.unsubscribe(
            current(),
            token,
            key=current_app.extensions["settings"].secret_key,
            now=clock.now(current()),
            city=identity.city(),
        )
        return shown(wish)
