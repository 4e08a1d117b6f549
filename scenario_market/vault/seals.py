"""电子印章: detached CMS signatures (RFC 5652) over a document, by certificates that the city's trust anchors lead to.

Checked are the document's digest, the signature, the chain (RFC 5280), validity at the instant, key usage, and that the
certificate names the organisation's uscc; RSA and ECDSA, with SHA-256 and above. Where the folder holds lists of
revocation, each seal must be covered by one that is fresh at the instant.

The libraries are loaded at the first seal: most processes never see one.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from scenario_market.domain.pledges.seals import SealFacts, SealRefused

CERTIFICATES = ("*.pem", "*.crt", "*.cer")
LISTS = ("*.crl",)
# A seal's certificate is for signatures (RFC 5280, 4.2.1.3); non_repudiation is contentCommitment.
USAGES = frozenset({"digital_signature", "non_repudiation"})
SIZE_MAX_BYTES = 256 * 1024
WEAK = frozenset({"md5", "sha1"})


class CmsSeals:
    """Checks seals against the anchors in a folder: certificates (PEM or DER), and lists of revocation (``*.crl``).

    :param folder: None, or a folder without certificates: no seal is taken.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def check(self, cms: bytes, content: bytes, *, uscc: str, at: datetime) -> SealFacts:
        """What a seal says that holds; see ``domain.pledges.seals``."""
        if not self._anchors:
            raise SealRefused("seals_not_set_up")
        signed = _signed_data(cms)
        _check_digest(signed, content)
        status = self._status(signed, content, at)
        certificate = status.signing_cert
        if not (status.intact and status.valid):
            raise SealRefused("seal_broken")
        if status.trust_problem_indic is not None or not status.trusted:
            raise SealRefused(_problem(status, certificate, at))
        if uscc not in _words(certificate):
            raise SealRefused("seal_of_another_organisation", uscc=uscc)
        return SealFacts(
            subject=certificate.subject.human_friendly,
            issuer=certificate.issuer.human_friendly,
            serial=f"{certificate.serial_number:X}",
            sha256=hashlib.sha256(certificate.dump()).hexdigest(),
            expires_at=certificate.not_valid_after,
        )

    @cached_property
    def _anchors(self) -> list[Any]:
        from asn1crypto import x509

        return [x509.Certificate.load(_der(path)) for path in self._files(CERTIFICATES)]

    @cached_property
    def _revoked(self) -> list[Any]:
        from asn1crypto import crl

        return [crl.CertificateList.load(_der(path)) for path in self._files(LISTS)]

    def _files(self, patterns: Iterable[str]) -> list[Path]:
        if self._folder is None:
            return []
        return sorted(path for pattern in patterns for path in self._folder.glob(pattern))

    def _status(self, signed: Any, content: bytes, at: datetime) -> Any:
        from pyhanko.sign.general import CMSStructuralError
        from pyhanko.sign.validation.errors import SignatureValidationError
        from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
        from pyhanko.sign.validation.settings import KeyUsageConstraints
        from pyhanko_certvalidator import ValidationContext
        from pyhanko_certvalidator.policy_decl import (
            CertRevTrustPolicy,
            RevocationCheckingPolicy,
            RevocationCheckingRule,
        )

        rule = (
            RevocationCheckingRule.CRL_REQUIRED
            if self._revoked
            else RevocationCheckingRule.NO_CHECK
        )
        context = ValidationContext(
            trust_roots=self._anchors,
            crls=self._revoked,
            moment=at,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(
                RevocationCheckingPolicy(rule, RevocationCheckingRule.NO_CHECK)
            ),
            weak_hash_algos=set(WEAK),
        )
        usage = KeyUsageConstraints(key_usage=USAGES)
        checked = async_validate_detached_cms(
            content, signed, signer_validation_context=context, key_usage_settings=usage
        )
        try:
            return asyncio.run(checked)
        except (SignatureValidationError, CMSStructuralError, ValueError) as error:
            raise SealRefused("seal_unreadable") from error


def _der(path: Path) -> bytes:
    from asn1crypto import pem

    data = path.read_bytes()
    return pem.unarmor(data)[2] if pem.detect(data) else data


def _signed_data(data: bytes) -> Any:
    """The one signer's SignedData, detached. :raises SealRefused: it is something else."""
    from asn1crypto import cms, pem

    if len(data) > SIZE_MAX_BYTES:
        raise SealRefused("seal_unreadable")
    try:
        whole = cms.ContentInfo.load(pem.unarmor(data)[2] if pem.detect(data) else data)
        signed = whole["content"]
        if whole["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1:
            raise SealRefused("seal_unreadable")
        if signed["encap_content_info"]["content"].native is not None:
            raise SealRefused("seal_unreadable")
    except (ValueError, TypeError, KeyError) as error:
        raise SealRefused("seal_unreadable") from error
    return signed


def _check_digest(signed: Any, content: bytes) -> None:
    """Whether it is over this document at all: told apart from a broken signature, and by its own name."""
    signer = signed["signer_infos"][0]
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm in WEAK or algorithm not in hashlib.algorithms_available:
        raise SealRefused("seal_weak", algorithm=algorithm)
    digests = [
        attribute["values"][0].native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "message_digest"
    ]
    # Without signed attributes the signature itself is over the document, and is checked as such.
    if digests and digests[0] != hashlib.new(algorithm, content).digest():
        raise SealRefused("seal_of_another_document")


def _problem(status: Any, certificate: Any, at: datetime) -> str:
    from pyhanko.sign.ades.report import AdESIndeterminate

    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        return "seal_expired"
    usage = certificate.key_usage_value
    if usage is None or not set(usage.native) & USAGES:
        return "seal_not_for_signing"
    if status.revocation_details is not None:
        return "seal_revoked"
    is_unknown = status.trust_problem_indic is AdESIndeterminate.TRY_LATER
    return "seal_revocation_unknown" if is_unknown else "seal_untrusted"


def _words(certificate: Any) -> set[str]:
    """Every value in the subject's name, and what stands in it between the usual separators."""
    words = set()
    for names in certificate.subject.chosen:
        for one in names:
            text = str(one["value"].native)
            words |= {text, *text.replace("-", " ").replace(":", " ").replace("@", " ").split()}
    return words
