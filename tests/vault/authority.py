"""A certificate authority of the tests' own, that issues 电子印章, and what a seal signs with them."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from tests.factories import NOW

DAY = timedelta(days=1)
SIGNING = {"digital_signature": True, "content_commitment": True}
NOTHING = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


def _name(common_name, uscc=None):
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if uscc:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, uscc))
    return x509.Name(parts)


class Authority:
    """Root and intermediate; ``keep`` writes the root where seals are checked against."""

    def __init__(self, name="测试电子印章根"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._issue(_name(name), self.key.public_key(), is_authority=True)
        self.middle_key = ec.generate_private_key(ec.SECP256R1())
        self.middle = self._issue(
            _name("测试电子印章中级"), self.middle_key.public_key(), is_authority=True
        )

    def keep(self, folder):
        folder.mkdir(exist_ok=True)
        (folder / "root.pem").write_bytes(self.root.public_bytes(Encoding.PEM))
        return folder

    def _issue(
        self, subject, public_key, *, is_authority=False, by=None, starts=-400, ends=400, usage=None
    ):
        issuer, key = by or (getattr(self, "root", None), self.key)
        allowed = {"key_cert_sign": True, "crl_sign": True} if is_authority else usage or SIGNING
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + starts * DAY)
            .not_valid_after(NOW + ends * DAY)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(x509.KeyUsage(**{**NOTHING, **allowed}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
            )
        )
        return builder.sign(key, hashes.SHA256())

    def seal(self, uscc, **changes):
        """A seal of an organisation, issued by the intermediate."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(
            _name("测试单位公章", uscc),
            key.public_key(),
            by=(self.middle, self.middle_key),
            **changes,
        )
        return Seal(key, certificate, [self.middle])

    def revoke(self, folder, certificate, *, days=30):
        """A list of revocation that names a certificate, beside the anchors; it holds for so many days."""
        revoked = (
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(NOW - 10 * DAY)
            .build()
        )
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.middle.subject)
            .last_update(NOW - 9 * DAY)
            .next_update(NOW + days * DAY)
            .add_revoked_certificate(revoked)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.middle_key.public_key()),
                critical=False,
            )
            .add_extension(x509.CRLNumber(1), critical=False)
            .sign(self.middle_key, hashes.SHA256())
        )
        (folder / "middle.crl").write_bytes(listed.public_bytes(Encoding.DER))


class Seal:
    """A key and its certificate."""

    def __init__(self, key, certificate, chain):
        self.key, self.certificate, self.chain = key, certificate, chain

    def sign(self, content, *, options=(pkcs7.PKCS7Options.DetachedSignature,), digest=None):
        """A CMS signature (DER); detached unless the options say otherwise."""
        builder = (
            pkcs7.PKCS7SignatureBuilder()
            .set_data(content)
            .add_signer(self.certificate, self.key, digest or hashes.SHA256())
        )
        for one in self.chain:
            builder = builder.add_certificate(one)
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary, *options])
