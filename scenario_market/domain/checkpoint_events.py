"""Facts about signed heads of the chain."""

from scenario_market.domain.events import Event


class CheckpointSigned(Event):
    """The head of the chain was signed; the document is public and mailed to the auditors.

    :param position: the position signed; ``hash``, ``signed_at``, ``key_id``, ``public_key``, ``signature``: the paper.
    """

    kind = "checkpoint.signed"
    subject_kind = "checkpoint"
    public = True
    position: int
    hash: str
    signed_at: str
    key_id: str
    public_key: str
    signature: str
