"""Key officers, and the public keys of receipts."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas.keys import (
    KeyNamingRequest,
    KeyNamingSchema,
    KeyOfficerSchema,
    PassphraseRequest,
    PublicKeySchema,
)
from scenario_market.domain import clock
from scenario_market.domain.errors import NotSignedIn
from scenario_market.domain.keys import naming, officers
from scenario_market.domain.permissions import require_session
from scenario_market.persistence.web_session import current, start_writing_again

blueprint = Blueprint("keys", __name__, description="Keys of sealed bids and who holds them")


@blueprint.route("/key-officers")
class KeyOfficers(MethodView):
    """密钥保管人."""

    @may("key.read")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, KeyOfficerSchema(many=True))
    def get(self, query):
        """The register, retired ones too, newest first."""
        page = officers.listed(
            current(),
            **who(),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    # No Idempotency-Key: it would keep a digest of the passphrase. One key a person: a second is refused.
    @may("key.enrol")
    @blueprint.arguments(PassphraseRequest)
    @blueprint.response(201, KeyOfficerSchema)
    def post(self, body):
        """Make one's own key pair under a passphrase, which the market does not keep: lost, it is gone."""
        actor = identity.actor()
        require_session(actor)
        if actor.person_id is None:
            raise NotSignedIn()
        passphrase = officers.checked(body["passphrase"])
        new = current_app.extensions["officer_keys"].enrol(actor.person_id, passphrase)
        session = start_writing_again()
        row = officers.enrol(session, new=new, actor=identity.afresh(), now=clock.now(session))
        return officers.officer(session, row.id, **who())

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(f"/key-officers/<{ID}:officer_id>")
class KeyOfficer(MethodView):
    """One key officer."""

    @may("key.read")
    @tagged
    @blueprint.response(200, KeyOfficerSchema)
    def get(self, officer_id):
        """One key officer by key."""
        return officers.officer(current(), officer_id, **who())


@blueprint.route(f"/key-officers/<{ID}:officer_id>/retire")
class RetireKeyOfficer(MethodView):
    """The end of a key officer's part."""

    @may("key.retire")
    @versioned
    @blueprint.response(200, KeyOfficerSchema)
    def post(self, officer_id, version):
        """Retire one's own key, or as administrator any: its halves open nothing any more."""
        officers.retire(current(), officer_id, version=version, **who())
        return officers.officer(current(), officer_id, **who())


@blueprint.route("/key-namings")
class KeyNamings(MethodView):
    """任用密钥保管人."""

    @may("key.read")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, KeyNamingSchema(many=True))
    def get(self, query):
        """Who was to be named a key officer and what became of it, newest first."""
        return paged(naming.listed(current(), actor=identity.actor(), **query))

    @may("key.name")
    @idempotent
    @blueprint.arguments(KeyNamingRequest)
    @blueprint.response(201, KeyNamingSchema)
    def post(self, body):
        """Ask for somebody to be named a key officer; one who holds a key has seven days to confirm."""
        return naming.ask(current(), **body, **who())


@blueprint.route(f"/key-namings/<{ID}:naming_id>")
class KeyNaming(MethodView):
    """One naming."""

    @may("key.read")
    @tagged
    @blueprint.response(200, KeyNamingSchema)
    def get(self, naming_id):
        """One naming by key."""
        return naming.found(current(), naming_id, actor=identity.actor())


@blueprint.route(f"/key-namings/<{ID}:naming_id>/confirm")
class ConfirmKeyNaming(MethodView):
    """The second word."""

    @may("key.confirm")
    @versioned
    @blueprint.response(200, KeyNamingSchema)
    def post(self, naming_id, version):
        """Confirm a naming, as who holds a key himself."""
        return naming.confirm(current(), naming_id, version=version, **who())


@blueprint.route(f"/key-namings/<{ID}:naming_id>/withdraw")
class WithdrawKeyNaming(MethodView):
    """No."""

    @may("key.refuse")
    @versioned
    @blueprint.response(200, KeyNamingSchema)
    def post(self, naming_id, version):
        """Take a naming back as administrator, or refuse it as key officer."""
        return naming.withdraw(current(), naming_id, version=version, **who())


def published(keys):
    """Public keys by id, the first of which signs now."""
    return [
        {"id": key_id, "public_key": key, "signs_now": place == 0}
        for place, (key_id, key) in enumerate(keys.items())
    ]


@blueprint.route("/receipt-keys")
class ReceiptKeys(MethodView):
    """Public keys of receipts."""

    @public
    @blueprint.response(200, PublicKeySchema(many=True))
    def get(self):
        """The public keys that receipts are verified with, the one that signs now first."""
        return published(current_app.extensions["receipts"].public_keys)


@blueprint.route("/platform-keys")
class PlatformKeys(MethodView):
    """Public keys of the platform's signature."""

    @public
    @blueprint.response(200, PublicKeySchema(many=True))
    def get(self):
        """The public keys of certificates, pledges and dossiers, the one that signs now first; no other one is ours."""
        return published(current_app.extensions["platform"].public_keys)


@blueprint.route("/head-keys")
class HeadKeys(MethodView):
    """Public keys of signed heads of the chain."""

    @public
    @blueprint.response(200, PublicKeySchema(many=True))
    def get(self):
        """The public keys that signed heads (checkpoints) are verified with, the one that signs now first."""
        return published(current_app.extensions["head_keys"])
