"""Attachments: one collection below each thing that can have some, and each file by its own key.

What may be attached, by whom, and who reads it is the subject's own rule; what a caller may not see is not found.
The bytes never change: their ETag is their SHA-256. What a file is for and whether it is attached at all can change, so
that has a version.
"""

from typing import Any

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
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
from scenario_market.api.schemas.attachments import AttachmentSchema, FileInput, purpose_input
from scenario_market.api.uploads import checked_first, handed_out, stored
from scenario_market.documents.media import EXTENSIONS
from scenario_market.domain.attachments import attaching, queries
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.persistence.web_session import current

blueprint = Blueprint("attachments", __name__, description="Attachments")
COLLECTIONS = {
    "demand": "demands",
    "challenge": "challenges",
    "response": "responses",
    "provider": "providers",
    "organisation": "organisations",
    "mandate": "mandates",
    "project": "projects",
    "milestone": "milestones",
    "result": "results",
    "objection": "objections",
    "landmark": "landmarks",
    "landmark_copy": "landmark-copies",
    "pledge": "pledges",
}
BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
CONTENT = {"content": dict.fromkeys(EXTENSIONS, BINARY)}


def _collection(kind: str) -> type[MethodView]:
    """The views of one kind's collection: the same but for their subject and its purposes."""

    class Attachments(MethodView):
        """Attachments of one subject."""

        @public
        @blueprint.arguments(PageQuery, location="query")
        @blueprint.response(200, AttachmentSchema(many=True))
        def get(self, query, subject_id):
            """What is attached and the caller may read, oldest first."""
            actor = identity.actor()
            found = queries.attachments(current(), kind, subject_id, actor=actor, **query)
            return paged(found)

        @may("attachment.add")
        @checked_first(kind)
        @blueprint.arguments(purpose_input(kind, PURPOSES[kind]), location="form")
        @blueprint.arguments(FileInput, location="files")
        @stored(kind)
        @idempotent
        @blueprint.response(201, AttachmentSchema)
        def post(self, subject_id, *, upload, purpose):
            """Attach a file."""
            session = current()
            return attaching.attach(
                session, kind, subject_id, purpose=purpose, upload=upload, **where()
            )

    Attachments.__name__ = f"{kind.capitalize()}Attachments"
    return Attachments


for _kind, _segment in COLLECTIONS.items():
    _route = blueprint.route(f"/{_segment}/<{ID}:subject_id>/attachments")
    _route(_collection(_kind))


@blueprint.route(f"/attachments/<{ID}:attachment_id>")
class AttachmentById(MethodView):
    """One attachment."""

    @public
    @tagged
    @blueprint.response(200, AttachmentSchema)
    def get(self, attachment_id):
        """What the file is and belongs to."""
        return queries.attachment(current(), attachment_id, actor=identity.actor())

    @may("attachment.remove")
    @versioned
    @blueprint.response(204)
    def delete(self, attachment_id, *, version):
        """Take the file away from its subject."""
        session = current()
        attaching.remove(session, attachment_id, version=version, **who())


@blueprint.route(f"/attachments/<{ID}:attachment_id>/content")
class AttachmentContent(MethodView):
    """The bytes."""

    @public
    @blueprint.doc(responses={"200": CONTENT, "206": {"description": "Part", **CONTENT}})
    @blueprint.response(200)
    @blueprint.alt_response(304, schema=None, success=True, description="The reader has it")
    @blueprint.alt_response(416, schema=None, description="No such part")
    def get(self, attachment_id):
        """The file, to be saved; parts of it by Range."""
        return handed_out(queries.attachment(current(), attachment_id, actor=identity.actor()))


@blueprint.route(f"/attachments/<{ID}:attachment_id>/adopt")
class AdoptAttachment(MethodView):
    """A photograph or recording becomes material."""

    @may("attachment.add")
    @versioned
    @blueprint.response(200, AttachmentSchema)
    def post(self, attachment_id, *, version):
        """Take a photograph or recording of a rough problem over as material, public with the need."""
        session = current()
        return attaching.adopt(session, attachment_id, version=version, **who())
