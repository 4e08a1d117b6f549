"""The city's code lists: what may stand in a coded field."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import public
from scenario_market.api.resource import Blueprint
from scenario_market.api.schemas.codes import CodeListSchema
from scenario_market.domain.errors import NotFound

blueprint = Blueprint("codes", __name__, description="Code lists of the city")


@blueprint.route("/code-lists")
class CodeLists(MethodView):
    """All code lists."""

    @public
    @blueprint.response(200, CodeListSchema(many=True))
    def get(self):
        """All code lists of the city, with their entries."""
        return list(identity.city().codes.values())


@blueprint.route("/code-lists/<string:name>")
class CodeListByName(MethodView):
    """One code list."""

    @public
    @blueprint.response(200, CodeListSchema)
    @blueprint.alt_response(404, schema=None, description="No such list")
    def get(self, name):
        """One code list by its name."""
        try:
            return identity.city().codes[name]
        except KeyError:
            raise NotFound(kind="code_list") from None
