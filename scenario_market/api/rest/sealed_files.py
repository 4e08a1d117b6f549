"""Attachments of sealed bids: encrypted on their way into the store, decrypted on their way to those who may."""

from typing import Any

from flask import Response, g, request
from flask.views import MethodView
from werkzeug.wsgi import wrap_file

from scenario_market.api import identity, sealed, uploads
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import Blueprint
from scenario_market.api.rest.workspaces import ONE as WORKSPACE
from scenario_market.api.rest.workspaces import sealing
from scenario_market.api.schemas import workspaces as schemas
from scenario_market.api.sealed import ACT_BYTES, padded
from scenario_market.api.workspace_answers import acted, file_of
from scenario_market.documents import media
from scenario_market.documents.media import EXTENSIONS
from scenario_market.documents.names import clean_name
from scenario_market.domain.bids import queries, sealed_files
from scenario_market.domain.bids.sealed_files import Room, Stored
from scenario_market.domain.errors import TooLarge
from scenario_market.persistence.web_session import current
from scenario_market.vault import pieces

blueprint = Blueprint("sealed_files", __name__, description="Attachments of sealed bids")
BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENT = {"content": dict.fromkeys(EXTENSIONS, BINARY)}


def check(*, access_key):
    """Before the body is read: does the workspace take one more file from this actor?"""
    g.room = sealed_files.room(current(), access_key, **who())


def store(sent):
    """Encrypt a file of a form into the store: no byte of it is kept there in clear.

    :raises TooLarge: it has more bytes than the call allows.
    """
    room = g.room
    kinds = frozenset(identity.city().policy["attachment"]["kinds"])
    found = media.detect(sent.stream, accepted=kinds)
    sent.stream.seek(0, 2)
    _check_size(sent.stream.tell(), room)
    sent.stream.seek(0)
    key = pieces.new_key()
    stream: Any = pieces.Sealing(sent.stream, key, step_bytes=room.step_bytes)
    limit = pieces.sealed_bytes(room.size_bytes_max, room.step_bytes)
    kept = uploads.files().keep(stream, limit_bytes=limit)
    return Stored(
        name=clean_name(sent.filename, found.extension),
        media_type=found.media_type,
        size_bytes=stream.size_bytes,
        sha256=stream.sha256,
        stored_as=kept.stored_as,
        stored_bytes=kept.size_bytes,
        content_key=key.hex(),
    )


def _check_size(size_bytes: int, room: Room) -> None:
    limit = room.size_bytes_max
    if size_bytes > limit:
        raise TooLarge(limit_bytes=limit, limit_mib=limit // 2**20)


@blueprint.route(f"{WORKSPACE}/files")
class WorkspaceFiles(MethodView):
    """Files of a workspace."""

    @may("bid.work")
    @padded(ACT_BYTES)
    @uploads.reads_first(check)
    @blueprint.arguments(schemas.SealedFileForm, location="form")
    @blueprint.arguments(schemas.SealedFileInput, location="files")
    @blueprint.response(201, schemas.AddedFileSchema)
    def post(self, form, sent, access_key):
        """Add a file to a section of the draft. Taking one out is part of the act on the workspace."""
        stored = store(sent["file"])
        uploads.begin_to_write([])
        ref, done = sealed_files.add(
            current(),
            access_key,
            section=form["section"],
            stored=stored,
            traces=sealed.traces(),
            receipts=sealed.receipts(),
            **sealing(),
        )
        return acted(done, "save") | {"file": file_of(ref)}


@blueprint.route(f"{WORKSPACE}/files/<file_key>")
class WorkspaceFile(MethodView):
    """One file."""

    @may("bid.work")
    @blueprint.doc(responses={"200": CONTENT})
    @blueprint.response(200)
    def get(self, access_key, file_key):
        """The file, decrypted piece by piece, to be saved; of the draft or of what was handed in."""
        ref = queries.file(
            current(),
            access_key,
            file_key,
            actor=identity.actor(),
            sealing=sealed.sealing(),
        )
        source = uploads.files().open(ref.stored_as)
        key = bytes.fromhex(ref.content_key)
        plain: Any = pieces.Unsealing(source, key, size_bytes=ref.size_bytes)
        response = Response(
            wrap_file(request.environ, plain), mimetype=ref.media_type, direct_passthrough=True
        )
        response.call_on_close(source.close)
        response.content_length = ref.size_bytes
        uploads.to_be_saved(response, ref.name)
        return response
