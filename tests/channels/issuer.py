"""A small OpenID Connect provider: real HTTP on the loopback, a signing key of its own, PKCE checked."""

import base64
import hashlib
import json
import secrets
import threading
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "market", "a client secret that is long enough for HS256"


class Issuer:
    """Signs in whoever comes, as ``subject``; ``spoil`` changes claims, header or key of the next tokens."""

    def __init__(self):
        self.key = self.new_key("one")
        self.subject, self.user_info = "7001", None
        self.claims = {
            "name": "王五",
            "phone_number": "+8613812345678",
            "phone_number_verified": True,
        }
        self.spoiled_claims, self.algorithm, self.signing_key = {}, "RS256", None
        self.codes, self.key_reads = {}, 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.named = self.url
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    @cache
    def new_key(name, serial=1):
        """An RSA key; the same for the same name and serial, since making one takes long."""
        return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True)

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def metadata(self):
        return {
            "issuer": self.named,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
        }

    def authorize(self, query):
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form, authorization):
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code"), None)
        if asked is None or authorization != f"Basic {basic}":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked["code_challenge_method"] != "S256" or asked["code_challenge"] != challenge:
            return None
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        claims |= ({} if self.user_info else self.claims) | self.spoiled_claims
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signing_key or self.key
        header = {"alg": self.algorithm, "kid": self.key.kid}
        token = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    def handler(self):
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *words):
                pass

            def answer(self, body, status=200, **headers):
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if parts.path == "/.well-known/openid-configuration":
                    self.answer(issuer.metadata())
                elif parts.path == "/keys":
                    issuer.key_reads += 1
                    self.answer({"keys": [issuer.key.as_dict(private=False)]})
                elif parts.path == "/authorize":
                    self.answer({}, 302, Location=issuer.authorize(query))
                elif parts.path == "/userinfo":
                    right = self.headers["Authorization"] == "Bearer opaque"
                    self.answer(issuer.user_info if right else {}, 200 if right else 401)
                else:
                    self.answer({}, 404)

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                form = {name: values[0] for name, values in form.items()}
                tokens = issuer.exchange(form, self.headers["Authorization"])
                self.answer(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        return Handler


def unsigned(header, claims):
    """A token with the algorithm none."""
    parts = [json.dumps(part).encode() for part in (header, claims)]
    return ".".join([base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts] + [""])


SHARED_KEY = OctKey.import_key(SECRET)
