"""E-mail by SMTP, or into files where no server is configured."""

import contextlib
import os
import re
import smtplib
import ssl
import threading
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from scenario_market.channels.faults import AddressRefused, Rejected

TIMEOUT_SECONDS = 20.0
IDLE_SECONDS = 30.0  # servers drop idle clients; older connections are opened anew
# RFC 3463: 5.7.x is about policy and 5.2.2 a full mailbox. Neither says that the address is dead.
NOT_THE_ADDRESS = re.compile(rb"^5\.(7\.\d+|2\.2)\b")


class Mailer(Protocol):
    """Carries one mail to one address; returning means that the server took it.

    Raises AddressRefused (dead address), Rejected (never to be taken), anything else: try again later.
    """

    def send(self, address: str, message: EmailMessage) -> None: ...


class FileMailer:
    """Writes each mail as ``<Message-ID>.eml`` into a folder; the same mail again replaces the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, address: str, message: EmailMessage) -> None:
        """Write the file whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9.@-]", "", message["Message-ID"])
        part = self.folder / f".{name}.{os.getpid()}.{threading.get_ident()}.part"
        part.write_bytes(message.as_bytes())
        part.chmod(0o600)
        part.replace(self.folder / f"{name}.eml")


class SmtpMailer:
    """An SMTP client with one connection per thread, used again while it is fresh.

    :param url: ``smtp://[user:password@]host[:port]`` (STARTTLS when offered) or ``smtps://…`` (TLS at once).
    :param sender: envelope sender, to which bounces go.
    """

    def __init__(
        self,
        url: str,
        *,
        sender: str,
        timeout_seconds: float = TIMEOUT_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("smtp_url: must be smtp://host[:port] or smtps://host[:port]")
        self.secure = parts.scheme == "smtps"
        self.host, self.port = parts.hostname, parts.port or (465 if self.secure else 25)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.sender, self.timeout = sender, timeout_seconds
        self.tls = tls or self._default_tls()
        self.own = threading.local()

    def _default_tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not (self.secure or self.user):
            # STARTTLS without a password is opportunistic (RFC 3207): an unverified name beats plain text.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def send(self, address: str, message: EmailMessage) -> None:
        """Hand one mail over. A server that hung up on an idle connection is called once more, before any data."""
        if not address.isascii():
            raise Rejected("the address is not ASCII")
        client = self._client()
        try:
            self._carry(client, address, message)
            self.own.used_at = time.monotonic()
        except Rejected:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                client.rset()
            raise
        except BaseException:
            self.close()
            raise

    def _carry(self, client: smtplib.SMTP, address: str, message: EmailMessage) -> None:
        code, answer = client.mail(self.sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, answer, self.sender)
        code, answer = client.rcpt(address)
        if 500 <= code < 600:
            said = f"{code} {answer.decode('utf-8', 'replace')}"
            raise (Rejected if NOT_THE_ADDRESS.match(answer) else AddressRefused)(said)
        if code not in (250, 251):
            raise smtplib.SMTPResponseException(code, answer)
        try:
            code, answer = client.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        if 500 <= code < 600:
            raise Rejected(f"{code} {answer.decode('utf-8', 'replace')}")
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)

    def _client(self) -> smtplib.SMTP:
        client: smtplib.SMTP | None = getattr(self.own, "client", None)
        if client is not None and time.monotonic() - self.own.used_at < IDLE_SECONDS:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if client.rset()[0] == 250:
                    return client
        self.close()
        self.own.client, self.own.used_at = self._connect(), time.monotonic()
        return self.own.client

    def _connect(self) -> smtplib.SMTP:
        if self.secure:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=self.tls
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if not self.secure and client.has_extn("starttls"):
                client.starttls(context=self.tls)
                client.ehlo()
            if self.user:
                client.login(self.user, self.password)
        except BaseException:
            client.close()
            raise
        return client

    def close(self) -> None:
        """Close this thread's connection."""
        client = getattr(self.own, "client", None)
        self.own.client = None
        if client is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                client.close()


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
