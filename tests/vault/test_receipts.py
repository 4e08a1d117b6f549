"""Receipts: the market's own, of this content, and of one size whatever was done."""

import hashlib
import json

import pytest

from scenario_market.vault import keyfiles, receipts
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.receipts import Receipts, faults
from tests.factories import NOW, later

SALT, CONTENT = "ab" * 16, '{"内容":1}'.encode()
STATED = {
    "challenge_id": 7,
    "workspace": "w" * 32,
    "number": 3,
    "act": "hand_in",
    "salt": SALT,
    "content_hash": hashlib.sha256(bytes.fromhex(SALT) + CONTENT).hexdigest(),
    "at": NOW,
}


@pytest.fixture
def signer():
    return Receipts(Attestor(keyfiles.new_ring("receipt", NOW)))


def test_a_receipt_fits_the_content_and_the_published_key(signer):
    receipt = json.loads(json.dumps(signer.issue(**STATED)))
    assert faults(receipt, public_keys=signer.public_keys, content=CONTENT) == []


def test_receipts_have_one_size_whatever_was_done(signer):
    ways = [
        {"act": act, "number": number, "at": at}
        for act in receipts.ACTS
        for number in (1, 10**9)
        for at in (NOW, later(microseconds=1))
    ]
    for ascii_only in (True, False):
        made = [signer.issue(**STATED | way) for way in ways]
        assert len({len(json.dumps(one, ensure_ascii=ascii_only).encode()) for one in made}) == 1
        assert len({tuple(map(len, one.values())) for one in made}) == 1


@pytest.mark.parametrize("name", sorted(receipts.FIELDS - {"form", "key_id", "signature"}))
def test_one_changed_field_breaks_the_signature(signer, name):
    receipt = dict(signer.issue(**STATED))
    receipt[name] = receipt[name][:-1] + ("0" if receipt[name][-1] != "0" else "1")
    assert "signature" in faults(receipt, public_keys=signer.public_keys)


def test_one_changed_byte_of_the_content_is_noticed(signer):
    receipt = signer.issue(**STATED)
    changed = CONTENT.replace(b"1", b"2")
    assert faults(receipt, public_keys=signer.public_keys, content=changed) == ["content"]


def test_a_receipt_of_another_market_is_refused(signer):
    other = Receipts(Attestor(keyfiles.new_ring("receipt", NOW)))
    receipt = other.issue(**STATED)
    assert faults(receipt, public_keys=signer.public_keys) == ["unknown_key"]
    forged = dict(receipt) | {"key_id": next(iter(signer.public_keys))}
    assert faults(forged, public_keys=signer.public_keys) == ["signature"]


def test_a_receipt_signed_before_a_rotation_still_verifies():
    old = keyfiles.new_ring("receipt", NOW)
    receipt = Receipts(Attestor(old)).issue(**STATED)
    now = Receipts(Attestor(old.with_new(NOW)))
    assert now.issue(**STATED)["key_id"] != receipt["key_id"]
    assert faults(receipt, public_keys=now.public_keys) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: [],
        lambda one: {},
        lambda one: one | {"more": "x"},
        lambda one: one | {"number": 3},
        lambda one: one | {"form": "scenario-market/receipt/2"},
    ],
)
def test_what_is_no_receipt_is_told(signer, spoil):
    assert faults(spoil(signer.issue(**STATED)), public_keys=signer.public_keys) == ["form"]
