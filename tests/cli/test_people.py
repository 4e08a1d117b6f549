"""The first ones, from the machine's own command line."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from scenario_market.cli import main
from scenario_market.domain.parties.models import RoleGrant
from tests import factories

MOBILES = ("13912345001", "13912345002")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(tmp_path, database_url, database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SM_LOG_LEVEL", "error")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_the_first_two_key_officers_are_named_once_and_have_signed_in_before(run, database):
    unknown = run("install-key-officers", *MOBILES)
    assert unknown.exit_code == 1
    with database.unit_of_work() as session:
        people = [factories.person(session, mobile=one).id for one in MOBILES]
    done = run("install-key-officers", *MOBILES)
    assert done.exit_code == 0, done.output
    with database.reading() as session:
        held = session.scalars(select(RoleGrant).order_by(RoleGrant.id)).all()
        assert [(one.person_id, one.role) for one in held] == [
            (key, "key_officer") for key in people
        ]
    again = run("install-key-officers", *MOBILES)
    assert again.exit_code == 1
    assert "已有密钥保管人" in again.output
