"""Facts about dossiers."""

from scenario_market.domain.challenges.events import ChallengeEvent
from scenario_market.domain.demands.events import DemandEvent
from scenario_market.domain.events import Event


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


class ExportEvent(Event):
    """Base of facts about an export that a worker makes.

    :param of_kind, of_id: of which case: ``challenge`` or ``demand``, and its key.
    """

    subject_kind = "dossier_export"
    of_kind: str
    of_id: int


class DossierAsked(ExportEvent):
    """An officer asked for the record of a case; a worker makes it."""

    kind = "dossier.asked"


class DossierMade(ExportEvent):
    """The export is there to be fetched.

    :param sha256: of the file. :param files: how many are in it. :param size_bytes: of the whole.
    """

    kind = "dossier.made"
    sha256: str
    files: int
    size_bytes: int


class DossierFailed(ExportEvent):
    """The export could not be made; ``rule`` names why."""

    kind = "dossier.failed"
    rule: str


class DossierErased(ExportEvent):
    """The days of the export are over; its bytes are taken away."""

    kind = "dossier.erased"
