"""A web application on a fresh database, and clients that speak for somebody."""

import json
import shutil
from dataclasses import replace
from functools import lru_cache

import pytest

from scenario_market import settings as settings_module
from scenario_market.api import create_app
from scenario_market.domain import clock
from scenario_market.domain.parties import roles, sessions
from scenario_market.domain.parties.models import Person
from tests import factories
from tests.api.attaching import stored, world
from tests.api.matched import scene

__all__ = ["scene", "stored", "world"]  # fixtures of several modules

# Making an application takes as long as dozens of calls, most of it the specification; the same settings share one.
application = lru_cache(maxsize=8)(create_app)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """A data directory for one test at a time."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def settings(data_dir, database_url, fresh_redis_url):
    """Settings of a process on an empty database, broker and data directory."""
    made = settings_module.load(
        {
            "SM_DATA_DIR": str(data_dir),
            "SM_SECRET_KEY": "of the tests alone",
            "DATABASE_URL": database_url,
            "REDIS_URL": fresh_redis_url,
        }
    )
    yield replace(made, log_level="warning", rate_limits=False)
    for path in data_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def app(settings):
    """The web application."""
    return application(settings)


@pytest.fixture(scope="session")
def all_prepared(tmp_path_factory, sqlite_template, redis_url):
    """What every call of the table is about, made once."""
    from tests.api.prepared import Prepared, settings_on  # it builds on this module
    from tests.channels.issuer import Issuer

    issuer = Issuer()
    directory = tmp_path_factory.mktemp("prepared")
    yield Prepared(settings_on(directory, sqlite_template, redis_url, issuer))
    issuer.close()


@pytest.fixture
def prepared(all_prepared):
    """What every call of the table is about, as it was made."""
    yield all_prepared
    all_prepared.restore()


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


class Clients(dict):
    """The clients of people, each signed in when he is first asked for."""

    def __init__(self, client_of, persons):
        self.client_of, self.persons = client_of, persons

    def __missing__(self, name):
        self[name] = self.client_of(self.persons[name])
        return self[name]


def version(answer):
    """The version that an answer's ETag tells."""
    return int(answer.headers["ETag"].strip('"').partition("-")[0])


@pytest.fixture
def sms(settings):
    """The messages that were sent, oldest first."""

    def sms():
        lines = (settings.data_dir / "sms" / "messages.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return sms


@pytest.fixture
def sign_in(app, public, sms):
    """Signs a number in by code; returns its client."""

    def sign_in(mobile, **body):
        assert public.post("/sign-in-codes", {"mobile": mobile}).status_code == 202
        code = sms()[-1]["variables"]["code"]
        answer = public.post("/sign-ins", {"mobile": mobile, "code": code} | body)
        assert answer.status_code == 201, answer.json
        return Client(app, answer.json["token"])

    return sign_in


@pytest.fixture
def staff(database, client_of, city):
    """Makes a client with granted roles."""

    def staff(*granted):
        with database.unit_of_work() as session:
            now = clock.now(session)
            person = factories.person(session)
            for role in granted:
                roles.write(session, person.id, role, None, None, actor=roles.SYSTEM, now=now)
        return client_of(person.id)

    return staff
