"""Who may export the record of a case."""

MATRIX = {
    "POST /api/v1/challenges/<>/dossier": "LA",
    "POST /api/v1/demands/<>/dossier": "LA",
}
