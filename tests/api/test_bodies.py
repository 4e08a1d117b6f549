"""What a stranger sends is not read: count, identify and permit come first, and a body without a file is small."""

from dataclasses import replace

import pytest

from scenario_market import settings as settings_module
from scenario_market.api import create_app
from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.api.conftest import Client

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MIB = 2**20


class Untouched:
    """A body that says whether anybody began to read it. It has no end that comes early."""

    touched = False

    def read(self, size=-1):
        self.touched = True
        return b"x" * min(size, MIB)


def announced(body, length, content_type="application/json"):
    """What a server hands to the application where a caller announces a body."""
    sent = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": content_type}
    return {"environ_overrides": {"wsgi.input": body, **sent}}


def send(client, path, *, method="POST", length=30 * MIB, **options):
    """Announce a body; returns the answer and whether the body was looked at."""
    body = Untouched()
    answer = client.call(method, path, **announced(body, length, **options))
    return answer, body.touched


@pytest.fixture
def somebody(database, client_of):
    """Signed in, without any role."""
    with database.unit_of_work() as session:
        key = factories.person(session).id
    return client_of(key)


@pytest.fixture
def officer(database, client_of):
    with database.unit_of_work() as session:
        key = factories.person(session).id
        session.add(RoleGrant(person_id=key, role="office_lead", starts_at=factories.NOW))
    return client_of(key)


WRITES = [
    ("POST", "/demands"),
    ("PATCH", "/me"),
    ("PUT", "/me/password"),
    ("POST", "/organisations"),
    ("POST", "/imports"),
    ("POST", "/demands/1/attachments"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize("token", [None, "nonsense", "smt_nonsense"])
def test_a_strangers_body_is_not_read(app, method, path, token):
    answer, touched = send(Client(app, token), path, method=method)
    assert (answer.status_code, touched) == (401, False)


def test_a_wrong_token_is_refused_unread_where_nobody_need_sign_in(app):
    answer, touched = send(Client(app, "nonsense"), "/sign-in-codes")
    assert (answer.status_code, touched) == (401, False)


def test_the_body_of_who_may_not_is_not_read(somebody):
    answer, touched = send(somebody, "/people/1/roles")
    assert (answer.status_code, touched) == (403, False)


@pytest.mark.parametrize("path", ["/sign-ins", "/sign-in-codes"])
def test_a_body_without_a_file_has_a_small_limit_of_its_own(app, settings, path):
    limit = settings.request_limit_bytes
    assert limit == MIB
    answer, touched = send(Client(app), path, length=limit + 1)
    assert (answer.status_code, touched) == (413, False)
    assert answer.json["params"]["limit_bytes"] == limit
    assert answer.json["detail"] == "请求内容不得超过 1 MB。"
    _, touched = send(Client(app), path, length=limit)
    assert touched


def test_a_file_has_another_limit(officer, settings):
    form = {"content_type": "multipart/form-data; boundary=x"}
    _, touched = send(officer, "/imports", length=settings.upload_limit_bytes, **form)
    assert touched
    answer, touched = send(officer, "/imports", length=settings.upload_limit_bytes + MIB, **form)
    assert (answer.status_code, touched) == (413, False)


def test_who_knocks_too_often_is_refused_unread(settings):
    app = create_app(replace(settings, rate_limits=True, rate_sign_ins="2 per hour"))
    assert [send(Client(app), "/sign-ins", length=9)[1] for _ in range(3)] == [True, True, False]
    answer, _ = send(Client(app), "/sign-ins")
    assert answer.status_code == 429


def test_limits_are_set_by_kind_and_a_wrong_one_is_named(settings):
    app = create_app(replace(settings, rate_limits=True, rate_codes="1 per hour", rate_sign_ins=""))
    client = Client(app)
    assert [client.post("/sign-in-codes", {}).status_code for _ in range(2)] == [422, 429]
    assert {client.post("/sign-ins", {}).status_code for _ in range(70)} == {422}
    wrong = {"SM_RATE_CODES": "often", "SM_RATE_UPLOADS": "3 per fortnight"}
    with pytest.raises(settings_module.SettingsError) as refused:
        settings_module.load({"SM_DATA_DIR": str(settings.data_dir), **wrong})
    assert "rate_codes (SM_RATE_CODES='often')" in str(refused.value)
    assert "rate_uploads" in str(refused.value)


def test_uploads_are_counted_and_reading_what_is_there_is_not(app, settings):
    limited = create_app(replace(settings, rate_limits=True, rate_uploads="1 per hour"))
    client = Client(limited)
    posts = [client.post("/demands/1/attachments").status_code for _ in range(2)]
    assert posts == [401, 429]
    assert client.get("/demands/1/attachments").status_code == 404


def test_a_body_without_a_file_is_limited_to_far_less_than_an_upload(settings):
    assert settings.request_limit_bytes * 4 < settings.upload_limit_bytes
