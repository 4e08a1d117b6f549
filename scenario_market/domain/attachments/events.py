"""Facts about attachments. The file's name is not among them: people write names of people into it."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class AttachmentEvent(Event):
    """Base of facts about an attachment. :param of_kind, of_id: what it belongs to."""

    subject_kind: ClassVar[str] = "attachment"

    of_kind: str
    of_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(AttachmentEvent):
    """A file was attached."""

    kind: ClassVar[str] = "attachment.added"

    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdopted(AttachmentEvent):
    """A photograph or recording of a rough problem became material, public with the need."""

    kind: ClassVar[str] = "attachment.adopted"


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(AttachmentEvent):
    """A file was taken away; its row stays on record."""

    kind: ClassVar[str] = "attachment.removed"


@dataclass(frozen=True, kw_only=True)
class AttachmentErased(AttachmentEvent):
    """The bytes of a file that was removed long ago, and that no version holds, were given up; its row stays."""

    kind: ClassVar[str] = "attachment.erased"

    sha256: str
