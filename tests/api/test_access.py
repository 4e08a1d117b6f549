"""Each route declares who may, and lets in exactly those whom the hand-written matrix names."""

import re

import pytest

from scenario_market.domain import clock
from scenario_market.domain.parties import actors, sessions
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.domain.permissions import PERMISSIONS, PERSON
from scenario_market.persistence.database import Database
from tests import factories
from tests.api.doors import methods, open_door, routes
from tests.api.matrix import ALL, MATRIX, ROLES, SIGNED_IN
from tests.factories import NOW

REFUSED = {401, 403}


@pytest.fixture(params=["sqlite"])
def database_url(request, tmp_path, sqlite_template):
    """One database is enough: who may is decided before any statement of the view."""
    path = tmp_path / "market.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def people(database: Database):
    """A person for each role alone, and one without any."""
    made = {}
    with database.unit_of_work() as session:
        organisation = factories.organisation(session)
        for role in [*ROLES.values(), "nobody"]:
            person = factories.person(session)
            if role in ("enterprise", "provider"):
                scopes = ["demands"] if role == "enterprise" else ["offers", "profile"]
                factories.mandate(session, organisation.id, person.id, *scopes)
            elif role != "nobody":
                session.add(RoleGrant(person_id=person.id, role=role, starts_at=NOW))
            made[role] = person.id
    return made


def renew(tokens, database: Database, persons):
    """Begin a session for each person who has none: a call may end the one that it is made with."""
    with database.reading() as session:
        now = clock.now(session)
        ended = [
            role
            for role in persons
            if not actors.actor_of_session(session, tokens.get(role, ""), now)
        ]
    if not ended:
        return
    with database.unit_of_work() as session:
        for role in ended:
            person = session.get(Person, persons[role])
            tokens[role] = sessions.begin(session, person, way="test", hours=12, now=now)


def allowed(entry):
    """The callers whom an entry of the matrix lets in."""
    if entry == ALL:
        return {"public", "nobody", *ROLES.values()}
    if entry == SIGNED_IN:
        return {"nobody", *ROLES.values()}
    return {ROLES[letter] for letter in entry}


def test_every_route_stands_in_the_matrix_and_the_other_way_round(app):
    assert set(routes(app)) == set(MATRIX)


def test_every_route_declares_who_may(app):
    undeclared = [name for name, view in routes(app).items() if not hasattr(view, "access")]
    assert undeclared == []


def whom(access):
    """The callers whom the declaration of a view lets in."""
    if access == "public":
        return allowed(ALL)
    opening = [PERMISSIONS[name].roles for name in access.split(" or ")]
    if PERSON in opening:
        return allowed(SIGNED_IN)
    return set().union(*opening) & set(ROLES.values())


def test_each_route_declares_exactly_what_the_matrix_says(app):
    # Apart from the calls below: there, a command that refuses as well would hide a door that stands open.
    wrong, wider = {}, set()
    for name, view in routes(app).items():
        declared, written = whom(view.access), allowed(MATRIX[name])
        if declared > written:
            wider.add(name)
        elif declared != written:
            wrong[name] = view.access
    assert wrong == {}
    # What a file is attached to decides further who may; the calls below see that it does.
    narrower = {name for name, who in MATRIX.items() if who != SIGNED_IN}
    assert wider == {name for name in narrower if re.fullmatch(r"POST .*/attachments", name)}


def test_a_route_without_its_guard_declares_nothing(app):
    declaring = []
    for name, (cls, method) in methods(app).items():
        with open_door(cls, method) as bare:
            declaring += [name] if hasattr(bare, "access") else []
    assert declaring == []


@pytest.mark.parametrize("name", sorted(n for n in MATRIX if "/api/v1/" in n))
def test_a_route_lets_in_exactly_whom_the_matrix_names(name, guarded_app):
    app, persons, tokens = guarded_app
    renew(tokens, app.extensions["database"], persons)
    method, path = name.split(" ")
    path = path.replace("<>", "999999999")
    let_in = set()
    for caller, token in ({"public": None} | tokens).items():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = app.test_client().open(path, method=method, headers=headers)
        refusal = answer.status_code in REFUSED and answer.json["code"] in (
            "not_signed_in",
            "not_permitted",
        )
        if not refusal:
            let_in.add(caller)
        assert answer.status_code != 500, (caller, answer.json)
    assert let_in == allowed(MATRIX[name])


@pytest.fixture(scope="module")
def guarded_app(tmp_path_factory, request):
    """One application, its people and their sessions for all routes."""
    from dataclasses import replace

    from scenario_market import settings as settings_module
    from scenario_market.api import create_app

    path = tmp_path_factory.mktemp("access") / "market.sqlite3"
    path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
    redis_url = request.getfixturevalue("redis_url")
    settings = settings_module.load(
        {
            "SM_DATA_DIR": str(path.parent),
            "DATABASE_URL": f"sqlite:///{path}",
            "REDIS_URL": redis_url,
        }
    )
    app = create_app(replace(settings, log_level="error", rate_limits=False))
    return app, people(app.extensions["database"]), {}
