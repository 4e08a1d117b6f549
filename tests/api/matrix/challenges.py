"""Who may call what of calls (榜单)."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/challenges": ALL,
    "POST /api/v1/challenges": "ERL",
    "GET /api/v1/challenges/<>": ALL,
    "GET /api/v1/challenges/<>/attachments": ALL,
    "POST /api/v1/challenges/<>/attachments": "ERL",
    "PATCH /api/v1/challenges/<>": "ERL",
    "POST /api/v1/challenges/<>/submit": "ERL",
    "GET /api/v1/challenges/<>/versions": ALL,
    "GET /api/v1/challenges/<>/history": ALL,
    "POST /api/v1/challenges/<>/return": "RL",
    "POST /api/v1/challenges/<>/approve": "RL",
    "POST /api/v1/challenges/<>/countersign": "J",
    "POST /api/v1/challenges/<>/clearances": "RL",
    "POST /api/v1/challenges/<>/publish": "L",
    "PUT /api/v1/challenges/<>/schedule": "L",
    "DELETE /api/v1/challenges/<>/schedule": "L",
    "POST /api/v1/challenges/<>/amend": "L",
    "POST /api/v1/challenges/<>/drop": "ERL",
    "POST /api/v1/challenges/<>/cancel": "L",
    "POST /api/v1/challenges/<>/fail": "L",
    "POST /api/v1/challenges/<>/reopen": "RL",
}
