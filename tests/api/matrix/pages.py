"""Who may call what of pages, the specification and what watches a process."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /": ALL,
    "GET /landmarks": ALL,
    "GET /landmarks/<>": ALL,
    "GET /landmarks/<>/pictures/<>/<>": ALL,
    "GET /verify": ALL,
    "GET /verify/pledges/<>": ALL,
    "POST /verify/pledges/<>": ALL,
    "GET /verify/certificates/<>": ALL,
    "POST /verify/certificates/<>": ALL,
    "GET /verify/certificates/<>/text": ALL,
    "GET /sign-in": ALL,
    "POST /sign-in": ALL,
    "POST /sign-in/codes": ALL,
    "POST /sign-out": ALL,
    "GET /office/dossiers": "LA",
    "GET /office/dossiers/<>/<>": "LA",
    "POST /office/dossiers/<>/<>": "LA",
    "POST /office/dossiers/exports/<>/file": "LA",
    "GET /livez": ALL,
    "GET /readyz": ALL,
    "GET /metrics": ALL,
    "GET /static/<>": ALL,
    "GET /bootstrap/static/<>": ALL,
    "GET /api/docs/": ALL,
    "GET /api/docs/<>": ALL,
    "GET /api/docs/problems": ALL,
    "GET /api/v1/openapi.json": ALL,
}
