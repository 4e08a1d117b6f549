"""The inbox: one's own notices and those of the organisations that one acts for."""

from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import ID, Blueprint, paged, place_of
from scenario_market.api.schemas import notices as schemas
from scenario_market.domain import clock
from scenario_market.domain.notices import inbox
from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.paging import Page
from scenario_market.persistence.web_session import current
from scenario_market.texts.notices import say

blueprint = Blueprint("notices", __name__, description="The inbox")


def told(entries):
    """Entries in the reader's words; their objects are read for all at once."""
    facts = facts_of(current(), [entry.notice for entry in entries])
    return [_told(entry, facts[entry.notice.id]) for entry in entries]


def _told(entry, facts):
    notice, said = entry.notice, say(facts, identity.city(), language.current())
    return {
        "id": notice.id,
        "kind": notice.kind,
        "organisation_id": notice.organisation_id,
        "subject_kind": notice.subject_kind,
        "subject_id": notice.subject_id,
        "match_id": notice.match_id,
        "title": said.subject,
        "sentences": said.sentences,
        "reasons": said.why,
        "path": said.path,
        "action": said.action,
        "in_digest": notice.is_digest,
        "at": notice.at,
        "read_at": entry.read_at,
    }


@blueprint.route("/notices")
class Notices(MethodView):
    """Notices."""

    @may("notice.read")
    @blueprint.arguments(schemas.NoticeQuery, location="query")
    @blueprint.response(200, schemas.NoticeSchema(many=True))
    def get(self, query):
        """One's own notices and those of one's organisations, the newest first."""
        place = place_of(query)
        chosen = inbox.Filter(kinds=query.pop("kind", None), **query)
        page = inbox.inbox(current(), actor=identity.actor(), chosen=chosen, **place)
        return paged(Page(told(page.rows), page.after))


@blueprint.route("/notices/unread")
class UnreadNotices(MethodView):
    """Counting."""

    @may("notice.read")
    @blueprint.response(200, schemas.UnreadSchema)
    def get(self):
        """How many notices are unread, by kind."""
        kinds = inbox.unread_counts(current(), actor=identity.actor())
        return {"total": sum(kinds.values()), "kinds": kinds}


@blueprint.route("/notices/read")
class ReadNotices(MethodView):
    """Reading many."""

    @may("notice.read")
    @blueprint.arguments(schemas.ReadRequest)
    @blueprint.response(200, schemas.ReadSchema)
    def post(self, body):
        """Mark everything up to a notice read; what came later stays unread. Harmless to repeat."""
        count = inbox.mark_all_read(current(), up_to=body["up_to"], **who())
        return {"count": count}


@blueprint.route(f"/notices/<{ID}:notice_id>")
class NoticeById(MethodView):
    """One notice."""

    @may("notice.read")
    @blueprint.response(200, schemas.NoticeSchema)
    def get(self, notice_id):
        """One notice. Reading it here does not mark it read."""
        return told([inbox.entry(current(), notice_id, actor=identity.actor())])[0]


@blueprint.route(f"/notices/<{ID}:notice_id>/read")
class ReadNotice(MethodView):
    """Reading one."""

    @may("notice.read")
    @blueprint.response(200, schemas.NoticeSchema)
    def post(self, notice_id):
        """Mark a notice read, for oneself alone. Harmless to repeat."""
        now = clock.now(current())
        entry = inbox.mark_read(current(), notice_id, actor=identity.actor(), now=now)
        return told([entry])[0]
