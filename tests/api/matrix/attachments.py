"""Who may call what of files."""

from tests.api.matrix.letters import ALL, SIGNED_IN

MATRIX = {
    "GET /api/v1/demands/<>/attachments": ALL,
    "POST /api/v1/demands/<>/attachments": "EDNRL",
    "GET /api/v1/responses/<>/attachments": ALL,
    "POST /api/v1/responses/<>/attachments": "EP",
    "GET /api/v1/providers/<>/attachments": ALL,
    "POST /api/v1/providers/<>/attachments": "P",
    "GET /api/v1/organisations/<>/attachments": ALL,
    "POST /api/v1/organisations/<>/attachments": "EP",
    "GET /api/v1/mandates/<>/attachments": ALL,
    "POST /api/v1/mandates/<>/attachments": "EP",
    "GET /api/v1/attachments/<>": ALL,
    "DELETE /api/v1/attachments/<>": SIGNED_IN,
    "GET /api/v1/attachments/<>/content": ALL,
    "POST /api/v1/attachments/<>/adopt": SIGNED_IN,
}
