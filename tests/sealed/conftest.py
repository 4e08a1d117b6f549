"""Markets of a test's own."""

from dataclasses import replace

import pytest

from scenario_market import settings as settings_module


@pytest.fixture
def settings(tmp_path, fresh_database_url, fresh_redis_url):
    """Settings of a market on an empty database, broker and data directory."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    made = settings_module.load(
        {
            "SM_DATA_DIR": str(data_dir),
            "SM_SECRET_KEY": "of the tests alone",
            "DATABASE_URL": fresh_database_url,
            "REDIS_URL": fresh_redis_url,
        }
    )
    return replace(made, rate_limits=False)
