"""The one guarded client for calls to addresses that users or the city's configuration name.

The name is resolved once, every address of it must be public, and the connection goes to exactly such an address, so
that a name which changes its mind between check and call gains nothing. TLS and ``Host`` keep the name. Redirects
and proxies are not followed, and one deadline bounds the whole call.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# What Python's ``is_global`` lets pass although it leads to private machines or to nowhere: protocol assignments,
# NAT64, 6to4 and its relays, site-local, documentation, segment routing.
EXTRA_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
ANSWER_LIMIT = 1 << 20
Resolver = Callable[[str, int], list[str]]


class OutboundRefused(Exception):
    """The call was not made: the address is malformed, not public, or not allowed."""


class OutboundFailed(Exception):
    """The call was made or tried, and failed: no connection, broken TLS, too slow, too long an answer."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; ``body`` is at most 1 MiB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet (RFC 6890 and later assignments)."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    if not address.is_global or address.is_multicast:
        return False
    return not any(address in network for network in EXTRA_PRIVATE)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, each once, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class OutboundClient:
    """Makes guarded calls.

    :param allowed_hosts: ``host`` or ``host:port`` that the operator configured: they may be private and use http.
    :param deadline_seconds: for everything together: name, connection, TLS, request, answer.
    """

    def __init__(
        self,
        *,
        allowed_hosts: Collection[str] = (),
        deadline_seconds: float = 10.0,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.allowed = frozenset(host.lower() for host in allowed_hosts)
        self.deadline_seconds = deadline_seconds
        self.resolver = resolver
        self.tls = tls or ssl.create_default_context()

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Make one call and read its whole answer, whatever its status.

        :raises OutboundRefused: the address may not be called.
        :raises OutboundFailed: no complete answer within the deadline.
        """
        until = time.monotonic() + self.deadline_seconds
        parts, port = self._checked(url)
        addresses = self._addresses(parts.hostname or "", port, until)
        connection = _Pinned(parts, port, addresses, self.tls, until)
        watchdog = threading.Timer(max(until - time.monotonic(), 0.001), connection.abort)
        watchdog.daemon = True
        watchdog.start()
        try:
            return _exchange(connection, method, parts, dict(headers or {}), body)
        except (OSError, http.client.HTTPException, AttributeError) as error:
            # AttributeError: http.client stumbles over the socket that the watchdog has closed.
            late = time.monotonic() >= until
            raise OutboundFailed(
                "deadline" if late else f"{type(error).__name__}: {error}"
            ) from None
        finally:
            watchdog.cancel()
            connection.close()

    def _checked(self, url: str) -> tuple[SplitResult, int]:
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise OutboundRefused(f"malformed address: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OutboundRefused("only http and https addresses with a host are called")
        if any(character.isspace() or ord(character) < 32 for character in url):
            raise OutboundRefused("malformed address")
        if parts.username is not None or parts.password is not None:
            raise OutboundRefused("no name or password in the address")
        return parts, port

    def _addresses(self, host: str, port: int, until: float) -> list[str]:
        found: list[str] = []
        errors: list[Exception] = []

        def look() -> None:
            try:
                found.extend(self.resolver(host, port))
            except OSError as error:
                errors.append(error)

        # getaddrinfo cannot be interrupted: it is left behind when the deadline passes.
        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(max(until - time.monotonic(), 0.0))
        if not found:
            raise OutboundFailed(f"{host}: {errors[0] if errors else 'not resolved in time'}")
        if not self.allowed.intersection({host.lower(), f"{host.lower()}:{port}"}):
            for address in found:
                if not is_public(address):
                    raise OutboundRefused(f"{host} leads to {address}, which is not public")
        return found


class _Pinned(http.client.HTTPConnection):
    """A connection to given addresses only; the name is kept for ``Host`` and TLS."""

    def __init__(
        self, parts: SplitResult, port: int, addresses: list[str], tls: ssl.SSLContext, until: float
    ) -> None:
        super().__init__(parts.hostname or "", port)
        self.addresses, self.tls, self.until = addresses, tls, until
        self.line: socket.socket | None = (
            None  # http.client forgets its own while the answer is read
        )
        self.was_cut = False
        self.secure = parts.scheme == "https"
        self.default_port = 443 if self.secure else 80

    def connect(self) -> None:
        failure: OSError = OSError("no address")
        for address in self.addresses:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("deadline")
            try:
                self.line = self.sock = socket.create_connection((address, self.port), timeout=left)
                break
            except OSError as error:
                failure = error
        else:
            raise failure
        if self.secure:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)
        self.line = self.sock

    def abort(self) -> None:
        """Cut the connection, whatever it is waiting for."""
        self.was_cut = True
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


def _exchange(
    connection: _Pinned, method: str, parts: SplitResult, headers: dict[str, str], body: bytes
) -> Answer:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, body=body, headers={"Connection": "close"} | headers)
    response = connection.getresponse()
    content = response.read(ANSWER_LIMIT + 1)
    if connection.was_cut:  # an answer without a length ends like this too
        raise TimeoutError("deadline")
    if len(content) > ANSWER_LIMIT:
        raise OSError(f"the answer is longer than {ANSWER_LIMIT} bytes")
    declared = response.headers.get("Content-Length")
    if declared and declared.isdigit() and method != "HEAD" and len(content) < int(declared):
        raise OSError("the answer was cut short")
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
