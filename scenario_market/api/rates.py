"""How often one address may knock where no account is needed, or a secret could be guessed.

Limits per account and number are the domain's and stand in rows; these only keep a flood out. They are counted in
Redis, so that all web processes count together, and in the process itself while Redis is away.
"""

from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

# Whole offices sit behind one address, so the figures are far above what one person does.
LIMITS = {
    "account.SignInCodes": "30 per minute; 300 per hour",
    "account.SignIns": "60 per minute; 600 per hour",
    "oidc.Authorizations": "60 per minute",
    "oidc.OidcSignIns": "60 per minute",
    "mandates.Accept": "30 per minute; 200 per hour",
    "preferences.Unsubscriptions": "60 per minute",
    "unsubscribe.end": "60 per minute",
}
# A limit must not become what a request waits for.
PATIENCE_SECONDS = 0.2


def register(app: Flask) -> None:
    """Count the calls of :data:`LIMITS` by the caller's address; the address behind ``proxies`` trusted proxies."""
    settings = app.extensions["settings"]
    if settings.proxies:
        fixed: Any = ProxyFix(
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
        app.wsgi_app = fixed  # type: ignore[method-assign]
    if not settings.rate_limits:
        return
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.redis_url or "memory://",
        storage_options=_patience() if settings.redis_url else {},
        in_memory_fallback_enabled=True,
        headers_enabled=True,
        retry_after="delta-seconds",
        key_prefix="rates",
    )
    for endpoint, limit in LIMITS.items():
        limited: Any = limiter.limit(limit)(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited


def _patience() -> dict[str, Any]:
    return {
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "retry": None,
    }
