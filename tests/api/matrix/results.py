"""Who may call what of results, public notices and objections."""

from tests.api.matrix.letters import ALL, SIGNED_IN

MATRIX = {
    "GET /api/v1/challenges/<>/result": ALL,
    "PUT /api/v1/challenges/<>/opinion": "X",
    "POST /api/v1/challenges/<>/opinion/sign": "X",
    "POST /api/v1/challenges/<>/recommend": "X",
    "POST /api/v1/challenges/<>/confirm": "E",
    "POST /api/v1/challenges/<>/decline": "E",
    "POST /api/v1/challenges/<>/decide": "L",
    "POST /api/v1/challenges/<>/refuse": "L",
    "POST /api/v1/challenges/<>/announce": "RL",
    "POST /api/v1/challenges/<>/award": "L",
    "GET /api/v1/result-letters": "PRLWA",
    "GET /api/v1/result-letters/<>": "PRLWA",
    "GET /api/v1/public-notices": ALL,
    "GET /api/v1/public-notices/<>": ALL,
    "POST /api/v1/public-notices/<>/objections": SIGNED_IN,
    "GET /api/v1/objections": SIGNED_IN,
    "GET /api/v1/objections/<>": SIGNED_IN,
    "POST /api/v1/objections/<>/admit": "O",
    "POST /api/v1/objections/<>/reject": "O",
    "POST /api/v1/objections/<>/dismiss": "O",
    "POST /api/v1/objections/<>/uphold": "O",
    "GET /api/v1/results/<>/attachments": ALL,
    "POST /api/v1/results/<>/attachments": "RL",
    "GET /api/v1/objections/<>/attachments": ALL,
    "POST /api/v1/objections/<>/attachments": SIGNED_IN,
}
