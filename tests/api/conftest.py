"""A web application on a fresh database, and clients that speak for somebody."""

from dataclasses import replace

import pytest

from scenario_market import settings as settings_module
from scenario_market.api import create_app
from scenario_market.domain import clock
from scenario_market.domain.parties import sessions
from scenario_market.domain.parties.models import Person


@pytest.fixture
def settings(tmp_path, database_url, fresh_redis_url):
    """Settings of a process on this test's own database and broker."""
    made = settings_module.load(
        {"SM_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "REDIS_URL": fresh_redis_url}
    )
    return replace(made, log_level="warning", rate_limits=False)


@pytest.fixture
def app(settings):
    """The web application."""
    return create_app(settings)


class Client:
    """Calls the API as one person; ``answer.json`` is parsed, ``version`` of an answer goes into If-Match."""

    def __init__(self, app, token=None):
        self.http = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method, path, body=None, *, version=None, **options):
        headers = self.headers | options.pop("headers", {})
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if body is not None:
            options["json"] = body
        return self.http.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def patch(self, path, body=None, **options):
        return self.call("PATCH", path, body, **options)

    def put(self, path, body=None, **options):
        return self.call("PUT", path, body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)


@pytest.fixture
def public(app):
    """Nobody in particular."""
    return Client(app)


@pytest.fixture
def client_of(app, database):
    """Makes a client that is signed in as a person."""

    def make(person_id):
        with database.unit_of_work() as session:
            person = session.get(Person, person_id)
            token = sessions.begin(session, person, way="test", hours=12, now=clock.now(session))
        return Client(app, token)

    return make
