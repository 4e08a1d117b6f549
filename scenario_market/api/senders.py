"""What carries codes and invitations to a mobile number: put together once for each web process."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from scenario_market.domain.parties.invitations import InvitationSender
from scenario_market.domain.parties.sign_in import CodeSender
from scenario_market.settings import Settings


@dataclass(frozen=True)
class Senders:
    """The senders that commands are handed."""

    code: CodeSender
    invitation: InvitationSender


class Recording:
    """Keeps messages as JSON lines in ``<folder>/messages.jsonl`` instead of sending them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "messages.jsonl"

    def code(self, mobile: str, code: str, *, minutes: int) -> None:
        """A one-time code."""
        self._write(mobile, "sign_in_code", {"code": code, "minutes": str(minutes)})

    def invitation(self, mobile: str, code: str, *, organisation: str) -> None:
        """An invitation to act for an organisation."""
        self._write(mobile, "invitation", {"code": code, "organisation": organisation})

    def _write(self, mobile: str, template: str, variables: dict[str, str]) -> None:
        record = {"mobile": mobile, "template": template, "variables": variables}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def make(settings: Settings) -> Senders:
    """The senders that the settings ask for."""
    recording = Recording(settings.data_dir / "sms")
    return Senders(recording.code, recording.invitation)
