"""Telling of files on their way in."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "import.checked": (Rule("import_checked", to.uploader, ("rows", "wrong")),),
    "import.failed": (Rule("import_failed", to.uploader),),
    "pool.imported": (Rule("import_pool_done", to.uploader, ("created", "updated", "unchanged")),),
    "projects.imported": (Rule("import_projects_done", to.uploader, ("updated", "unchanged")),),
    "demands.imported": (Rule("import_demands_done", to.uploader, ("created", "unchanged")),),
}

# Events by which nobody is told.
RECORDS = {
    "import.uploaded": "the uploader waits for the check, which tells",
    "import.commit_asked": "the uploader waits for the import, which tells",
}
