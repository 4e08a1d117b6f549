"""Which process holds which keys: made by itself in a demonstration, named and kept apart in production."""

from dataclasses import replace

import pytest

from scenario_market import settings as settings_module
from scenario_market.domain.bids.sealing import About
from scenario_market.vault import holding
from scenario_market.vault.keyfiles import KeyFileError
from tests.factories import NOW


@pytest.fixture
def demonstration(tmp_path):
    return settings_module.load({"SM_DATA_DIR": str(tmp_path)})


@pytest.fixture
def production(tmp_path):
    """Production with keys made and none named."""
    holding.make_missing(tmp_path)
    return settings_module.load(
        {
            "SM_DATA_DIR": str(tmp_path),
            "SM_MODE": "production",
            "SM_SECRET_KEY": "of the tests alone",
            "DATABASE_URL": "postgresql://u:p@h/market",
        }
    )


def named(settings, *purposes):
    """The settings with these keys named."""
    files = {f"{one}_key_file": str(settings.data_dir / holding.NAMES[one]) for one in purposes}
    return replace(settings, **files)


def test_a_demonstration_makes_its_keys_once_and_all_processes_share_them(demonstration):
    web, opener = holding.web(demonstration).sealing, holding.opener(demonstration)
    holding.publisher(demonstration)
    keys = web.new_challenge_keys(1, [], not_before=NOW)
    about = About(1, "w")
    one = web.seal(b"x", public_key=keys.public_key, about=about, envelope_bytes=1000)
    private = opener.unlock(keys.wrapped, challenge_id=1, now=NOW)
    opened = opener.open_sealed(one.envelope, one.sealed_key, private_key=private, about=about)
    assert opened == b"x"
    assert holding.make_missing(demonstration.data_dir / "keys") == []


def test_production_makes_no_key_by_itself(production):
    for side in (holding.web, holding.publisher):
        with pytest.raises(KeyFileError, match=r"SM_.*_KEY_FILE"):
            side(production)
    assert not (production.data_dir / "keys").exists()


def test_a_worker_of_production_without_the_opening_key_opens_nothing(production):
    assert holding.opener(production) is None


def test_production_takes_the_keys_that_it_is_given(production):
    assert holding.web(named(production, "draft", "receipt", "platform", "opening_public"))
    assert holding.publisher(named(production, "receipt", "opening_public"))
    assert holding.opener(named(production, "opening"))


@pytest.mark.parametrize(
    ("side", "foreign"),
    [
        (holding.web, "opening"),
        (holding.publisher, "opening"),
        (holding.publisher, "draft"),
        (holding.opener, "draft"),
    ],
)
def test_a_process_that_is_given_the_other_side_s_key_refuses(production, side, foreign):
    with pytest.raises(KeyFileError, match=f"{foreign}_key_file.*must not hold"):
        side(named(production, foreign))


def test_the_clock_signs_heads_and_the_web_knows_their_public_halves_alone(
    demonstration, production
):
    signing, shown = holding.heads(demonstration), holding.head_keys(demonstration)
    assert shown == signing.public_keys == {signing.id: signing.public_key}
    with pytest.raises(KeyFileError, match="SM_HEAD_KEY_FILE"):
        holding.heads(production)
    assert holding.head_keys(production) == {}
    web = named(production, "head_public")
    assert holding.head_keys(web) == holding.heads(named(production, "head")).public_keys
    with pytest.raises(KeyFileError):
        holding.heads(web)
