"""Telling of files."""

# Events by which nobody is told.
RECORDS = {
    "attachment.added": "its own people did it",
    "attachment.adopted": "its own people did it",
    "attachment.removed": "its own people did it",
    "attachment.erased": "its own people removed it, or took it in, long before",
}
