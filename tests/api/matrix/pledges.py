"""Who may call what of pledges."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/pledges": "EPRLWA",
    "GET /api/v1/pledges/<>": "EPRLWA",
    "GET /api/v1/pledges/<>/versions": "EPRLWA",
    "POST /api/v1/pledges/<>/proposal": "EPRL",
    "POST /api/v1/pledges/<>/agreement": "EPRL",
    "POST /api/v1/pledges/<>/signatures": "EPL",
    "POST /api/v1/pledges/<>/signatures/<>/check": "RL",
    "POST /api/v1/pledges/<>/extension": "L",
    "POST /api/v1/pledges/<>/decline": "P",
    "GET /api/v1/pledges/<>/attachments": ALL,
    "POST /api/v1/pledges/<>/attachments": "EPL",
    "GET /api/v1/verifications/pledges/<>": ALL,
    "POST /api/v1/verifications/pledges/<>": ALL,
}
