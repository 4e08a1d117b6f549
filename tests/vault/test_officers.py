"""Officers' keys: under a passphrase, used for a moment, and what they hand over only the openers read."""

import pytest

from scenario_market.domain.keys.values import CannotOpen, OfficerKey
from scenario_market.vault import keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.envelopes import OpenerSealing, WebSealing
from scenario_market.vault.officers import OfficerKeys
from tests.factories import NOW

WORDS = {1: "第一位保管人 的一句很长的口令", 2: "第二位保管人 的一句很长的口令"}


@pytest.fixture
def market():
    """The vault of the officers, two of them, a challenge's keys, and the opener."""
    opening = keyfiles.new_ring("opening", NOW)
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    vault = OfficerKeys(opening.public(), attestor, memory_kib=64, passes=1, lanes=1)
    new = {key: vault.enrol(10 + key, words) for key, words in WORDS.items()}
    officers = [OfficerKey(k, 10 + k, one.public_key, one.attestation) for k, one in new.items()]
    web = WebSealing(keyfiles.new_ring("draft", NOW), opening.public(), attestor)
    return vault, new, web.new_challenge_keys(7, officers, not_before=NOW), OpenerSealing(opening)


def hand_over(market, officer, words=None, challenge_id=7, person_id=None):
    vault, new, keys, _ = market
    shares = {one.other_id: one.wrapped for one in keys.shares if one.officer_id == officer}
    return vault.hand_over(
        new[officer].kept,
        words or WORDS[officer],
        shares,
        challenge_id=challenge_id,
        person_id=person_id or 10 + officer,
    )


def test_two_officers_hand_over_what_opens_the_challenge(market):
    *_, keys, opener = market
    handed = [hand_over(market, 1)[2], hand_over(market, 2)[1]]
    together = opener.unlock_shares(
        handed, challenge_id=7, public_key=keys.public_key
    ).private_bytes_raw()
    assert together == opener.unlock(keys.wrapped, challenge_id=7, now=NOW).private_bytes_raw()


def test_one_officer_alone_opens_nothing(market):
    *_, keys, opener = market
    mine = hand_over(market, 1)[2]
    with pytest.raises(CannotOpen):
        opener.unlock_shares([mine], challenge_id=7, public_key=keys.public_key)
    with pytest.raises(CannotOpen, match="halves_differ"):
        opener.unlock_shares([mine, mine], challenge_id=7, public_key=keys.public_key)


def test_a_wrong_passphrase_hands_nothing_over(market):
    assert hand_over(market, 1, WORDS[2]) is None


def test_a_half_is_handed_over_for_its_own_challenge_and_by_its_own_officer_alone(market):
    with pytest.raises(CannotOpen):
        hand_over(market, 1, challenge_id=8)
    assert hand_over(market, 1, person_id=12) is None


def test_the_passphrase_stands_nowhere_in_what_is_kept(market):
    _, new, *_ = market
    assert WORDS[1].encode() not in new[1].kept
    assert new[1].kept != new[2].kept


def test_what_is_kept_opens_after_the_parameters_have_changed(market):
    vault, new, keys, opener = market
    later = OfficerKeys(vault._opening, vault._attestor, memory_kib=128, passes=2, lanes=2)
    assert hand_over((later, new, keys, opener), 1) is not None
