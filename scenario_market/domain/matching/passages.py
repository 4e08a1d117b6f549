"""A profile cut into what is compared: its declared part and its passages, each with a label."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .profile import Profile
from .terms import normalise, passages

DECLARED_LONGEST = 80


def dump(value: Any) -> str:
    """Compact JSON, Chinese as it is; identifiers that JSON does not know become strings."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


class Label(NamedTuple):
    """Where a passage stands: `kind` is offering, introduction or capability."""

    kind: str
    id: Any
    title: str
    ordinal: int


class Pieces(NamedTuple):
    """`declared` counts three times, `texts` once; `labels` belongs to `texts`."""

    declared: str
    texts: list[str]
    labels: list[Label]


def pieces(profile: Profile) -> Pieces:
    """The declared part is the name and the capabilities, at most 80 characters of it.

    What is declared beyond that counts as description, because a list of everything declares
    nothing. An offering's title stands at the head of its first passage.
    """
    declared = normalise(f"{profile.name}\n{profile.capabilities}").strip()
    found: list[tuple[Label, str]] = []
    for offering in profile.offerings:
        text = normalise(f"{offering.title}\n{offering.text}")
        for ordinal, passage in enumerate(passages(text), 1):
            found.append((Label("offering", offering.id, offering.title, ordinal), passage))
    for kind, text in (
        ("introduction", normalise(profile.text)),
        ("capability", declared[DECLARED_LONGEST:]),
    ):
        for ordinal, passage in enumerate(passages(text), 1):
            found.append((Label(kind, None, "", ordinal), passage))
    return Pieces(
        declared[:DECLARED_LONGEST],
        [passage for _, passage in found],
        [label for label, _ in found],
    )
