"""How often one address may knock where no account is needed, a secret could be guessed, or a file is left.

Limits per account and number are the domain's and stand in rows; these only keep a flood out, before anything of the
call is read. They are counted in Redis, so that all web processes count together, and in the process itself while Redis
is away.
"""

from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

COUNTED = frozenset({"POST", "PUT"})
# Writing to these endpoints → the setting ``rate_<kind>``; each endpoint is counted for itself, but for ``SAME_DOOR``.
KINDS = {
    "account.SignInCodes": "codes",
    "account.SignIns": "sign_ins",
    "keys.KeyOfficers": "sign_ins",  # each call hashes, and a passphrase could be guessed
    "early_openings.EarlyOpenings": "sign_ins",
    "early_openings.ConfirmEarlyOpening": "sign_ins",
    "oidc.Authorizations": "sign_ins",
    "oidc.OidcSignIns": "sign_ins",
    "account.Password": "sign_ins",  # each call hashes twice
    "mandates.Accept": "invitations",
    "preferences.Unsubscriptions": "unsubscriptions",
    "unsubscribe.end": "unsubscriptions",
    "imports.Imports": "uploads",
    "attachments.DemandAttachments": "uploads",
    "attachments.ResponseAttachments": "uploads",
    "attachments.ProviderAttachments": "uploads",
    "attachments.OrganisationAttachments": "uploads",
    "attachments.MandateAttachments": "uploads",
    "sealed_files.WorkspaceFiles": "uploads",
    "correcting.CorrectionFile": "uploads",
    "attachments.PledgeAttachments": "uploads",
    "pledges.Verification": "uploads",
    "verify.compare_pledge": "uploads",
    "verify.compare_certificate": "uploads",
    "pledges.Signatures": "sign_ins",  # each call compares a password
}
# The page and the call that do the same are counted together: who was kept out at one does not come in by the other.
SAME_DOOR = {
    "sign_in.enter": "account.SignIns",
    "sign_in.send": "account.SignInCodes",
}
# A limit must not become what a request waits for.
PATIENCE_SECONDS = 0.2


def caller() -> str:
    """The address that calls are counted by. One line of IPv6 has 2**64 addresses: its network counts as one."""
    text = request.remote_addr or ""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))


def register(app: Flask) -> None:
    """Count the calls of :data:`KINDS` by the caller's address; the address behind ``proxies`` trusted proxies."""
    settings = app.extensions["settings"]
    if settings.proxies:
        fixed: Any = ProxyFix(
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
        app.wsgi_app = fixed  # type: ignore[method-assign]
    if not settings.rate_limits:
        return
    limiter = Limiter(
        caller,
        app=app,
        storage_uri=settings.redis_url or "memory://",
        storage_options=_patience() if settings.redis_url else {},
        in_memory_fallback_enabled=True,
        headers_enabled=True,
        retry_after="delta-seconds",
        key_prefix="rates",
    )
    counts = {
        endpoint: _count(limiter, endpoint, limit)
        for endpoint, kind in KINDS.items()
        if (limit := getattr(settings, f"rate_{kind}"))
    }
    counts |= {page: counts[call] for page, call in SAME_DOOR.items() if call in counts}

    @app.before_request
    def count() -> None:
        """Before the body is read and before anybody is looked up."""
        if request.method in COUNTED and request.endpoint in counts:
            counts[request.endpoint]()


def _count(limiter: Limiter, endpoint: str, limit: str) -> Callable[[], None]:
    """Counts one call of the endpoint, or of its page; raises where it is one too many.

    The library tells functions by name.
    """

    def call() -> None:
        pass

    call.__name__ = call.__qualname__ = f"count_{endpoint.replace('.', '_')}"
    counted: Callable[[], None] = limiter.shared_limit(limit, scope=endpoint)(call)
    return counted


def _patience() -> dict[str, Any]:
    return {
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "retry": None,
    }
