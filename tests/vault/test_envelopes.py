"""Envelopes: one size, two ways in, and neither half of the market can go the other's."""

from dataclasses import replace
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from scenario_market.domain.bids.sealing import About, CannotOpen, EnvelopeFull
from scenario_market.domain.keys.values import OfficerKey
from scenario_market.vault import keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.dated import GRACE, STAMP_BYTES, stamp_of
from scenario_market.vault.envelopes import OpenerSealing, WebSealing, capacity
from scenario_market.vault.wrapping import context, unwrap, wrap
from tests.factories import NOW, later
from tests.vault.rings import halves

SIZE = 4096
ABOUT = About(7, "w" * 32)
CONTENT = "揭榜书".encode()


def officers(attestor, count):
    """Officers with the private halves of their keys."""
    made = []
    for number in range(1, count + 1):
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        attestation = attestor.attest(context("officer", 10 + number) + public)
        made.append((OfficerKey(number, 10 + number, public, attestation), private))
    return made


@pytest.fixture
def market():
    """Both halves, and the keys of challenge 7."""
    web, opener = halves()
    return web, opener, web.new_challenge_keys(7, [], not_before=NOW)


def sealed(web, keys, content=CONTENT, about=ABOUT):
    return web.seal(content, public_key=keys.public_key, about=about, envelope_bytes=SIZE)


def test_the_web_opens_a_draft_and_the_opener_what_is_sealed(market):
    web, opener, keys = market
    one = sealed(web, keys)
    private = opener.unlock(keys.wrapped, challenge_id=7, now=NOW)
    assert web.open_draft(one, about=ABOUT) == CONTENT
    opened = opener.open_sealed(one.envelope, one.sealed_key, private_key=private, about=ABOUT)
    assert opened == CONTENT


def test_every_column_has_one_length_whatever_is_inside(market):
    web, _, keys = market
    lengths = {
        (len(one.envelope), len(one.sealed_key), len(one.draft_key))
        for content in (b"", b"x", b"x" * capacity(SIZE))
        for one in [sealed(web, keys, content)]
    }
    assert len(lengths) == 1
    assert lengths.pop()[0] == SIZE


def test_what_does_not_fit_is_refused_with_the_limit(market):
    web, _, keys = market
    with pytest.raises(EnvelopeFull) as refusal:
        sealed(web, keys, b"x" * (capacity(SIZE) + 1))
    assert refusal.value.params == {
        "limit_bytes": capacity(SIZE),
        "size_bytes": capacity(SIZE) + 1,
    }


def test_the_same_content_twice_is_two_ciphertexts(market):
    web, _, keys = market
    one, two = sealed(web, keys), sealed(web, keys)
    assert one.envelope != two.envelope
    assert one.sealed_key != two.sealed_key
    assert one.draft_key != two.draft_key


@pytest.mark.parametrize("other", [About(8, ABOUT.workspace), About(7, "v" * 32)])
def test_an_envelope_opens_for_its_own_challenge_and_workspace_alone(market, other):
    web, opener, keys = market
    one = sealed(web, keys)
    private = opener.unlock(keys.wrapped, challenge_id=7, now=NOW)
    with pytest.raises(CannotOpen):
        web.open_draft(one, about=other)
    with pytest.raises(CannotOpen):
        opener.open_sealed(one.envelope, one.sealed_key, private_key=private, about=other)


@pytest.mark.parametrize("column", ["envelope", "draft_key"])
@pytest.mark.parametrize("place", [0, 20, -1])
def test_one_changed_byte_of_a_draft_is_noticed(market, column, place):
    web, _, keys = market
    one = sealed(web, keys)
    bad = bytearray(getattr(one, column))
    bad[place] ^= 1
    with pytest.raises(CannotOpen):
        web.open_draft(replace(one, **{column: bytes(bad)}), about=ABOUT)


@pytest.mark.parametrize("column", ["envelope", "sealed_key"])
def test_one_changed_byte_of_what_is_sealed_is_noticed(market, column):
    web, opener, keys = market
    one = sealed(web, keys)
    bad = bytearray(getattr(one, column))
    bad[-1] ^= 1
    private = opener.unlock(keys.wrapped, challenge_id=7, now=NOW)
    columns = {"envelope": one.envelope, "sealed_key": one.sealed_key} | {column: bytes(bad)}
    with pytest.raises(CannotOpen):
        opener.open_sealed(*columns.values(), private_key=private, about=ABOUT)


def test_an_erased_draft_key_opens_nothing(market):
    web, _, keys = market
    erased = replace(sealed(web, keys), draft_key=None)
    with pytest.raises(CannotOpen, match="key_missing"):
        web.open_draft(erased, about=ABOUT)


def test_another_opening_key_does_not_unlock_a_challenge(market):
    _, _, keys = market
    _, stranger = halves()
    with pytest.raises(CannotOpen, match="key_missing"):
        stranger.unlock(keys.wrapped, challenge_id=7, now=NOW)


