"""The office's pages of cases (一项一档): find a case, have its whole record exported, fetch it, see who did."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from scenario_market.api import case_files, identity, language
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import ID, UNKEEPABLE, decode_cursor, encode_cursor
from scenario_market.api.web.frame import link, page
from scenario_market.domain import clock
from scenario_market.domain.dossiers import exporting, finding, queries
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.dossiers.states import ExportState
from scenario_market.persistence.web_session import current
from scenario_market.texts import courses
from scenario_market.texts.office_dossiers import TEXTS, failure, say

blueprint = Blueprint("office_dossiers", __name__)
CASES = "/office/dossiers"
CASE = f"{CASES}/<any(challenge, demand):kind>/<{ID}:key>"
TONES = {
    ExportState.ASKED: "wait",
    ExportState.MADE: "good",
    ExportState.FAILED: "bad",
    ExportState.ERASED: "over",
}
TEXT_LENGTH = 100
LENGTH = 20  # of a page


@blueprint.get(CASES)
@may("dossier.export")
def cases() -> str:
    """Cases by number or title, with what was exported of each."""
    session, actor = current(), identity.actor()
    text = UNKEEPABLE.sub("", request.args.get("q", ""))[:TEXT_LENGTH]
    shown = request.args.get("shown", "all")
    shown = shown if shown in finding.SHOWN else "all"
    found = finding.cases(
        session,
        actor=actor,
        text=text,
        shown=shown,
        after=decode_cursor(request.args.get("cursor")),
        limit=LENGTH,
    )
    keys = [(one.kind, one.id) for one in found.rows]
    return page(
        "office_dossiers.html",
        TEXTS,
        rows=found.rows,
        latest=queries.latest(session, keys, actor=actor),
        next_cursor=encode_cursor(found.after) if found.after else None,
        text=text,
        shown=shown,
        choices=[(one, say(f"shown_{one}", language.current())) for one in finding.SHOWN],
        **_words(),
    )


@blueprint.get(CASE)
@may("dossier.export")
def case(kind: str, key: int) -> str:
    """One case: its exports, how far the newest is, and who took it."""
    return _case(kind, key)


@blueprint.post(CASE)
@may("dossier.export")
def export(kind: str, key: int) -> ResponseReturnValue:
    """Ask for the whole record; a worker makes it."""
    if "confirmed" not in request.form:
        text = say("confirm_needed", language.current())
        return _case(kind, key, {"confirmed": text}), 422
    exporting.ask(current(), kind, key, **who())
    return redirect(link("office_dossiers.case", kind=kind, key=key), 303)


@blueprint.post(f"{CASES}/exports/<{ID}:export_id>/file")
@may("dossier.export")
def fetch(export_id: int) -> Response:
    """The file; that it leaves the house is on record. A form and no link, so that no other site has it fetched."""
    return case_files.hand_out(export_id)


def _case(kind: str, key: int, errors: dict[str, str] | None = None) -> str:
    session, actor = current(), identity.actor()
    one = finding.case(session, kind, key, actor=actor)
    exports = queries.exports(session, one, actor=actor)
    newest = exports[0][0] if exports else None
    under_way, is_slow = _under_way(newest, clock.now(session))
    return page(
        "office_dossier.html",
        TEXTS,
        case=one,
        exports=exports,
        newest=newest,
        is_under_way=under_way,
        is_slow=is_slow,
        takings=queries.takings(session, one, actor=actor),
        public_key=current_app.extensions["platform"].public_key,
        why=lambda row: failure(row.failure, language.current()),
        errors=errors or {},
        **_words(),
    )


def _under_way(newest: DossierExport | None, now: datetime) -> tuple[bool, bool]:
    """Whether the newest export is being made, and whether it takes so long that somebody may ask again."""
    if newest is None or newest.state != ExportState.ASKED:
        return False, False
    is_slow = newest.created_at <= now - exporting.PATIENCE
    return not is_slow, is_slow


def _words() -> dict[str, Any]:
    place, zone = int(language.current() == "en"), identity.city().zone
    return {
        "state_of_case": lambda row: courses.state(row.kind, row.state)[place],
        "state_of_export": lambda row: courses.state("dossier_export", row.state)[place],
        "tone": lambda row: TONES[row.state],
        "at": lambda instant: instant.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "size": _size,
    }


def _size(size_bytes: int) -> str:
    kib = size_bytes / 1024
    return f"{kib:,.0f} KiB" if kib < 1024 else f"{kib / 1024:,.1f} MiB"


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(blueprint)
