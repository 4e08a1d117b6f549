"""Handing the file of a case out: the same for REST and for pages."""

from flask import Response, request
from werkzeug.wsgi import wrap_file

from scenario_market.api.identity import who
from scenario_market.api.uploads import files
from scenario_market.domain.dossiers import exporting, finding
from scenario_market.persistence.web_session import current


def hand_out(export_id: int) -> Response:
    """The file of an export; that it leaves the house is put on record, in the caller's writing transaction.

    :raises NotFound: there is no such export. :raises IllegalMove: it is not made yet, or its days are over.
    """
    session, act = current(), who()
    row = exporting.hand_out(session, export_id, **act)
    case = finding.case(session, row.subject_kind, row.subject_id, actor=act["actor"])
    assert row.stored_as is not None  # as its state says
    assert row.size_bytes is not None
    response = Response(
        wrap_file(request.environ, files().open(row.stored_as)),
        mimetype="application/zip",
        direct_passthrough=True,
    )
    response.content_length = row.size_bytes
    response.headers.set("Content-Disposition", "attachment", filename=f"{case.number}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
