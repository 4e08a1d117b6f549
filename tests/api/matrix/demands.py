"""Who may call what of demands."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/demands": ALL,
    "GET /api/v1/demands/<>": ALL,
    "GET /api/v1/demands/<>/versions": ALL,
    "GET /api/v1/demands/<>/history": ALL,
    "POST /api/v1/demands": "E",
    "PATCH /api/v1/demands/<>": "ERLDN",
    "POST /api/v1/demands/similar": "EPRLWADN",
    "GET /api/v1/demands/sources": "RLWADN",
    "POST /api/v1/demands/collected": "RLDN",
    "PUT /api/v1/demands/<>/owner": "RLDN",
    "POST /api/v1/demands/<>/submit": "E",
    "POST /api/v1/demands/<>/recall": "E",
    "POST /api/v1/demands/<>/recommend": "D",
    "POST /api/v1/demands/<>/review": "RL",
    "POST /api/v1/demands/<>/return": "RL",
    "POST /api/v1/demands/<>/reject": "RL",
    "POST /api/v1/demands/<>/approve": "RL",
    "POST /api/v1/demands/<>/clearances": "RL",
    "POST /api/v1/demands/<>/withdraw": "EL",
    "PUT /api/v1/demands/<>/amendment": "E",
    "DELETE /api/v1/demands/<>/amendment": "E",
    "POST /api/v1/demands/<>/amendment/confirm": "RL",
    "POST /api/v1/demands/<>/amendment/refuse": "RL",
    "PUT /api/v1/demands/<>/sharpening": "RL",
    "PUT /api/v1/demands/<>/sharpening/proposal": "P",
    "POST /api/v1/demands/<>/sharpening/adopt": "ERLDN",
    "POST /api/v1/demands/<>/sharpening/decline": "ERLDN",
}
