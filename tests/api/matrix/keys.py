"""Who may call what about keys and openings."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/key-officers": "RLKWAM",
    "POST /api/v1/key-officers": "K",
    "GET /api/v1/key-officers/<>": "RLKWAM",
    "POST /api/v1/key-officers/<>/retire": "KM",
    "GET /api/v1/key-namings": "RLKWAM",
    "POST /api/v1/key-namings": "M",
    "GET /api/v1/key-namings/<>": "RLKWAM",
    "POST /api/v1/key-namings/<>/confirm": "K",
    "POST /api/v1/key-namings/<>/withdraw": "KM",
    "GET /api/v1/receipt-keys": ALL,
    "GET /api/v1/platform-keys": ALL,
    "GET /api/v1/head-keys": ALL,
    "GET /api/v1/challenges/<>/early-openings": ALL,
    "POST /api/v1/challenges/<>/early-openings": "K",
    "GET /api/v1/early-openings/<>": ALL,
    "POST /api/v1/early-openings/<>/confirm": "K",
    "POST /api/v1/early-openings/<>/withdraw": "K",
    "GET /api/v1/challenges/<>/bid-hashes": ALL,
    "GET /api/v1/challenges/<>/reentries": ALL,
    "POST /api/v1/challenges/<>/reentries": "K",
    "GET /api/v1/reentries/<>": ALL,
    "POST /api/v1/reentries/<>/confirm": "K",
    "POST /api/v1/reentries/<>/withdraw": "K",
}
