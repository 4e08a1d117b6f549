"""SMS: approved templates filled with variables, through a gateway. No free text ever leaves."""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from scenario_market.channels.faults import AddressRefused, Rejected
from scenario_market.channels.outbound import OutboundClient

VARIABLE_LIMIT = 35  # characters; carriers refuse longer ones


@dataclass(frozen=True)
class TextMessage:
    """One SMS: the carrier's template and what fills it. ``key`` is the same at each repetition."""

    key: str
    mobile: str
    template: str
    variables: Mapping[str, str]


class SmsGateway(Protocol):
    """Hands a message to a carrier. Returning means that it was taken.

    Raises AddressRefused (dead number), Rejected (never to be taken), anything else: try again later.
    """

    def send(self, message: TextMessage) -> None: ...


class Template:
    """One approved template as the city's policy lists it: ``id``, ``text`` with ``${name}``, ``variables``."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.id: str = entry["id"]
        self.text: str = entry["text"]
        self.variables: tuple[str, ...] = tuple(entry["variables"])

    def fill(self, key: str, mobile: str, values: Mapping[str, Any]) -> TextMessage:
        """The message with its variables cut to the carrier's limit; one that is missing: LookupError."""
        missing = [name for name in self.variables if not values.get(name)]
        if missing:
            raise LookupError(f"template {self.id} lacks {', '.join(missing)}")
        filled = {name: _short(str(values[name])) for name in self.variables}
        return TextMessage(key, mobile, self.id, filled)


def _short(value: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in value)
    plain = " ".join(plain.split())
    return plain if len(plain) <= VARIABLE_LIMIT else plain[: VARIABLE_LIMIT - 1] + "…"


class RecordingGateway:
    """Keeps messages as JSON lines in ``<folder>/messages.jsonl`` instead of sending them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "messages.jsonl"
        self.lock = threading.Lock()

    def send(self, message: TextMessage) -> None:
        """Append one line; a repeated key appends again, as a carrier would send again."""
        record = {
            "key": message.key,
            "mobile": message.mobile,
            "template": message.template,
            "variables": dict(message.variables),
        }
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        with self.lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)


class HttpGateway:
    """A gateway behind HTTP: POST of ``{"key", "mobile", "template", "variables"}`` as JSON.

    It answers with status 200 and a ``code`` in the JSON, as carriers do: ``OK`` taken, ``INVALID_MOBILE`` dead
    number, ``REJECTED`` never to be taken; all else is tried again. ``key`` lets it drop repetitions.

    :param url: as the operator configured it; name and password in it become HTTP basic authentication.
    """

    def __init__(self, url: str, *, deadline_seconds: float = 10.0) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        authority = f"{host}:{parts.port}" if parts.port else host
        self.url = parts._replace(netloc=authority).geturl()
        self.headers = {"Content-Type": "application/json"}
        if parts.username is not None:
            self.headers["Authorization"] = _basic(parts.username, parts.password or "")
        self.client = OutboundClient(allowed_hosts=[host], deadline_seconds=deadline_seconds)

    def send(self, message: TextMessage) -> None:
        """Hand one message over."""
        body = json.dumps(
            {
                "key": message.key,
                "mobile": message.mobile,
                "template": message.template,
                "variables": dict(message.variables),
            },
            ensure_ascii=False,
        ).encode()
        headers = self.headers | {"Idempotency-Key": message.key}
        answer = self.client.request("POST", self.url, headers=headers, body=body)
        code = _code(answer.body) if answer.status == 200 else f"HTTP {answer.status}"
        if code == "INVALID_MOBILE":
            raise AddressRefused(code)
        if code == "REJECTED":
            raise Rejected(code)
        if code != "OK":
            raise OSError(f"SMS gateway: {code}")


def _code(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        return "no JSON"
    return str(answer.get("code", "no code")) if isinstance(answer, dict) else "no object"


def _basic(user: str, password: str) -> str:
    from base64 import b64encode
    from urllib.parse import unquote

    return "Basic " + b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()


class SmsCodeSender:
    """Sends one-time codes for signing in, by the template ``sign_in_code``; fits ``sign_in.CodeSender``."""

    def __init__(self, gateway: SmsGateway, template: Template) -> None:
        self.gateway, self.template = gateway, template

    def __call__(self, mobile: str, code: str, *, minutes: int) -> None:
        """Send now; no row is kept, since a code is worth nothing minutes later."""
        from uuid import uuid4

        values = {"code": code, "minutes": minutes}
        self.gateway.send(self.template.fill(f"code-{uuid4().hex}", mobile, values))


class SmsInvitationSender:
    """Sends invitations to act for an organisation, by the template ``invitation``."""

    def __init__(self, gateway: SmsGateway, template: Template) -> None:
        self.gateway, self.template = gateway, template

    def __call__(self, mobile: str, code: str, *, organisation: str) -> None:
        """Send now; no row is kept, since the code is kept nowhere in clear."""
        from uuid import uuid4

        values = {"code": code, "organisation": organisation}
        self.gateway.send(self.template.fill(f"invitation-{uuid4().hex}", mobile, values))
