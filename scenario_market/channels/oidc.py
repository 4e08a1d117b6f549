"""统一身份认证: signing in through the city's identity provider, by OpenID Connect (authorisation code with PKCE).

The issuer comes from the settings, so these calls go out without the guard that user-given addresses need; they do not
follow redirects, and nothing but https (or the own machine) is spoken to.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from scenario_market.domain.parties import secrets

SCOPE = "openid profile phone"
# Asymmetric only: with a shared secret anybody who knows it could sign, and "none" is no signature.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
TIMEOUT_SECONDS = 10.0
METADATA_SECONDS = 3600.0
LEEWAY_SECONDS = 60


class OidcRefused(Exception):
    """The answer does not prove who it is; ``rule`` names what was wrong (state, token, nonce, subject, …)."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class OidcUnavailable(Exception):
    """The identity provider does not answer, or not as the standard asks."""


@dataclass(frozen=True)
class Pending:
    """A sign-in under way: keep it with the browser that began it, and compare when that comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for: issuer and subject as one text, and verified claims."""

    subject: str
    claims: Mapping[str, Any]


class OidcProvider:
    """One identity provider. Its metadata and keys are read when needed and kept for an hour.

    :param issuer: as the provider writes it; discovery is below it.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer, self.client_id, self.client_secret = issuer, client_id, client_secret
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at = float("-inf")

    def begin(self, redirect_uri: str) -> Pending:
        """Where to send the browser, with fresh state, nonce and PKCE verifier.

        :raises OidcUnavailable: discovery failed.
        """
        nonce, verifier = secrets.new_token(), secrets.new_token()
        url, state = self._client(redirect_uri).create_authorization_url(
            self._endpoint("authorization_endpoint"), code_verifier=verifier, nonce=nonce
        )
        return Pending(url, state, nonce, verifier)

    def finish(self, answer: Mapping[str, str], *, pending: Pending, redirect_uri: str) -> Identity:
        """Who came back, by the query with which the provider sent the browser back.

        :raises OidcRefused: names what does not prove it.
        :raises OidcUnavailable: the provider does not answer.
        """
        if not secrets.same(answer.get("state", ""), pending.state):
            raise OidcRefused("state")
        if answer.get("iss", self.issuer) != self.issuer:  # RFC 9207: another provider's answer
            raise OidcRefused("issuer")
        if "error" in answer or not answer.get("code"):
            raise OidcRefused("denied")
        tokens = self._exchange(answer["code"], pending.verifier, redirect_uri)
        claims = self._verify(str(tokens.get("id_token", "")), pending.nonce)
        if "phone_number" not in claims and tokens.get("access_token"):
            claims = self._with_user_info(claims, str(tokens["access_token"]))
        return Identity(f"{self.issuer}|{claims['sub']}", claims)

    def _exchange(self, code: str, verifier: str, redirect_uri: str) -> dict[str, Any]:
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        with self._client(redirect_uri) as client:
            answer = self._call(
                client.post,
                self._endpoint("token_endpoint"),
                data=body,
                auth=(self.client_id, self.client_secret),
                withhold_token=True,
            )
        if 400 <= answer.status_code < 500:
            raise OidcRefused("code")
        return self._json(answer)

    def _verify(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of a token that is signed by the issuer, for this client, now, for this sign-in (OIDC 3.1.3.7)."""
        try:
            token = jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
        except InvalidKeyIdError:  # the provider may have changed its keys since
            token = self._decode_with_new_keys(id_token)
        except (JoseError, ValueError):
            raise OidcRefused("token") from None
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        claims = token.claims
        try:
            rules.validate(claims)
        except JoseError:
            raise OidcRefused("token") from None
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", self.client_id) != self.client_id or (several and "azp" not in claims):
            raise OidcRefused("token")
        if not secrets.same(str(claims.get("nonce", "")), nonce):
            raise OidcRefused("nonce")
        return dict(claims)

    def _decode_with_new_keys(self, id_token: str) -> jwt.Token:
        self._read_at = float("-inf")
        try:
            return jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            raise OidcRefused("token") from None

    def _with_user_info(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        """More claims, from the provider's user info; those of the signed token stand."""
        self._read()
        if "userinfo_endpoint" not in self._metadata:
            return claims
        headers = {"Authorization": f"Bearer {access_token}"}
        more = self._json(
            self._call(requests.get, self._endpoint("userinfo_endpoint"), headers=headers)
        )
        if more.get("sub") != claims["sub"]:
            raise OidcRefused("subject")
        return more | claims

    def _client(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def _endpoint(self, name: str) -> str:
        self._read()
        return _safe(str(self._metadata.get(name, "")))

    def _key_set(self) -> KeySet:
        self._read()
        assert self._keys is not None
        return self._keys

    def _read(self) -> None:
        """Discovery (OpenID Connect Discovery 1.0) and keys, unless they are fresh."""
        if time.monotonic() - self._read_at < METADATA_SECONDS:
            return
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = self._json(self._call(requests.get, _safe(address)))
        if metadata.get("issuer") != self.issuer:
            raise OidcUnavailable("discovery names another issuer")
        keys = self._json(self._call(requests.get, _safe(str(metadata.get("jwks_uri", "")))))
        try:
            self._keys = KeySet.import_key_set(keys)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OidcUnavailable("unreadable keys") from error
        self._metadata, self._read_at = metadata, time.monotonic()

    @staticmethod
    def _call(method: Any, url: str, **options: Any) -> requests.Response:
        try:
            return method(url, timeout=TIMEOUT_SECONDS, allow_redirects=False, **options)
        except requests.RequestException as error:
            raise OidcUnavailable(type(error).__name__) from error

    @staticmethod
    def _json(answer: requests.Response) -> dict[str, Any]:
        if answer.status_code != 200:
            raise OidcUnavailable(f"HTTP {answer.status_code}")
        try:
            body = answer.json()
        except ValueError as error:
            raise OidcUnavailable("no JSON") from error
        if not isinstance(body, dict):
            raise OidcUnavailable("no JSON object")
        return body


def _safe(url: str) -> str:
    """:raises OidcUnavailable: neither https nor on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    ):
        return url
    raise OidcUnavailable(f"not https: {url or 'no address'}")
