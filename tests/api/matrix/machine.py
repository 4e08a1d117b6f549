"""Who may call what of the machine room, code lists and the chain."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/code-lists": ALL,
    "GET /api/v1/code-lists/<>": ALL,
    "GET /api/v1/events": ALL,
    "GET /api/v1/checkpoints": ALL,
    "GET /api/v1/clock": ALL,
    "POST /api/v1/clock": "M",
    "GET /api/v1/audit/events": "WAM",
    "GET /api/v1/audit/changes": "WAM",
    "GET /api/v1/poison": "M",
    "POST /api/v1/poison/<>/<>/replay": "M",
}
