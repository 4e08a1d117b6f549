"""Who may call what of one's own account."""

from tests.api.matrix.letters import ALL, SIGNED_IN

MATRIX = {
    "POST /api/v1/sign-in-codes": ALL,
    "POST /api/v1/sign-ins": ALL,
    "POST /api/v1/oidc/authorizations": ALL,
    "POST /api/v1/oidc/sign-ins": ALL,
    "POST /api/v1/sign-out": SIGNED_IN,
    "GET /api/v1/me": SIGNED_IN,
    "PATCH /api/v1/me": SIGNED_IN,
    "POST /api/v1/me/email/confirm": SIGNED_IN,
    "POST /api/v1/me/email/resend": SIGNED_IN,
    "PUT /api/v1/me/password": SIGNED_IN,
    "GET /api/v1/me/sign-ins": SIGNED_IN,
    "DELETE /api/v1/me/sign-ins": SIGNED_IN,
    "DELETE /api/v1/me/sign-ins/<>": SIGNED_IN,
    "GET /api/v1/me/tokens": SIGNED_IN,
    "POST /api/v1/me/tokens": SIGNED_IN,
    "DELETE /api/v1/me/tokens/<>": SIGNED_IN,
    "POST /api/v1/invitations/accept": SIGNED_IN,
}
