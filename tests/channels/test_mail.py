"""E-mail on real servers: taken, refused for good, put off, hung up on, encrypted."""

import smtplib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from scenario_market.channels import headers
from scenario_market.channels.faults import AddressRefused, Rejected
from scenario_market.channels.mail import FileMailer, SmtpMailer
from tests.smtp import Mailbox, rude_smtp, running_smtp

TO = "reader@provider.example"


def mail(subject="新需求与贵单位匹配"):
    message = EmailMessage(policy=headers.MAIL)
    message["From"], message["To"], message["Subject"] = "office@city.example", TO, subject
    message["Message-ID"] = "<one@city.example>"
    message.set_content("您好，测试。\n.\n", cte="base64")
    return message


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def mailer(mailbox):
    with running_smtp(mailbox) as url:
        mailer = SmtpMailer(url, sender="bounce@city.example", timeout_seconds=5)
        yield mailer
        mailer.close()


def test_a_mail_arrives_as_it_was_written(mailer, mailbox):
    mailer.send(TO, mail())
    (received,) = mailbox.to(TO)
    assert received["Subject"] == "新需求与贵单位匹配"
    assert received.get_content().splitlines() == ["您好，测试。", "."]


def test_the_address_for_unsubscribing_arrives_in_one_piece(mailer, mailbox):
    address = "<https://scenario.city.example/unsubscribe/" + "k" * 120 + ">"
    message = mail()
    message["List-Unsubscribe"] = address
    mailer.send(TO, message)
    ((_, _, content),) = mailbox.mails
    assert f"\r\nList-Unsubscribe: {address}\r\n".encode() in content
    assert b"\r\nMessage-ID: <one@city.example>\r\n" in content


def test_one_connection_serves_many_mails(mailer, mailbox):
    for _ in range(5):
        mailer.send(TO, mail())
    assert (len(mailbox.mails), mailbox.connections) == (5, 1)


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "550 unknown", "553 5.1.3 bad"])
def test_a_refused_recipient_is_a_dead_address(mailer, mailbox, answer):
    mailbox.refusals[TO] = answer
    with pytest.raises(AddressRefused):
        mailer.send(TO, mail())
    mailer.send("other@provider.example", mail())  # the connection is still good
    assert mailbox.connections == 1


@pytest.mark.parametrize("answer", ["550 5.7.1 policy", "552 5.2.2 mailbox full"])
def test_policy_and_a_full_mailbox_do_not_make_an_address_dead(mailer, mailbox, answer):
    mailbox.refusals[TO] = answer
    with pytest.raises(Rejected) as refusal:
        mailer.send(TO, mail())
    assert not isinstance(refusal.value, AddressRefused)


def test_a_message_refused_after_data_is_rejected_but_the_address_lives(mailer, mailbox):
    mailbox.data_answer = "554 5.6.0 looks like spam"
    with pytest.raises(Rejected) as refusal:
        mailer.send(TO, mail())
    assert not isinstance(refusal.value, AddressRefused)


def test_what_is_put_off_is_no_refusal(mailer, mailbox):
    mailbox.refusals[TO] = "451 4.7.1 greylisted, try later"
    with pytest.raises(smtplib.SMTPResponseException) as error:
        mailer.send(TO, mail())
    assert error.value.smtp_code == 451


@pytest.mark.parametrize("says", [[], ["220 hello"], ["220 hello", "250 hello", "250 ok"]])
def test_a_server_that_hangs_up_is_a_fault_that_passes(says):
    with rude_smtp(says) as url:
        mailer = SmtpMailer(url, sender="bounce@city.example", timeout_seconds=5)
        with pytest.raises((smtplib.SMTPException, OSError)):
            mailer.send(TO, mail())
        mailer.close()


def test_a_connection_that_was_dropped_meanwhile_is_opened_anew(mailer, mailbox):
    mailer.send(TO, mail())
    mailer.own.client.sock.shutdown(socket.SHUT_RDWR)
    mailer.send(TO, mail())
    assert (len(mailbox.mails), mailbox.connections) == (2, 2)


def test_no_server_at_all_is_a_fault_that_passes():
    with pytest.raises(OSError, match=r"refused|111"):
        SmtpMailer("smtp://127.0.0.1:1", sender="a@b.example", timeout_seconds=2).send(TO, mail())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1 and its key, as one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_starttls_is_used_when_it_is_offered(mailbox, server_tls):
    with running_smtp(mailbox, tls_context=server_tls, require_starttls=True) as url:
        mailer = SmtpMailer(url, sender="bounce@city.example", timeout_seconds=5)
        mailer.send(TO, mail())
        mailer.close()
    assert len(mailbox.to(TO)) == 1


def test_a_password_is_never_given_to_an_unverified_server(mailbox, server_tls):
    with running_smtp(mailbox, tls_context=server_tls, require_starttls=True) as url:
        named = url.replace("smtp://", "smtp://user:secret@")
        mailer = SmtpMailer(named, sender="bounce@city.example", timeout_seconds=5)
        with pytest.raises(ssl.SSLError):
            mailer.send(TO, mail())
    assert mailbox.mails == []


def test_a_file_mailer_writes_one_file_however_often_it_sends(tmp_path):
    mailer = FileMailer(tmp_path / "mail")
    for _ in range(2):
        mailer.send(TO, mail())
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "one@city.example.eml"
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example"])
def test_a_wrong_smtp_url_is_named(url):
    with pytest.raises(ValueError, match="smtp_url"):
        SmtpMailer(url, sender="a@b.example")
