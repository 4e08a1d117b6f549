"""Who may call what of answers to demands."""

MATRIX = {
    "GET /api/v1/responses": "EPRLWADN",
    "GET /api/v1/responses/<>": "EPRLWADN",
    "GET /api/v1/demands/<>/responses": "EPRLWADN",
    "POST /api/v1/demands/<>/responses": "P",
    "POST /api/v1/responses/<>/withdraw": "P",
    "POST /api/v1/responses/<>/decline": "E",
    "POST /api/v1/responses/<>/accept": "E",
    "POST /api/v1/responses/<>/confirm": "P",
    "POST /api/v1/responses/<>/end": "EP",
    "PUT /api/v1/responses/<>/contract": "EP",
    "POST /api/v1/responses/<>/contract/confirm": "EP",
}
