"""To-dos: whose turn it is, and until when."""

from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import Blueprint, paged, place_of
from scenario_market.api.schemas import todos as schemas
from scenario_market.domain.paging import Page
from scenario_market.domain.todos import queries
from scenario_market.persistence.web_session import current
from scenario_market.texts.names import names
from scenario_market.texts.todos import path_of

blueprint = Blueprint("todos", __name__, description="To-dos")


def shown(steps):
    """Steps in the reader's words."""
    name = names(identity.city(), language.current())
    return [_shown(step, name) for step in steps]


def _shown(step, name):
    todo = step.todo
    party = name("role", step.party_name) if step.party_kind == "role" else step.party_name
    return {
        "id": todo.id,
        "kind": todo.kind,
        "name": name("todo_step", todo.kind),
        "subject_kind": todo.subject_kind,
        "subject_id": todo.subject_id,
        "title": step.title,
        "path": path_of(todo.subject_kind, todo.subject_id),
        "party_kind": step.party_kind,
        "party_name": party,
        "opened_at": todo.opened_at,
        "due_at": todo.due_at,
        "is_provisional": identity.city().is_provisional(todo.due_at),
        "is_overdue": step.is_overdue,
        "is_mine": step.is_mine,
    }


@blueprint.route("/todos")
class Todos(MethodView):
    """To-dos."""

    @may("todo.read")
    @blueprint.arguments(schemas.TodoQuery, location="query")
    @blueprint.response(200, schemas.TodoSchema(many=True))
    def get(self, query):
        """Steps that wait for the caller, or all of them; what is due first stands first."""
        place = place_of(query)
        scope = query.pop("scope")
        page = queries.list_todos(
            current(),
            queries.Filters(**query),
            scope=scope,
            **who(),
            **place,
        )
        return paged(Page(shown(page.rows), page.after))


@blueprint.route("/todos/counts")
class CountedTodos(MethodView):
    """Counting."""

    @may("todo.read")
    @blueprint.response(200, schemas.TodoCounts)
    def get(self):
        """How many steps wait for the caller, and how many of them are overdue."""
        return queries.counts(current(), **who())
