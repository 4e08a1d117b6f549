"""Who may call what of demand lists."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/lists": ALL,
    "GET /api/v1/lists/<>": ALL,
    "POST /api/v1/lists": "RL",
    "PATCH /api/v1/lists/<>": "RL",
    "GET /api/v1/lists/<>/unfit": "RL",
    "GET /api/v1/lists/<>/scenarios.xlsx": ALL,
    "GET /api/v1/lists/<>/scenarios.csv": ALL,
    "POST /api/v1/lists/<>/schedule": "L",
    "POST /api/v1/lists/<>/unschedule": "L",
    "POST /api/v1/lists/<>/publish": "L",
    "POST /api/v1/lists/<>/withdraw": "L",
}
