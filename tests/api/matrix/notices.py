"""Who may call what of notices and how one gets them."""

from tests.api.matrix.letters import ALL, SIGNED_IN

MATRIX = {
    "GET /api/v1/notices": SIGNED_IN,
    "GET /api/v1/notices/unread": SIGNED_IN,
    "POST /api/v1/notices/read": SIGNED_IN,
    "GET /api/v1/notices/<>": SIGNED_IN,
    "POST /api/v1/notices/<>/read": SIGNED_IN,
    "GET /api/v1/preferences": SIGNED_IN,
    "GET /api/v1/preferences/<>": SIGNED_IN,
    "PUT /api/v1/preferences/<>": SIGNED_IN,
    "POST /api/v1/unsubscriptions/<>": ALL,
    "GET /unsubscribe/<>": ALL,
    "POST /unsubscribe/<>": ALL,
}
