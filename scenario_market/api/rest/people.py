"""People and their roles, for the administrator."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas.people import (
    PersonQuery,
    PersonSchema,
    RoleGrantSchema,
    RoleRequest,
)
from scenario_market.domain.parties import people, queries, roles
from scenario_market.persistence.web_session import current

blueprint = Blueprint("people", __name__, description="People and their roles")


@blueprint.route("/people")
class People(MethodView):
    """All people."""

    @may("person.read")
    @blueprint.arguments(PersonQuery, location="query")
    @blueprint.response(200, PersonSchema(many=True))
    def get(self, query):
        """People, newest first, or who has a mobile number."""
        page = queries.people(
            current(),
            actor=identity.actor(),
            mobile_text=query.get("mobile"),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)


@blueprint.route(f"/people/<{ID}:person_id>")
class Person(MethodView):
    """One person."""

    @may("person.read")
    @tagged
    @blueprint.response(200, PersonSchema)
    def get(self, person_id):
        """One person by key."""
        return queries.person(current(), person_id, actor=identity.actor())


@blueprint.route(f"/people/<{ID}:person_id>/disable")
class Disable(MethodView):
    """The end of an account."""

    @may("person.disable")
    @versioned
    @blueprint.response(200, PersonSchema)
    def post(self, person_id, *, version):
        """Close an account: its sessions end and its tokens are revoked, for good and at once."""
        return people.disable(current(), person_id=person_id, version=version, **who())


@blueprint.route(f"/people/<{ID}:person_id>/enable")
class Enable(MethodView):
    """A closed account opened again."""

    @may("person.disable")
    @versioned
    @blueprint.response(200, PersonSchema)
    def post(self, person_id, *, version):
        """Open a closed account again."""
        return people.enable(current(), person_id=person_id, version=version, **who())


@blueprint.route(f"/people/<{ID}:person_id>/roles")
class Roles(MethodView):
    """A person's roles."""

    @may("person.read")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, RoleGrantSchema(many=True))
    def get(self, query, person_id):
        """Roles that were granted, ended ones too, newest first."""
        page = queries.roles_of(
            current(),
            person_id,
            actor=identity.actor(),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    @may("role.grant")
    @idempotent
    @blueprint.arguments(RoleRequest)
    @blueprint.response(201, RoleGrantSchema)
    def post(self, body, person_id):
        """Grant a role; nobody grants himself, and who watches does nothing that is watched."""
        return roles.grant(
            current(),
            person_id=person_id,
            role=body["role"],
            place=body.get("place"),
            expires_at=body.get("expires_at"),
            **where(),
        )


@blueprint.route(f"/role-grants/<{ID}:grant_id>/revoke")
class RevokeRole(MethodView):
    """The end of a granted role."""

    @may("role.grant")
    @versioned
    @blueprint.response(200, RoleGrantSchema)
    def post(self, grant_id, *, version):
        """Take a role back, at once."""
        return roles.revoke(current(), grant_id=grant_id, version=version, **who())
