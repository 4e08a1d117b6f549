"""Who may call what of matches of demands and calls."""

MATRIX = {
    "GET /api/v1/matches": "PRLWA",
    "GET /api/v1/matches/<>": "PRLWA",
    "POST /api/v1/matches/<>/dismissal": "P",
    "GET /api/v1/demands/<>/matches": "ERLWA",
    "GET /api/v1/demands/<>/match-runs": "ERLWA",
    "GET /api/v1/demands/<>/why": "PRLWA",
    "POST /api/v1/demands/<>/match": "RL",
    "POST /api/v1/challenges/<>/match": "RL",
    "GET /api/v1/challenges/<>/matches": "ERLWA",
    "GET /api/v1/challenges/<>/match-runs": "ERLWA",
    "GET /api/v1/challenges/<>/why": "PRLWA",
}
