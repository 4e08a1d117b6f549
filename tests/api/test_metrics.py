"""Counters of requests under the real server with two processes: added up, kept when one dies, without keys."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from scenario_market.api import metrics
from scenario_market.runtime.broker import free_port
from tests.waiting import PATIENCE_SECONDS, until

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Server:
    """gunicorn as the Procfile starts it, with two processes, at a free port."""

    def __init__(self, settings, folder):
        self.port, self.folder = free_port(), folder
        environ = os.environ | {
            "SM_DATA_DIR": str(settings.data_dir),
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        }
        if folder:
            environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py"]
        self.popen = subprocess.Popen(
            [*command, "scenario_market.api:create_app()"], cwd=ROOT, env=environ
        )

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def until(self, condition):
        def look():
            with contextlib.suppress(OSError):
                return condition()

        return until(look)

    def workers(self):
        return {child.pid for child in psutil.Process(self.popen.pid).children()}

    def counted(self, route, status):
        text = self.get("/metrics")[1]
        labels = f'method="GET",route="{route}",status="{status}"'
        found = re.search(rf"^market_http_requests_total{{{re.escape(labels)}}} (\S+)$", text, re.M)
        return float(found[1]) if found else 0


@pytest.fixture
def server(settings, tmp_path):
    folder = tmp_path / "counted"
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"left by an earlier run, and cut short")
    server = Server(settings, folder)
    yield server
    if server.popen.poll() is None:
        server.popen.terminate()
        server.popen.wait(PATIENCE_SECONDS)


def test_requests_are_counted_over_all_processes_and_kept_when_one_dies(server):
    server.until(lambda: server.get("/readyz")[0] == 200)
    before = server.counted("/livez", 200)
    asked = 0

    def both_have_answered():
        nonlocal asked
        for _ in range(10):
            assert server.get("/livez")[0] == 200
            asked += 1
        return len(list(server.folder.glob("counter_*.db"))) >= 2

    server.until(both_have_answered)
    assert server.counted("/livez", 200) == before + asked
    first = server.workers()
    assert len(first) == 2
    victim = min(first)
    os.kill(victim, signal.SIGKILL)
    server.until(lambda: len(server.workers() - {victim}) == 2)
    server.until(lambda: not (server.folder / f"counter_{victim}.db").exists())
    assert server.counted("/livez", 200) == before + asked
    assert (server.folder / "counter_dead.db").exists()
    assert server.get("/livez")[0] == 200
    assert server.counted("/livez", 200) == before + asked + 1


def test_labels_hold_rules_and_nothing_that_a_caller_chose(server):
    server.until(lambda: server.get("/readyz")[0] == 200)
    for path in (
        "/api/v1/demands/77777777",
        "/nowhere/13812345678",
        "/unsubscribe/c2VjcmV0LXRva2Vu",
        "/api/v1/demands?domain=private-word",
    ):
        server.get(path)
    text = server.get("/metrics")[1]
    assert server.counted("/api/v1/demands/<demand_id>", 404) == 1
    assert server.counted("-", 404) == 1
    for foreign in ("77777777", "13812345678", "c2VjcmV0", "private-word"):
        assert foreign not in text
    assert 'market_http_request_seconds_bucket{le="0.05",method="GET",route="/readyz"}' in text
    assert "market_jobs_due 0" in text
    for name in re.findall(r'route="([^"]*)"', text):
        assert name == "-" or name.startswith("/")
        assert not re.search(r"\d{3,}|[(=)]", name), name


def test_a_server_that_is_told_no_folder_makes_its_own_and_leaves_nothing_behind(settings):
    server = Server(settings, None)
    places = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    try:
        server.until(lambda: server.get("/livez")[0] == 200)
        folders = [f for p in places for f in p.glob(f"scenario-market-metrics-*-{server.port}")]
        assert len(folders) == 1
        assert list(folders[0].glob("counter_*.db"))
        assert folders[0].stat().st_mode & 0o077 == 0
    finally:
        server.popen.terminate()
        assert server.popen.wait(PATIENCE_SECONDS) == 0
    assert not folders[0].exists()


def test_one_process_alone_counts_for_itself(app):
    app.test_client().get("/livez")
    app.test_client().open("/livez", method="PURGE")
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert 'market_http_requests_total{method="GET",route="/livez",status="200"}' in text
    assert 'market_http_requests_total{method="OTHER"' in text
    assert metrics.FOLDER not in os.environ
