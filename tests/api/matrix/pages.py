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
