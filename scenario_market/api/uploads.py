"""Receiving files: checked and on the disk before the writing transaction begins; and handing them out.

A slow sender must not hold the write lock, and one who may not, or sends too much, must not send in vain: the order is
may he → how much → read, hash and look at it → begin to write → command.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import IO, Any
from urllib.parse import quote

from flask import Response, current_app, g, request
from werkzeug.wsgi import wrap_file

from scenario_market.api import identity
from scenario_market.documents import media
from scenario_market.documents.files import Directory
from scenario_market.documents.names import clean_name
from scenario_market.domain import clock
from scenario_market.domain.attachments.attaching import accepted_media, check_may_attach
from scenario_market.domain.attachments.models import Attachment, Upload
from scenario_market.domain.errors import TooLarge
from scenario_market.domain.outbox import canonical
from scenario_market.persistence.web_session import current, start_writing_again, stop_reading

View = Callable[..., Any]
CHUNK = 1 << 16
FORGOTTEN_BYTES = 256 * 2**20
FORM_BYTES = 65_536  # what the other fields and the boundaries of a form may take


def files() -> Directory:
    """The file store of this process."""
    return current_app.extensions["files"]


def reads_first(check: Callable[..., None]) -> Callable[[View], View]:
    """Before the body is read: ``check`` with the path's keys, then whether the body is small enough.

    Marks the view as one that reads first and receives its body itself. Stands above the arguments, which read it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            check(**kwargs)
            stop_reading()
            limit = current_app.extensions["settings"].upload_limit_bytes
            if (request.content_length or 0) > limit + FORM_BYTES:
                raise TooLarge(limit_bytes=limit, limit_mib=limit // 2**20)
            request.max_content_length = limit + FORM_BYTES  # for a sender that does not say
            return view(*args, **kwargs)

        checked.reads_first = checked.receives = True  # type: ignore[attr-defined]
        return checked

    return decorate


def checked_first(kind: str) -> Callable[[View], View]:
    """Before the body is read: may this actor attach to this subject, and is the body small enough?"""

    def check(*, subject_id: int) -> None:
        session, actor, city = current(), identity.actor(), identity.city()
        check_may_attach(session, kind, subject_id, actor=actor, now=clock.now(session), city=city)

    return reads_first(check)


def stored(kind: str) -> Callable[[View], View]:
    """Store the file of the form and begin to write; passes ``upload`` and ``purpose`` to the view.

    Stands below the arguments. What is refused on the way leaves nothing on the disk.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def with_file(
            self: Any, fields: Mapping[str, Any], sent: Mapping[str, Any], **kwargs: Any
        ) -> Any:
            purpose = fields["purpose"]
            accepted = accepted_media(kind, purpose, identity.city())
            upload = _stored(sent, accepted, purpose)
            return view(self, upload=upload, purpose=purpose, **kwargs)

        return with_file

    return decorate


def stored_alone(view: View) -> View:
    """Store the file of a form that has nothing else, of any kind that the city takes; passes ``upload``."""

    @wraps(view)
    def with_file(self: Any, sent: Mapping[str, Any], **kwargs: Any) -> Any:
        accepted = frozenset(identity.city().policy["attachment"]["kinds"])
        return view(self, upload=_stored(sent, accepted), **kwargs)

    return with_file


def _stored(sent: Mapping[str, Any], accepted: frozenset[str], *stated: str) -> Upload:
    upload = store(sent["file"], lambda file: media.detect(file, accepted=accepted))
    begin_to_write([*stated, upload.name, upload.sha256])
    return upload


def begin_to_write(stated: Sequence[Any]) -> None:
    """After the slow part: begin the writing transaction, and find out anew who calls.

    :param stated: what a repeated call with the same Idempotency-Key must say again.
    """
    g.upload_stated = canonical(stated)
    start_writing_again()
    identity.afresh()


def store(sent: Any, detect: Callable[[IO[bytes]], media.Kind]) -> Upload:
    """Keep a file of a form, named by us and of the type that its content has.

    :param detect: finds the kind, or refuses; then nothing is kept.
    """
    limit = current_app.extensions["settings"].upload_limit_bytes
    with files().receive(sent.stream, limit_bytes=limit) as incoming:
        found = detect(incoming.file)
        kept = incoming.keep()
    return Upload(
        name=clean_name(sent.filename, found.extension),
        media_type=found.media_type,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        stored_as=kept.stored_as,
    )


def digest_of(sent: Any) -> str:
    """SHA-256 in hex of a file of a form, of which nothing is kept."""
    digest = hashlib.sha256()
    while chunk := sent.stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def let_finish() -> None:
    """Take in and forget the rest of what is sent, within reason: a browser reads no answer before it sent all."""
    source, left = request.environ["wsgi.input"], min(request.content_length or 0, FORGOTTEN_BYTES)
    while left > 0 and (chunk := source.read(min(CHUNK, left))):
        left -= len(chunk)


def handed_out(row: Attachment) -> Response:
    """The bytes of an attachment, streamed: to be saved, never to be run; parts of it by Range.

    :raises RequestedRangeNotSatisfiable: 416.
    """
    source = files().open(row.stored_as)
    response = Response(
        wrap_file(request.environ, source), mimetype=row.media_type, direct_passthrough=True
    )
    response.call_on_close(source.close)
    response.content_length = row.size_bytes
    to_be_saved(response, row.name)
    response.set_etag(row.sha256)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=row.size_bytes)
    except BaseException:
        source.close()
        raise
    return response


def to_be_saved(response: Response, name: str) -> None:
    """Headers of a file that is saved under a name, never shown or run."""
    response.headers.set("Content-Disposition", "attachment", **_names(name))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"


def _names(name: str) -> dict[str, str]:
    """A file name for all browsers: plain, and as RFC 5987 where it is not ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    if plain == name:
        return {"filename": name}
    encoded = quote(name, safe="!#$&+-.^_`|~")
    return {"filename": plain.strip() or "file", "filename*": f"UTF-8''{encoded}"}
