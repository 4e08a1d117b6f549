"""Panel and ranking of a challenge, as the evaluation leaves them to its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.evaluation import ranking
from scenario_market.domain.results.models import PanelOpinion


@dataclass(frozen=True)
class Standing:
    """Who decides, and on which ranking.

    :param chair_id: key of the chair's person. :param members: keys of the panel's people, the chair among them.
    :param places: objects as ``PanelOpinion.places`` keeps them; empty where nothing is ranked, or it was reopened.
    """

    chair_id: int
    members: Sequence[int]
    places: Sequence[dict[str, Any]]


def of(session: Session, challenge_id: int) -> Standing:
    """As it is now; of a locked challenge.

    :raises RuleRefused: ``panel_not_seated``.
    """
    ranking.check_whole(session, challenge_id)
    chair_id, members = ranking.panel_people(session, challenge_id)
    if chair_id is None:
        raise RuleRefused("panel_not_seated")
    return Standing(chair_id, members, ranking.places_of(session, challenge_id))


def check_current(session: Session, row: PanelOpinion) -> None:
    """Whether an opinion is one on the ranking that stands, of the panel that sits; of a locked challenge.

    :raises RuleRefused: ``opinion_outdated``; ``panel_not_seated``.
    """
    stands = of(session, row.challenge_id)
    said = [sorted(row.members), row.chair_id, list(row.places)]
    if outbox.canonical(said) != outbox.canonical(
        [sorted(stands.members), stands.chair_id, list(stands.places)]
    ):
        raise RuleRefused("opinion_outdated")
