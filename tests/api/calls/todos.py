"""To-dos."""

from tests.api.calls.table import simple

simple("GET /todos", "owner")
simple("GET /todos/counts", "owner")
