"""Files as they were handed in, and a role that only looks on."""

from dataclasses import replace

from scenario_market.domain.attachments.models import Upload

PDF = Upload("方案.pdf", "application/pdf", 9, "ab" * 32, "ab/ab/" + "ab" * 32)


PNG = replace(PDF, name="现场.png", media_type="image/png")


WATCHER = {"discipline_observer"}
