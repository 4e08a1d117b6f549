"""Pledges (军令状): negotiated, signed, and verified by anybody."""

from pathlib import Path

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.proved import proved_again
from scenario_market.api.resource import ID, Blueprint, paged, tagged, versioned
from scenario_market.api.rest.account import refused
from scenario_market.api.schemas import pledges as schemas
from scenario_market.api.schemas.attachments import FileInput
from scenario_market.api.signing_in import code_key
from scenario_market.api.uploads import digest_of, reads_first
from scenario_market.domain.pledges import (
    checking,
    extending,
    forfeiting,
    negotiating,
    queries,
    signing,
)
from scenario_market.persistence.web_session import current
from scenario_market.vault.seals import CmsSeals

blueprint = Blueprint("pledges", __name__, description="Pledges")
ONE = f"/pledges/<{ID}:pledge_id>"
CODE = "/verifications/pledges/<string(maxlength=40):code>"


def shown(pledge_id):
    """A pledge as the caller may read it after his act."""
    current().flush()
    return queries.get_pledge(current(), pledge_id, actor=identity.actor())


def tools():
    """The platform's key, and the anchors of seals as they are now: lists of revocation are renewed beside us."""
    settings = current_app.extensions["settings"]
    return signing.Tools(
        signer=current_app.extensions["platform"],
        seals=CmsSeals(Path(settings.seal_anchors) if settings.seal_anchors else None),
        key=code_key(),
    )


@blueprint.route("/pledges")
class Pledges(MethodView):
    """Pledges."""

    @may("pledge.read")
    @blueprint.arguments(schemas.PledgeQuery, location="query")
    @blueprint.response(200, schemas.PledgeSummary(many=True))
    def get(self, query):
        """Pledges of one's organisations, the newest first; all for the office."""
        page = queries.list_pledges(current(), actor=identity.actor(), **query)
        return paged(page)


@blueprint.route(ONE)
class PledgeById(MethodView):
    """One pledge."""

    @may("pledge.read")
    @tagged
    @blueprint.response(200, schemas.PledgeSchema)
    def get(self, pledge_id):
        """One pledge with its present text, who agreed to it and who signed it."""
        return shown(pledge_id)


@blueprint.route(f"{ONE}/versions")
class PledgeVersions(MethodView):
    """Tracked changes."""

    @may("pledge.read")
    @blueprint.arguments(schemas.PageQuery, location="query")
    @blueprint.response(200, schemas.PledgeVersionSchema(many=True))
    def get(self, query, pledge_id):
        """The versions of a pledge, the newest first: who proposed what, and why."""
        page = queries.list_versions(current(), pledge_id, actor=identity.actor(), **query)
        return paged(page)


@blueprint.route(f"{ONE}/proposal")
class ProposeChanges(MethodView):
    """Negotiating."""

    @may("pledge.negotiate")
    @versioned
    @blueprint.arguments(schemas.PledgeProposalRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, version):
        """Propose changes: a new version, to which the others have to agree. Signatures of the old one are void."""
        negotiating.propose(current(), pledge_id, version=version, **body, **where())
        return shown(pledge_id)


@blueprint.route(f"{ONE}/agreement")
class AgreeToVersion(MethodView):
    """A party's word."""

    @may("pledge.negotiate")
    @versioned
    @blueprint.arguments(schemas.PledgeAgreementRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, version):
        """Agree to the present version; when all three parties have, it is to be signed."""
        negotiating.agree(current(), pledge_id, version=version, **body, **who())
        return shown(pledge_id)


@blueprint.route(f"{ONE}/signatures")
class Signatures(MethodView):
    """Signing."""

    @may("pledge.sign")
    @versioned
    @blueprint.arguments(schemas.PledgeSignatureRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, version):
        """Sign for one's party over the hash that one was shown, with password or a fresh one-time code."""
        proof = proved_again(body)
        outcome = signing.sign(
            current(),
            pledge_id,
            act=signing.Act(**body),
            proof=proof,
            tools=tools(),
            version=version,
            **where(),
        )
        if outcome.refused:
            return refused(outcome.refused)
        return shown(pledge_id)

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(f"{ONE}/signatures/<{ID}:signature_id>/check")
class CheckScan(MethodView):
    """An officer's look at a scan."""

    @may("pledge.check")
    @versioned
    @blueprint.arguments(schemas.PledgeScanRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, signature_id, version):
        """Accept the scan of a 公章, or refuse it with a reason: then that party signs anew."""
        checking.check_scan(current(), pledge_id, signature_id, version=version, **body, **where())
        return shown(pledge_id)


@blueprint.route(f"{ONE}/extension")
class ExtendPledge(MethodView):
    """More time."""

    @may("pledge.extend")
    @versioned
    @blueprint.arguments(schemas.PledgeExtensionRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, version):
        """Move the date to sign, once, with a reason."""
        extending.extend(current(), pledge_id, version=version, **body, **where())
        return shown(pledge_id)


@blueprint.route(f"{ONE}/decline")
class DeclinePledge(MethodView):
    """Giving up."""

    @may("pledge.decline")
    @versioned
    @blueprint.arguments(schemas.PledgeDeclineRequest)
    @blueprint.response(200, schemas.PledgeSchema)
    def post(self, body, pledge_id, version):
        """Say as the winner that one will not sign: the pledge is forfeited, the first reserve moves up."""
        forfeiting.decline(current(), pledge_id, version=version, **body, **where())
        return shown(pledge_id)


@blueprint.route(CODE)
class Verification(MethodView):
    """The check by the code on the paper."""

    @public
    @blueprint.response(200, schemas.PledgeVerificationSchema)
    def get(self, code):
        """What is public of a signed pledge: the call, the parties, how and when they signed, the hashes."""
        return queries.verification(current(), code)

    @public
    @reads_first(lambda code: None)
    @blueprint.arguments(FileInput, location="files")
    @blueprint.response(200, schemas.PledgeComparisonSchema)
    def post(self, files, code):
        """Whether a file is the paper as it was issued. One altered byte, and it is not. Nothing of it is kept."""
        return queries.compare(current(), code, sha256=digest_of(files["file"]))
