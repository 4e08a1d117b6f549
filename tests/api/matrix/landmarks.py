"""Who may call what of landmarks."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/landmarks": ALL,
    "POST /api/v1/landmarks": "EPRL",
    "GET /api/v1/landmarks/<>": ALL,
    "PATCH /api/v1/landmarks/<>": "EPRL",
    "POST /api/v1/landmarks/<>/review": "RL",
    "POST /api/v1/landmarks/<>/decline": "RL",
    "POST /api/v1/landmarks/<>/announce": "RL",
    "POST /api/v1/landmarks/<>/certify": "L",
    "POST /api/v1/landmarks/<>/revoke": "L",
    "GET /api/v1/landmarks/<>/copies": ALL,
    "POST /api/v1/landmarks/<>/copies": "EPRL",
    "GET /api/v1/landmark-copies/<>": ALL,
    "POST /api/v1/landmark-copies/<>/confirm": "RL",
    "POST /api/v1/landmark-copies/<>/decline": "RL",
    "GET /api/v1/certificates/<>": ALL,
    "GET /api/v1/landmarks/<>/attachments": ALL,
    "POST /api/v1/landmarks/<>/attachments": "EPRL",
    "GET /api/v1/landmark-copies/<>/attachments": ALL,
    "POST /api/v1/landmark-copies/<>/attachments": "EPRL",
}
