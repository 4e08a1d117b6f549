"""``python -m scenario_market.persistence.revise "message"``: write the migration from models to database."""

import sys
import tempfile
from pathlib import Path

from scenario_market.persistence import migrate

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"
        migrate.upgrade(url)
        migrate.revise(url, sys.argv[1])
