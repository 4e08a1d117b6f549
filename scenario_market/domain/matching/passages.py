"""A profile cut into what is compared: its declared part and its passages, each with a label."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from .profile import Profile
from .terms import normalise, passages

DECLARED_LONGEST = 80


# One for all: `json.dumps` would make an encoder for each call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def dump(value: Any) -> str:
    """Compact JSON, Chinese as it is; identifiers that JSON does not know become strings."""
    return _ENCODER.encode(value)


class Pieces(NamedTuple):
    """`documents`: the declared part, which counts three times, then the passages, which count once. `labels`, one for
    each passage, say as JSON where it stands: {"kind", "id", "title", "ordinal"}, the kind being offering,
    introduction or capability."""

    documents: list[str]
    labels: tuple[str, ...]


@lru_cache(maxsize=1024)
def _own(kind: str, ordinal: int) -> str:
    """The label of a passage that belongs to no offering: few, and shared by all profiles."""
    return dump({"kind": kind, "id": None, "title": "", "ordinal": ordinal})


def pieces(profile: Profile) -> Pieces:
    """The declared part is the name and the capabilities, at most 80 characters of it.

    What is declared beyond that counts as description, because a list of everything declares
    nothing. An offering's title stands at the head of its first passage.
    """
    declared = normalise(f"{profile.name}\n{profile.capabilities}").strip()
    documents, labels = [declared[:DECLARED_LONGEST]], []
    for offering in profile.offerings:
        found = passages(normalise(f"{offering.title}\n{offering.text}"))
        documents += found
        head = f'{{"kind":"offering","id":{dump(offering.id)},"title":{dump(offering.title)},"ordinal":'
        labels += [f"{head}{ordinal}}}" for ordinal in range(1, len(found) + 1)]
    for kind, text in (
        ("introduction", normalise(profile.text)),
        ("capability", declared[DECLARED_LONGEST:]),
    ):
        found = passages(text)
        documents += found
        labels += [_own(kind, ordinal) for ordinal in range(1, len(found) + 1)]
    return Pieces(documents, tuple(labels))
