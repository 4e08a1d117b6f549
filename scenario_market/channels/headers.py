"""How the headers of a mail are written: addresses of pages and keys of mails in one piece."""

from email.policy import EmailPolicy
from typing import Any

# RFC 8058 and RFC 5322 have programs read these as they stand: no encoded words, which the library makes of every word
# that is longer than a line.
WHOLE = frozenset({"list-unsubscribe", "message-id", "references", "in-reply-to"})


class WholeHeaders(EmailPolicy):
    """The library's SMTP policy, but that what stands in ``WHOLE`` is neither broken nor encoded.

    :raises UnicodeEncodeError: such a header is not ASCII.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One header as it goes over the wire; lines may be 998 long (RFC 5322, 2.1.1)."""
        if name.lower() in WHOLE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


MAIL = WholeHeaders(linesep="\r\n")
