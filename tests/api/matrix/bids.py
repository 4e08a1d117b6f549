"""Who may call what on sealed bids: nobody but those who bid."""

MATRIX = {
    "POST /api/v1/challenges/<>/workspaces": "P",
    "GET /api/v1/workspaces": "P",
    "GET /api/v1/workspaces/<>": "P",
    "PUT /api/v1/workspaces/<>": "P",
    "GET /api/v1/workspaces/<>/content": "P",
    "POST /api/v1/workspaces/<>/files": "P",
    "GET /api/v1/workspaces/<>/files/<>": "P",
    "POST /api/v1/workspaces/<>/leave": "P",
    "POST /api/v1/workspaces/<>/invitations": "P",
    "GET /api/v1/consortium-invitations": "P",
    "DELETE /api/v1/consortium-invitations/<>": "P",
    "POST /api/v1/consortium-invitations/<>/consent": "P",
    "POST /api/v1/consortium-invitations/<>/decline": "P",
}
