"""The register of experts."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas import experts as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.experts import posts, queries, register
from scenario_market.persistence.web_session import current

blueprint = Blueprint("experts", __name__, description="The register of experts")
ONE = f"/experts/<{ID}:expert_id>"


def shown(expert_id):
    """An expert as the caller may read him after the act."""
    current().flush()
    return queries.expert(current(), expert_id, actor=identity.actor())


@blueprint.route("/experts")
class Experts(MethodView):
    """Experts."""

    @may("expert.read")
    @blueprint.arguments(schemas.ExpertQuery, location="query")
    @blueprint.response(200, schemas.ExpertSchema(many=True))
    def get(self, query):
        """The register, last entered first; an expert finds himself alone."""
        page = queries.experts(current(), actor=identity.actor(), **query)
        return paged(page)

    @may("expert.manage")
    @idempotent
    @blueprint.arguments(schemas.ExpertRequest)
    @blueprint.response(201, schemas.ExpertSchema)
    def post(self, body):
        """Enter a person with an account."""
        row = register.enter(
            current(), mobile_text=body["mobile"], fields=body["expert"], **where()
        )
        return shown(row.id)


@blueprint.route(ONE)
class ExpertById(MethodView):
    """One expert."""

    @may("expert.read")
    @tagged
    @blueprint.response(200, schemas.ExpertSchema)
    def get(self, expert_id):
        """One expert with posts and ties."""
        return shown(expert_id)

    @may("expert.edit")
    @versioned
    @blueprint.arguments(schemas.ExpertFields)
    @blueprint.response(200, schemas.ExpertSchema)
    def patch(self, body, expert_id, version):
        """Change data: the office all of them, the expert his title and absence."""
        register.edit(current(), expert_id, fields=body, version=version, **where())
        return shown(expert_id)


@blueprint.route(f"{ONE}/admit")
class AdmitExpert(MethodView):
    """Admitting."""

    @may("expert.manage")
    @versioned
    @blueprint.response(200, schemas.ExpertSchema)
    def post(self, expert_id, version):
        """Admit a proposed expert: from now on he is drawn."""
        register.admit(current(), expert_id, version=version, **who())
        return shown(expert_id)


@blueprint.route(f"{ONE}/suspend")
class SuspendExpert(MethodView):
    """Suspending."""

    @may("expert.manage")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ExpertSchema)
    def post(self, body, expert_id, version):
        """Stop drawing an expert for the time being, with reason."""
        register.suspend(current(), expert_id, version=version, **body, **where())
        return shown(expert_id)


@blueprint.route(f"{ONE}/restore")
class RestoreExpert(MethodView):
    """Restoring."""

    @may("expert.manage")
    @versioned
    @blueprint.response(200, schemas.ExpertSchema)
    def post(self, expert_id, version):
        """Draw a suspended expert again."""
        register.restore(current(), expert_id, version=version, **who())
        return shown(expert_id)


@blueprint.route(f"{ONE}/remove")
class RemoveExpert(MethodView):
    """Removing."""

    @may("expert.manage")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ExpertSchema)
    def post(self, body, expert_id, version):
        """Take an expert off the register for good, with reason."""
        register.remove(current(), expert_id, version=version, **body, **where())
        return shown(expert_id)


@blueprint.route(f"{ONE}/posts")
class ExpertPosts(MethodView):
    """Posts and ties."""

    @may("expert.edit")
    @versioned
    @blueprint.arguments(schemas.PostRequest)
    @blueprint.response(201, schemas.ExpertSchema)
    def post(self, body, expert_id, version):
        """Record where he works or worked, or what ties him to an organisation."""
        posts.add(current(), expert_id, fields=body, version=version, **where())
        return shown(expert_id)


@blueprint.route(f"{ONE}/posts/<{ID}:post_id>")
class ExpertPostById(MethodView):
    """One post or tie."""

    @may("expert.manage")
    @versioned
    @blueprint.response(200, schemas.ExpertSchema)
    def delete(self, expert_id, post_id, version):
        """Strike a post that was recorded in error."""
        posts.strike(current(), expert_id, post_id, version=version, **who())
        return shown(expert_id)


@blueprint.route(f"{ONE}/posts/<{ID}:post_id>/end")
class EndExpertPost(MethodView):
    """Its end."""

    @may("expert.edit")
    @versioned
    @blueprint.arguments(schemas.PostEndRequest)
    @blueprint.response(200, schemas.ExpertSchema)
    def post(self, body, expert_id, post_id, version):
        """Say when a post ended or ends."""
        posts.end(current(), expert_id, post_id, version=version, **body, **where())
        return shown(expert_id)
