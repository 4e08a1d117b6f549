"""Facts about attachments. The file's name is not among them: people write names of people into it."""

from scenario_market.domain.events import Event


class AttachmentEvent(Event):
    """Base of facts about an attachment. :param of_kind, of_id: what it belongs to."""

    subject_kind = "attachment"

    of_kind: str
    of_id: int
    purpose: str


class AttachmentAdded(AttachmentEvent):
    """A file was attached."""

    kind = "attachment.added"

    media_type: str
    size_bytes: int
    sha256: str


class AttachmentAdopted(AttachmentEvent):
    """A photograph or recording of a rough problem became material, or a file prepared for an amendment came out."""

    kind = "attachment.adopted"


class AttachmentRemoved(AttachmentEvent):
    """A file was taken away; its row stays on record."""

    kind = "attachment.removed"


class AttachmentErased(AttachmentEvent):
    """The bytes of a file removed long ago that nothing holds, or of an import long done, were given up."""

    kind = "attachment.erased"

    sha256: str
