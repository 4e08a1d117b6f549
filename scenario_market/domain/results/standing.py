"""Panel and ranking of a challenge, as the evaluation leaves them to its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """Who decides, and on which ranking.

    :param chair_id: key of the chair's person. :param members: keys of the panel's people, the chair among them.
    :param places: objects as ``PanelOpinion.places`` keeps them; empty where nothing is ranked yet.
    """

    chair_id: int
    members: Sequence[int]
    places: Sequence[dict[str, Any]]