def test_the_key_of_one_challenge_is_not_unlocked_as_another_s(market):
    _, opener, keys = market
    with pytest.raises(CannotOpen):
        opener.unlock(keys.wrapped, challenge_id=8, now=NOW)


def test_nothing_is_sealed_to_a_key_that_was_slipped_in(market):
    web, _, keys = market
    own = X25519PrivateKey.generate().public_key().public_bytes_raw()
    for slipped in (
        own + keys.public_key[32:],
        web.new_challenge_keys(8, [], not_before=NOW).public_key,
        own,
    ):
        with pytest.raises(CannotOpen, match="challenge_key_not_attested"):
            sealed(web, replace(keys, public_key=slipped))


def test_any_two_of_three_officers_have_the_key_and_none_has_it_alone():
    opening = keyfiles.new_ring("opening", NOW)
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    web = WebSealing(keyfiles.new_ring("draft", NOW), opening.public(), attestor)
    people = officers(attestor, 3)
    keys = web.new_challenge_keys(7, [one for one, _ in people], not_before=NOW)
    assert len(keys.shares) == 6
    opener = OpenerSealing(opening)
    secret = opener.unlock(keys.wrapped, challenge_id=7, now=NOW).private_bytes_raw()
    private = {one.officer_id: (one.person_id, half) for one, half in people}
    half = {}
    for share in keys.shares:
        person, key = private[share.officer_id]
        half[share.officer_id, share.other_id] = unwrap(
            share.wrapped, key, context("share", 7, person)
        )
    assert secret not in half.values()
    assert len(set(half.values())) == 6
    for one, other in combinations((1, 2, 3), 2):
        handed = [
            wrap(half[pair], opening.public().first.material, context("handed-share", 7))
            for pair in ((one, other), (other, one))
        ]
        both = opener.unlock_shares(handed, challenge_id=7, public_key=keys.public_key)
        assert both.private_bytes_raw() == secret


def test_a_key_is_not_split_for_an_officer_whose_key_was_slipped_in():
    web, _ = halves()
    stranger = Attestor(keyfiles.new_ring("receipt", NOW))
    with pytest.raises(CannotOpen, match="officer_key_not_attested"):
        web.new_challenge_keys(7, [one for one, _ in officers(stranger, 2)], not_before=NOW)


def test_a_new_draft_key_opens_what_was_renewed_and_the_old_one_may_go():
    old = keyfiles.new_ring("draft", NOW)
    opening = keyfiles.new_ring("opening", NOW).public()
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    before = WebSealing(old, opening, attestor)
    one = sealed(before, before.new_challenge_keys(7, [], not_before=NOW))
    both = old.with_new(NOW)
    during = WebSealing(both, opening, attestor)
    assert during.open_draft(one, about=ABOUT) == CONTENT
    renewed = replace(one, draft_key=during.renewed(one.draft_key, about=ABOUT))
    after = WebSealing(both.without(old.first.id), opening, attestor)
    assert after.open_draft(renewed, about=ABOUT) == CONTENT
    with pytest.raises(CannotOpen, match="key_missing"):
        after.open_draft(one, about=ABOUT)


def test_the_opening_key_alone_opens_nothing_before_the_first_deadline():
    web, opener = halves()
    keys = web.new_challenge_keys(7, [], not_before=later(days=30))
    for now in (NOW, later(days=30) - 2 * GRACE):
        with pytest.raises(CannotOpen, match="too_early"):
            opener.unlock(keys.wrapped, challenge_id=7, now=now)
    assert opener.unlock(keys.wrapped, challenge_id=7, now=later(days=30))
    earlier = stamp_of(NOW) + keys.wrapped[STAMP_BYTES:]
    with pytest.raises(CannotOpen, match="key_missing"):
        opener.unlock(earlier, challenge_id=7, now=NOW)
    rewrapped = opener.rewrapped(keys.wrapped, challenge_id=7)
    with pytest.raises(CannotOpen, match="too_early"):
        opener.unlock(rewrapped, challenge_id=7, now=NOW)


def test_a_new_opening_key_unlocks_what_was_rewrapped_and_the_old_one_may_go():
    old = keyfiles.new_ring("opening", NOW)
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    web = WebSealing(keyfiles.new_ring("draft", NOW), old.public(), attestor)
    keys = web.new_challenge_keys(7, [], not_before=NOW)
    both = old.with_new(NOW)
    rewrapped = OpenerSealing(both).rewrapped(keys.wrapped, challenge_id=7)
    after = OpenerSealing(both.without(old.first.id))
    secret = OpenerSealing(old).unlock(keys.wrapped, challenge_id=7, now=NOW).private_bytes_raw()
    assert after.unlock(rewrapped, challenge_id=7, now=NOW).private_bytes_raw() == secret
    with pytest.raises(CannotOpen):
        after.unlock(keys.wrapped, challenge_id=7, now=NOW)
