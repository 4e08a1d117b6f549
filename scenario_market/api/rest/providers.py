"""Providers: the office's list, one's own profile, the public directory."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    place_of,
    tagged,
    versioned,
)
from scenario_market.api.schemas import providers as schemas
from scenario_market.domain.providers import browsing, offerings, partnering, profile, queries
from scenario_market.domain.providers.browsing import Filters
from scenario_market.domain.providers.credential_rules import Declared
from scenario_market.persistence.web_session import current

blueprint = Blueprint("providers", __name__, description="Providers and their profiles")
ONE = f"/providers/<{ID}:provider_id>"


def whole(provider_id):
    """The provider as it is after a change."""
    return queries.get_provider(current(), provider_id, actor=identity.actor())


@blueprint.route("/directory")
class Directory(MethodView):
    """The public directory."""

    @public
    @blueprint.arguments(schemas.DirectoryQuery, location="query")
    @blueprint.response(200, schemas.DirectorySchema(many=True))
    def get(self, query):
        """Who is in the pool and wants to be listed, newest first; without contacts."""
        place = place_of(query)
        return paged(browsing.directory(current(), Filters(**query), **place))


@blueprint.route(f"/directory/<{ID}:provider_id>")
class DirectoryEntry(MethodView):
    """One provider of the directory."""

    @public
    @blueprint.response(200, schemas.DirectorySchema)
    def get(self, provider_id):
        """One provider that is listed."""
        return queries.get_listed(current(), provider_id)


@blueprint.route("/providers")
class Providers(MethodView):
    """Providers."""

    @may("provider.read")
    @blueprint.arguments(schemas.ProviderQuery, location="query")
    @blueprint.response(200, schemas.ProviderSchema(many=True))
    def get(self, query):
        """Providers in every state, newest first: all for the office, else one's own."""
        place = place_of(query)
        page = browsing.list_providers(current(), Filters(**query), actor=identity.actor(), **place)
        return paged(page)

    @may("provider.edit")
    @idempotent
    @blueprint.arguments(schemas.ProviderRequest)
    @blueprint.response(201, schemas.ProviderSchema)
    def post(self, body):
        """Open the profile of an organisation that one acts for, empty and in draft."""
        row = profile.open_profile(current(), body["organisation_id"], **who())
        return whole(row.id)


@blueprint.route(ONE)
class Provider(MethodView):
    """One provider."""

    @may("provider.read")
    @tagged
    @blueprint.response(200, schemas.ProviderSchema)
    def get(self, provider_id):
        """One provider with all that the office and it itself may see."""
        return whole(provider_id)

    @may("provider.edit")
    @versioned
    @blueprint.arguments(schemas.ProviderPatch)
    @blueprint.response(200, schemas.ProviderSchema)
    def patch(self, body, provider_id, version):
        """Change one's profile. In the pool, the open demands are matched to it anew."""
        profile.edit_profile(current(), provider_id, body, version=version, **where())
        return whole(provider_id)


@blueprint.route(f"{ONE}/credentials")
class Credentials(MethodView):
    """Honours and certificates."""

    @may("provider.edit")
    @versioned
    @blueprint.arguments(schemas.CredentialsRequest)
    @blueprint.response(200, schemas.ProviderSchema)
    def put(self, body, provider_id, version):
        """Set all honours and certificates; an expired one cannot be newly declared."""
        declared = [Declared(**one) for one in body["credentials"]]
        profile.set_credentials(current(), provider_id, declared, version=version, **where())
        return whole(provider_id)


@blueprint.route(f"{ONE}/offerings")
class Offerings(MethodView):
    """服务产品及方案."""

    @may("provider.edit")
    @idempotent
    @versioned
    @blueprint.arguments(schemas.OfferingRequest)
    @blueprint.response(201, schemas.ProviderSchema)
    def post(self, body, provider_id, version):
        """Add an offering."""
        offerings.add_offering(current(), provider_id, body, version=version, **where())
        return whole(provider_id)


@blueprint.route(f"{ONE}/offerings/<{ID}:offering_id>")
class Offering(MethodView):
    """One offering."""

    @may("provider.edit")
    @versioned
    @blueprint.arguments(schemas.OfferingPatch)
    @blueprint.response(200, schemas.ProviderSchema)
    def patch(self, body, provider_id, offering_id, version):
        """Change an offering; the version is the provider's."""
        offerings.edit_offering(
            current(), provider_id, offering_id, body, version=version, **where()
        )
        return whole(provider_id)


@blueprint.route(f"{ONE}/offerings/<{ID}:offering_id>/retire")
class RetireOffering(MethodView):
    """An offering that is sold no longer."""

    @may("provider.edit")
    @versioned
    @blueprint.response(200, schemas.ProviderSchema)
    def post(self, provider_id, offering_id, version):
        """Sell an offering no longer; it is kept for what referred to it."""
        offerings.retire_offering(current(), provider_id, offering_id, version=version, **who())
        return whole(provider_id)


@blueprint.route(f"{ONE}/findable")
class Findable(MethodView):
    """Being found as a partner."""

    @may("provider.edit")
    @versioned
    @blueprint.arguments(schemas.FindableRequest)
    @blueprint.response(200, schemas.ProviderSchema)
    def put(self, body, provider_id, version):
        """Agree to be named as a partner for consortia (联合体), or take it back; it holds at once."""
        partnering.set_findable(
            current(), provider_id, is_findable=body["is_findable"], version=version, **who()
        )
        return whole(provider_id)
