"""Imports: a file of providers or demands handed in, its dry run, the commit, the error workbook. Workers read it."""

import tempfile
from functools import wraps

from flask import send_file
from flask.views import MethodView

from scenario_market.api import identity, language, uploads
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas import imports as schemas
from scenario_market.documents.exports import XLSX
from scenario_market.documents.import_files import error_workbook
from scenario_market.documents.import_kinds import KINDS
from scenario_market.documents.tables import TableError
from scenario_market.documents.workbooks import detect_table
from scenario_market.domain import clock
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.imports import intake, queries
from scenario_market.domain.imports.states import PERMISSIONS
from scenario_market.persistence.web_session import current
from scenario_market.texts import imports as texts

blueprint = Blueprint("imports", __name__, description="Imports of files")
ONE = f"/imports/<{ID}:import_id>"


def kept(view):
    """Refuse what would be refused, keep the file, and begin to write; passes ``form`` and ``upload`` to the view."""

    @wraps(view)
    def with_file(self, form, sent):
        intake.may_hand_in(form["kind"], form.get("list_title"), actor=identity.actor())
        upload = uploads.store(sent["file"], detect_table)
        uploads.begin_to_write([sorted(form.items()), upload.name, upload.sha256])
        return view(self, form=form, upload=upload)

    return with_file


def shown(row):
    """An import with its report taken apart and its errors in words."""
    report = row.report or {}
    locale = language.current()

    def say(error):
        return error | {"message": texts.say_error(row.kind, error, locale)}

    own = {name: getattr(row, name) for name in schemas.ImportSchema().fields if hasattr(row, name)}
    failure = report.get("failure")
    return own | {
        "counts": report.get("counts"),
        "file": report.get("file"),
        "errors": [say(error) for error in report.get("errors", ())],
        "ids": report.get("ids", []),
        "errors_total": report.get("errors_total", 0),
        "warnings": [say(warning) for warning in report.get("warnings", ())],
        "warnings_total": report.get("warnings_total", 0),
        "failure": say(failure) if failure else None,
    }


@blueprint.route("/imports")
class Imports(MethodView):
    """Imports."""

    @may(*PERMISSIONS.values())
    @blueprint.arguments(schemas.ImportQuery, location="query")
    @blueprint.response(200, schemas.ImportSchema(many=True))
    def get(self, query):
        """Imports, newest first."""
        page = queries.list_imports(
            current(),
            actor=identity.actor(),
            kind=query.get("kind"),
            state=query.get("state"),
            after=query["after"],
            limit=query["limit"],
        )
        rows, headers = paged(page)
        return [shown(row) for row in rows], 200, headers

    @may(*PERMISSIONS.values())
    @uploads.reads_first(lambda: None)  # who may is all that can be asked before the form is read
    @blueprint.arguments(schemas.ImportForm, location="form")
    @blueprint.arguments(schemas.ImportUpload, location="files")
    @kept
    @idempotent
    @blueprint.response(201, schemas.ImportDetailSchema)
    def post(self, *, form, upload):
        """Hand a file in: it is checked first, and nothing is taken in before one says so."""
        now = clock.now(current())
        row = intake.hand_in(current(), **form, upload=upload, actor=identity.actor(), now=now)
        return shown(row)


@blueprint.route(ONE)
class Import(MethodView):
    """One import."""

    @may(*PERMISSIONS.values())
    @tagged
    @blueprint.response(200, schemas.ImportDetailSchema)
    def get(self, import_id):
        """One import: how far it is, what was found."""
        return shown(queries.get_import(current(), import_id, actor=identity.actor()))


@blueprint.route(f"{ONE}/commit")
class CommitImport(MethodView):
    """The officer's word to take a file in."""

    @may(*PERMISSIONS.values())
    @versioned
    @blueprint.arguments(schemas.ImportCommitRequest)
    @blueprint.response(200, schemas.ImportDetailSchema)
    def post(self, body, import_id, version):
        """Take a checked file in: ``all`` rows or nothing, or only the ``good`` ones."""
        row = intake.ask_commit(current(), import_id, mode=body["mode"], version=version, **who())
        return shown(row)


@blueprint.route(f"{ONE}/errors.xlsx")
class ImportErrors(MethodView):
    """The error workbook."""

    @may(*PERMISSIONS.values())
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
    @blueprint.alt_response(409, schema=None, description="The file cannot be read any more")
    def get(self, import_id):
        """The wrong rows as they came, each with all its errors in words; mend it and hand it in again."""
        session = current()
        row = queries.get_import(session, import_id, actor=identity.actor())
        attachment = intake.check_kept(session, row)
        stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        kind = KINDS[row.kind]
        now = clock.now(session)
        today, own = identity.city().day(now), queries.own_organisations(session, row, now=now)
        try:
            with uploads.files().open(attachment.stored_as) as source:
                file = kind.open(
                    source,
                    attachment.name,
                    list_title=row.list_title or "",
                    city=identity.city(),
                    today=today,
                )
            error_workbook(stream, session, file, kind, own=own, language=language.current())
        except TableError as error:
            raise RuleRefused(error.code, **error.params) from None
        stream.seek(0)
        return send_file(stream, XLSX, as_attachment=True, download_name=f"errors-{row.id}.xlsx")
