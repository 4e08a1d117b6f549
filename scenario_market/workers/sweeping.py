"""Sweeping the file store: what no row names is removed a day later, a 256th of the store at a time.

Run by the clock process between deadlines; several at once, or none for a while, do no harm.
"""

import time

import structlog

from scenario_market.documents.files import FOLDERS, Directory
from scenario_market.domain.attachments import queries
from scenario_market.persistence.database import Database

log = structlog.get_logger("sweep")
DAY_SECONDS = 86_400


class Sweep:
    """Goes through the folders of the store, each once a day."""

    def __init__(self, database: Database, files: Directory) -> None:
        self.database = database
        self.files = files
        self._done = -1

    def when_due(self, at: float | None = None) -> int:
        """Sweep the folder whose turn it is, if it was not swept in this turn; returns how many files went.

        :param at: seconds since the epoch, by the clock that stamps files.
        """
        turn = int((time.time() if at is None else at) * len(FOLDERS) // DAY_SECONDS)
        if turn == self._done or not self.files.root.is_dir():
            return 0
        self._done = turn
        try:
            with self.database.reading() as session:
                gone = self.files.sweep(
                    lambda names: queries.named(session, names),
                    folders=[FOLDERS[turn % len(FOLDERS)]],
                )
        except Exception:  # an unreadable folder must not stop the clock
            log.exception("sweep_failed")
            return 0
        if gone:
            log.info("files_swept", files=gone)
        return gone
