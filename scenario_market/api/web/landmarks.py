"""Landmarks for everybody: the list, each with story, results, pictures and certificate, and the pictures."""

from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, Flask, Response, request

from scenario_market.api import identity, language
from scenario_market.api.access import public
from scenario_market.api.resource import ID, decode_cursor, encode_cursor
from scenario_market.api.uploads import files
from scenario_market.api.web.frame import page
from scenario_market.documents.files import Directory
from scenario_market.documents.pictures import Unshowable, fitted
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import queries as attachments
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.landmarks import queries, rules
from scenario_market.domain.landmarks.states import LandmarkState
from scenario_market.persistence.web_session import current, stop_reading
from scenario_market.texts import pledge_paper
from scenario_market.texts.frame import sayer
from scenario_market.texts.landmark_pages import TEXTS

blueprint = Blueprint("landmark_pages", __name__, url_prefix="/landmarks")
KIND, PICTURE = "landmark", "picture"
ALL = "all"
STATES = (LandmarkState.CERTIFIED, LandmarkState.EXPIRED, LandmarkState.REVOKED, ALL)
TONES = {"certified": "good", "expired": "over", "revoked": "bad"}
PAGE, COPIES, PICTURES = 12, 20, 20
WIDTHS = {"small": 480, "large": 1280}
DAY_SECONDS = 86_400
say = sayer(TEXTS)


@blueprint.get("")
@public
def listed() -> str:
    """The certified landmarks, newest first; by ``state`` and ``district`` others too."""
    session = current()
    state = _choice("state", STATES) or LandmarkState.CERTIFIED
    districts, locale = identity.city().codes["districts"], language.current()
    district = _choice("district", districts) or None
    only = None if state == ALL else state
    cursor = request.args.get("cursor")
    found = queries.landmarks(
        session,
        actor=PUBLIC,
        scope="all",
        state=only,
        district=district,
        after=decode_cursor(cursor),
        limit=PAGE,
    )
    return page(
        "landmarks.html",
        TEXTS,
        rows=found.rows,
        count=queries.count(session, state=only, district=district),
        pictures=attachments.firsts(session, KIND, _keys(found.rows), purpose=PICTURE),
        state=state,
        states=[(one, say(f"state_{one}", locale)) for one in STATES],
        tones=TONES,
        district=district or "",
        districts=[
            ("", say("all_districts", locale)),
            *((one.code, one.name(locale)) for one in districts),
        ],
        next_cursor=encode_cursor(found.after) if found.after else None,
        is_first=cursor is None,
    )


def _choice(name: str, known: Any) -> str:
    """A filter of the address. :raises Invalid: none of the known ones."""
    given = request.args.get(name, "")
    if given and given not in known:
        raise Invalid(FieldError(name, "unknown_code", {"value": given}))
    return given


def _keys(rows: Any) -> list[int]:
    """Those whose story is public."""
    return [row["id"] for row in rows if row["state"] != LandmarkState.REVOKED]


@blueprint.get(f"/<{ID}:landmark_id>")
@public
def shown(landmark_id: int) -> str:
    """One landmark; of a revoked one the trace."""
    session = current()
    row = queries.landmark(session, landmark_id, actor=PUBLIC)
    if row["state"] == LandmarkState.REVOKED:
        return page("landmark_revoked.html", TEXTS, row=row)
    copies = queries.copies(session, landmark_id, actor=PUBLIC, limit=COPIES).rows
    attached = attachments.attachments(session, KIND, landmark_id, actor=PUBLIC, limit=PICTURES)
    return page(
        "landmark.html",
        TEXTS,
        row=row,
        tones=TONES,
        results=[(one, rules.change(one)) for one in row["results"]],
        copies=copies,
        pictures=attached.rows,
        paper=pledge_paper,
        day_of=date.fromisoformat,
    )


@blueprint.get(f"/<{ID}:landmark_id>/pictures/<{ID}:attachment_id>/<any(small, large):size>")
@public
def picture(landmark_id: int, attachment_id: int, size: str) -> Response:
    """A picture of a public landmark, to be shown: made smaller, and without what its camera wrote into it."""
    row = attachments.attachment(current(), attachment_id, actor=PUBLIC)
    if (row.subject_kind, row.subject_id, row.purpose) != (KIND, landmark_id, PICTURE):
        raise NotFound(kind="attachment")
    response = Response(mimetype=row.media_type)
    response.set_etag(f"{row.sha256}-{size}")
    response.cache_control.public = True
    response.cache_control.max_age = DAY_SECONDS
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if response.make_conditional(request).status_code == 200:
        stop_reading()
        shown = _fitted(files(), row.stored_as, row.media_type, WIDTHS[size])
        if shown is None:
            raise NotFound(kind="attachment")
        response.set_data(shown)
    return response


@lru_cache(maxsize=32)
def _fitted(store: Directory, stored_as: str, media_type: str, width: int) -> bytes | None:
    """None where it cannot be shown: that is kept too, so that nobody has it tried again and again."""
    with store.open(stored_as) as file:
        try:
            return fitted(file, media_type, width=width)
        except Unshowable:
            return None


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(blueprint)
