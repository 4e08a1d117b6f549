"""A production installation: what it does not run on, and whom it does not let in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from scenario_market.api import create_app
from scenario_market.domain.parties.models import Person
from scenario_market.domain.production import NotForProduction
from scenario_market.persistence.database import Database
from scenario_market.vault import holding
from scenario_market.vault.keyfiles import KeyFileError
from tests import factories


@pytest.fixture
def in_production(settings):
    """Settings of a production installation on the test's database, with the keys of a web host."""
    folder = settings.data_dir / "keys"
    holding.make_missing(folder)
    held = ("draft", "receipt", "platform", "opening_public")
    files = {f"{purpose}_key_file": str(folder / holding.NAMES[purpose]) for purpose in held}
    return replace(settings, mode="production", **files)


def test_the_web_does_not_start_in_production_on_a_demonstration(database, in_production):
    with database.unit_of_work() as session:
        factories.person(session, is_demo=True)
    with pytest.raises(NotForProduction, match=r"1 demonstration accounts.*DATABASE_URL"):
        create_app(in_production)
    with database.unit_of_work() as session:
        session.execute(delete(Person))
        factories.move_clock(session, timedelta(hours=-6))
    with pytest.raises(NotForProduction, match="clock that was moved by"):
        create_app(in_production)
    with database.unit_of_work() as session:
        factories.move_clock(session, timedelta(hours=6))
    app = create_app(in_production)
    assert app.test_client().get("/readyz").json["database"] == "ok"


def test_a_web_process_that_began_before_its_database_looks_at_it_before_it_is_ready(
    database, in_production, monkeypatch
):
    with database.unit_of_work() as session:
        key = factories.person(session, is_demo=True).id

    def away(*_, **__):
        raise OperationalError("connect", None, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(Database, "reading", away)
        client = create_app(in_production).test_client()
    refused = client.get("/readyz")
    assert (refused.status_code, refused.json["database"]) == (503, "refused")
    assert "DATABASE_URL" in refused.json["detail"]
    with database.unit_of_work() as session:
        session.execute(delete(Person).where(Person.id == key))
    assert client.get("/readyz").status_code == 200


def test_a_demonstration_account_does_not_sign_in_to_production(
    public, app, settings, database, monkeypatch
):
    with database.unit_of_work() as session:
        hashed = app.extensions["passwords"].hash("correct horse 电池")
        mobile = factories.person(session, is_demo=True, password_hash=hashed).mobile
    body = {"mobile": mobile, "password": "correct horse 电池"}
    assert public.post("/sign-ins", body).status_code == 201
    monkeypatch.setitem(app.extensions, "settings", replace(settings, mode="production"))
    refused = public.post("/sign-ins", body)
    assert (refused.status_code, refused.json["rule"]) == (401, "demonstration_account")
    assert "演示账号" in refused.json["detail"]


def test_the_web_does_not_start_in_production_without_the_keys_of_sealed_bids(in_production):
    with pytest.raises(KeyFileError, match="SM_DRAFT_KEY_FILE"):
        create_app(replace(in_production, draft_key_file=""))


def test_the_web_does_not_start_in_production_with_the_opening_key(in_production):
    opening = str(in_production.data_dir / "keys" / "opening.key")
    with pytest.raises(KeyFileError, match="a web process must not hold the opening key"):
        create_app(replace(in_production, opening_key_file=opening))
