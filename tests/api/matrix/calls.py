"""Who may call what of that which stands around a call: who may bid, its review, its questions."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/challenges/<>/eligibility": "P",
    "GET /api/v1/challenges/<>/fairness-reviews": ALL,
    "POST /api/v1/challenges/<>/fairness-reviews": "RL",
    "GET /api/v1/challenges/<>/interest": ALL,
    "PUT /api/v1/challenges/<>/follow": "P",
    "DELETE /api/v1/challenges/<>/follow": "P",
    "GET /api/v1/challenges/<>/questions": ALL,
    "POST /api/v1/challenges/<>/questions": "P",
    "GET /api/v1/questions": "RL",
    "GET /api/v1/questions/<>": ALL,
    "POST /api/v1/questions/<>/publish": "RL",
    "POST /api/v1/questions/<>/decline": "RL",
    "POST /api/v1/questions/<>/answer": "ERL",
    "GET /api/v1/challenges/<>/partners": "PRLWA",
    "PUT /api/v1/providers/<>/findable": "P",
}
