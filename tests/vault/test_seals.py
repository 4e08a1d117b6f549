"""电子印章: a seal holds for its document, its organisation and its time, and for nothing else."""

import base64
from datetime import timedelta

import pytest

from scenario_market.domain.pledges.seals import SealRefused
from scenario_market.vault.seals import CmsSeals
from tests.factories import NOW, USCCS
from tests.vault.authority import Authority

DOCUMENT = '{"form":"scenario-market/pledge/1","金额":50000000}'.encode()
USCC = USCCS[0]


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def folder(authority, tmp_path):
    return authority.keep(tmp_path / "anchors")


@pytest.fixture
def seals(folder):
    return CmsSeals(folder)


def refusal(seals, cms, document=DOCUMENT, *, uscc=USCC, at=NOW):
    with pytest.raises(SealRefused) as refused:
        seals.check(cms, document, uscc=uscc, at=at)
    return refused.value.rule


def test_a_seal_that_the_anchors_lead_to_holds_and_says_whose_it_is(authority, seals):
    seal = authority.seal(USCC)
    facts = seals.check(seal.sign(DOCUMENT), DOCUMENT, uscc=USCC, at=NOW)
    assert USCC in facts.subject
    assert facts.serial == f"{seal.certificate.serial_number:X}"
    assert facts.expires_at == seal.certificate.not_valid_after_utc


def test_a_seal_in_pem_is_read_too(authority, seals):
    made = authority.seal(USCC).sign(DOCUMENT)
    body = base64.encodebytes(made)
    armoured = b"-----BEGIN PKCS7-----\n" + body + b"-----END PKCS7-----\n"
    assert seals.check(armoured, DOCUMENT, uscc=USCC, at=NOW)


def test_one_altered_byte_of_the_document_is_refused_by_name(authority, seals):
    made = authority.seal(USCC).sign(DOCUMENT)
    altered = DOCUMENT.replace(b"50000000", b"50000001")
    assert refusal(seals, made, altered) == "seal_of_another_document"


def test_an_altered_signature_is_broken(authority, seals):
    made = bytearray(authority.seal(USCC).sign(DOCUMENT))
    made[-1] ^= 1
    assert refusal(seals, bytes(made)) in {"seal_broken", "seal_unreadable"}


def test_a_seal_of_another_organisation_is_refused(authority, seals):
    made = authority.seal(USCCS[1]).sign(DOCUMENT)
    assert refusal(seals, made) == "seal_of_another_organisation"


def test_a_uscc_that_is_only_part_of_a_longer_number_does_not_count(authority, seals):
    made = authority.seal(f"{USCC}9").sign(DOCUMENT)
    assert refusal(seals, made) == "seal_of_another_organisation"


def test_a_seal_of_an_unknown_authority_is_untrusted(seals):
    made = Authority("别处的根").seal(USCC).sign(DOCUMENT)
    assert refusal(seals, made) == "seal_untrusted"


def test_an_authority_that_only_calls_itself_as_the_anchor_is_untrusted(seals):
    assert refusal(seals, Authority().seal(USCC).sign(DOCUMENT)) == "seal_untrusted"


@pytest.mark.parametrize("days", [{"starts": -20, "ends": -10}, {"starts": 10, "ends": 20}])
def test_a_seal_outside_its_time_has_expired(authority, seals, days):
    assert refusal(seals, authority.seal(USCC, **days).sign(DOCUMENT)) == "seal_expired"


def test_a_seal_holds_by_the_instant_of_signing_not_by_todays(authority, seals):
    made = authority.seal(USCC, starts=-20, ends=-10).sign(DOCUMENT)
    assert seals.check(made, DOCUMENT, uscc=USCC, at=NOW - timedelta(days=15))


def test_a_certificate_that_is_not_for_signing_is_refused(authority, seals):
    made = authority.seal(USCC, usage={"key_encipherment": True}).sign(DOCUMENT)
    assert refusal(seals, made) == "seal_not_for_signing"


def test_a_revoked_seal_is_refused(authority, folder):
    seal = authority.seal(USCC)
    authority.revoke(folder, seal.certificate)
    made = seal.sign(DOCUMENT)
    assert refusal(CmsSeals(folder), made) == "seal_revoked"
    other = authority.seal(USCC).sign(DOCUMENT)
    assert CmsSeals(folder).check(other, DOCUMENT, uscc=USCC, at=NOW)


def test_a_seal_is_refused_where_the_list_of_revocation_is_out_of_date(authority, folder):
    authority.revoke(folder, authority.seal(USCC).certificate, days=-1)
    made = authority.seal(USCC).sign(DOCUMENT)
    assert refusal(CmsSeals(folder), made) == "seal_revocation_unknown"


def test_a_signature_that_carries_its_document_is_refused(authority, seals):
    made = authority.seal(USCC).sign(DOCUMENT, options=())
    assert refusal(seals, made) == "seal_unreadable"


@pytest.mark.parametrize("made", [b"", b"\x30\x80", b"not a seal at all", b"\x00" * 300_000])
def test_what_is_no_seal_is_told_so(seals, made):
    assert refusal(seals, made) == "seal_unreadable"


def test_without_anchors_no_seal_is_taken(authority, tmp_path):
    made = authority.seal(USCC).sign(DOCUMENT)
    assert refusal(CmsSeals(None), made) == "seals_not_set_up"
    assert refusal(CmsSeals(tmp_path), made) == "seals_not_set_up"
