"""A 200 MB upload against the real server: refused, and its memory stays flat."""

import contextlib
import http.client
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from scenario_market.runtime.broker import free_port
from tests.api.attaching import BODY, FORM, MIB
from tests.waiting import PATIENCE_SECONDS, until

ROOT = Path(__file__).parent.parent.parent
GROWTH_LIMIT = 32 * MIB


@pytest.fixture
def server(settings, database_url):
    """gunicorn as the Procfile starts it, with one worker."""
    port = free_port()
    environ = os.environ | {
        "SM_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": database_url,
        "REDIS_URL": settings.redis_url,
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "scenario_market.api:create_app()"], cwd=ROOT, env=environ
    )
    try:
        until(lambda: _answers(port))
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False


def resident(process):
    return max(p.memory_info().rss for p in process.children(recursive=True))


def pieces(megabytes):
    yield FORM
    for _ in range(megabytes):
        yield b"x" * MIB


def post(port, demand_id, client, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    path = f"/api/v1/demands/{demand_id}/attachments"
    # The server may have answered and hung up; what it said can still be read.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request(
            "POST",
            path,
            body=body,
            headers=client.headers | kind | headers,
            encode_chunked="Transfer-Encoding" in headers,
        )
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize("said", [True, False], ids=["length-said", "chunked"])
def test_200_mb_are_refused_with_flat_memory_and_leave_nothing(server, world, settings, said):
    port, process = server
    demand_id, owner, *_ = world
    small = FORM + BODY + b"\r\n--b--\r\n"
    assert post(port, demand_id, owner, small, {})[0] == 201
    before = resident(process)
    length = {"Content-Length": str(len(FORM) + 200 * MIB)}
    headers = length if said else {"Transfer-Encoding": "chunked"}
    status, text = post(port, demand_id, owner, pieces(200), headers)
    assert status == 413
    assert b"too_large" in text
    assert resident(process) - before < GROWTH_LIMIT
    kept = [p for p in (settings.data_dir / "files").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in kept) < MIB
