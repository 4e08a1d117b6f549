"""Who may read whose turn it is."""

from tests.api.matrix.letters import SIGNED_IN

MATRIX = {
    "GET /api/v1/todos": SIGNED_IN,
    "GET /api/v1/todos/counts": SIGNED_IN,
}
