"""Facts about dossiers."""

from scenario_market.domain.challenges.events import ChallengeEvent
from scenario_market.domain.demands.events import DemandEvent


class DossierExported(ChallengeEvent):
    """The whole record of a case left the house.

    :param files: how many. :param withheld: parts that were held back until the result is known.
    """

    kind = "challenge.dossier_exported"
    files: int
    withheld: list[str]


class DemandDossierExported(DemandEvent):
    """The whole record of a need that no call was made of left the house.

    :param files: how many. :param withheld: parts that are not in it.
    """

    kind = "demand.dossier_exported"
    files: int
    withheld: list[str]


EXPORTED: dict[str, type[DossierExported | DemandDossierExported]] = {
    "challenge": DossierExported,
    "demand": DemandDossierExported,
}
