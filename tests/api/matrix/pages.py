"""Who may call what of pages, the specification and what watches a process."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /": ALL,
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
