"""一项一档: the whole record of a case as one file."""

import os
import tempfile
from contextlib import ExitStack
from typing import IO, Any

from flask import Response, current_app, request
from flask.views import MethodView
from werkzeug.wsgi import wrap_file

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint
from scenario_market.api.rest.challenges import ONE
from scenario_market.api.rest.demands import ONE as NEED
from scenario_market.api.uploads import files
from scenario_market.documents import dossiers
from scenario_market.domain.dossiers import collecting
from scenario_market.persistence.web_session import current, start_writing_again, stop_reading

blueprint = Blueprint("dossiers", __name__, description="Dossiers")
ZIP: dict[str, Any] = {
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
}
IN_MEMORY_BYTES = 1 << 22


@blueprint.route(f"{ONE}/dossier")
class Dossier(MethodView):
    """The record of a call."""

    @may("dossier.export")
    @blueprint.doc(responses={"200": ZIP})
    @blueprint.response(200)
    def post(self, challenge_id):
        """Export the whole record of a case with a signed manifest of hashes; that it was exported is on record."""
        return _exported("challenge", challenge_id)

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(f"{NEED}/dossier")
class DemandDossier(MethodView):
    """The record of a need, with its contract and project."""

    @may("dossier.export")
    @blueprint.doc(responses={"200": ZIP})
    @blueprint.response(200)
    def post(self, demand_id):
        """Export the whole record of a need that no call was made of, with answers, contract and project."""
        return _exported("demand", demand_id)

    post.reads_first = True  # type: ignore[attr-defined]


def _exported(kind: str, key: int) -> Response:
    case = collecting.gather(current(), kind, key, **where())
    stop_reading()  # writing the file may take long
    with ExitStack() as closing:
        target = closing.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES))
        _write(case, target)
        start_writing_again()
        identity.afresh()
        collecting.note(current(), case.leaving, **who())
        response = _handed_out(case, target)
        response.call_on_close(closing.pop_all().close)
    return response


def _write(case: collecting.Case, target: IO[bytes]) -> None:
    signer = current_app.extensions["platform"]
    zone = identity.city().zone
    dossiers.write(case, target, opened=files().open, signer=signer, zone=zone)


def _handed_out(case: collecting.Case, target: IO[bytes]) -> Response:
    size = target.seek(0, os.SEEK_END)
    target.seek(0)
    response = Response(
        wrap_file(request.environ, target), mimetype="application/zip", direct_passthrough=True
    )
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=f"{case.number}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
