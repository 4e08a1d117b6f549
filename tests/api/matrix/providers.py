"""Who may call what of providers and their admission."""

from tests.api.matrix.letters import ALL

MATRIX = {
    "GET /api/v1/directory": ALL,
    "GET /api/v1/directory/<>": ALL,
    "GET /api/v1/providers": "PRLWA",
    "POST /api/v1/providers": "P",
    "GET /api/v1/providers/<>": "PRLWA",
    "PATCH /api/v1/providers/<>": "P",
    "PUT /api/v1/providers/<>/credentials": "P",
    "POST /api/v1/providers/<>/offerings": "P",
    "PATCH /api/v1/providers/<>/offerings/<>": "P",
    "POST /api/v1/providers/<>/offerings/<>/retire": "P",
    "POST /api/v1/providers/<>/apply": "P",
    "POST /api/v1/providers/<>/review": "RL",
    "POST /api/v1/providers/<>/return": "RL",
    "POST /api/v1/providers/<>/reject": "RL",
    "POST /api/v1/providers/<>/admit": "RL",
    "POST /api/v1/providers/<>/warn": "L",
    "POST /api/v1/providers/<>/rectify": "P",
    "POST /api/v1/providers/<>/clear": "L",
    "POST /api/v1/providers/<>/suspend": "L",
    "POST /api/v1/providers/<>/remove": "L",
    "POST /api/v1/providers/<>/reinstate": "L",
    "GET /api/v1/providers/<>/changes": "PRLWA",
    "POST /api/v1/providers/<>/appeals": "P",
    "GET /api/v1/appeals": "PRLWA",
    "GET /api/v1/appeals/<>": "PRLWA",
    "POST /api/v1/appeals/<>/decide": "L",
}
