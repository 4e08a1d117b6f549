"""Telling of matches: those that are told are told by matching itself, by ``demand_matched`` and its like."""

# Events by which nobody is told.
RECORDS = {
    "match.dismissed": "the provider's own word; it shows in the match",
}
