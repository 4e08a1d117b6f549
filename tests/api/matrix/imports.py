"""Who may call what of imports."""

MATRIX = {
    "GET /api/v1/imports": "RL",
    "POST /api/v1/imports": "RL",
    "GET /api/v1/imports/<>": "RL",
    "POST /api/v1/imports/<>/commit": "RL",
    "GET /api/v1/imports/<>/errors.xlsx": "RL",
}
