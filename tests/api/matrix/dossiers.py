"""Who may export the record of a case."""

MATRIX = {
    "POST /api/v1/challenges/<>/dossier": "LA",
    "POST /api/v1/demands/<>/dossier": "LA",
    "GET /api/v1/challenges/<>/dossier-exports": "LA",
    "POST /api/v1/challenges/<>/dossier-exports": "LA",
    "GET /api/v1/demands/<>/dossier-exports": "LA",
    "POST /api/v1/demands/<>/dossier-exports": "LA",
    "GET /api/v1/dossier-exports/<>": "LA",
    "GET /api/v1/dossier-exports/<>/file": "LA",
}
