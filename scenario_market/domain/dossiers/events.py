"""Facts about dossiers."""

from scenario_market.domain.challenges.events import ChallengeEvent


class DossierExported(ChallengeEvent):
    """The whole record of a case left the house.

    :param files: how many. :param withheld: parts that were held back until the result is known.
    """

    kind = "challenge.dossier_exported"
    files: int
    withheld: list[str]
