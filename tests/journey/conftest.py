"""The market as a person starts it: ``up`` with its processes, and a real SMTP server that catches the mails."""

import os
import signal
import socket
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
import requests
from aiosmtpd.controller import Controller

from tests.waiting import PATIENCE_SECONDS, until

PASSWORD = "changjing-yanshi-2026"


class Mailbox:
    """Keeps what the SMTP server took in."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 kept"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def mailbox():
    """A real SMTP server on a free port; ``.messages`` fills."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}"
    yield box
    controller.stop()


@pytest.fixture(scope="session")
def market_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("market")


@pytest.fixture(scope="session")
def market(mailbox, market_folder):
    """Address of a market that ``up`` started with the demonstration city on embedded defaults."""
    port, folder = free_port(), market_folder
    environ = os.environ | {
        "SM_SMTP_URL": mailbox.url,
        "SM_LOG_LEVEL": "warning",
        "SM_RATE_SIGN_INS": "10000 per minute",  # everybody signs in anew when the clock is moved
    }
    environ.pop("DATABASE_URL", None)
    environ.pop("REDIS_URL", None)
    command = [sys.executable, "-m", "scenario_market", "up", "--port", str(port)]
    log = (folder / "up.log").open("wb")
    process = subprocess.Popen(
        [*command, "--data", str(folder / "data")], env=environ, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(address), tell=(folder / "up.log").read_text)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)
        log.close()


def answers(address):
    try:
        return requests.get(f"{address}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


class Caller:
    """Somebody who uses the API over HTTP."""

    def __init__(self, address, mobile=None):
        self.base = f"{address}/api/v1"
        self.session = requests.Session()
        self.session.trust_env = False
        if mobile:
            body = {"mobile": mobile, "password": PASSWORD}
            token = self.post("/sign-ins", body)["token"]
            self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, path, body=None, *, version=None, status=None, any_status=False):
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        answer = self.session.request(
            method, self.base + path, json=body, headers=headers, timeout=PATIENCE_SECONDS
        )
        expected = (status,) if status else (200, 201, 202, 204)
        assert any_status or answer.status_code in expected, (
            method,
            path,
            answer.status_code,
            answer.text,
        )
        return answer.json() if answer.content else None

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def act(self, path, body=None, *, method="POST"):
        """An act on the present version of what stands at the head of the path."""
        head = "/".join(path.split("/")[:3])
        return self.call(method, path, body, version=self.get(head)["version"])


@pytest.fixture(scope="module")
def callers(market):
    """The demonstration accounts by what they are, and the public."""
    numbers = {
        "administrator": 1,
        "reviewer": 2,
        "second": 3,
        "third": 4,
        "lead": 5,
        "district": 6,
        "owner": 7,
        "provider": 8,
        "auditor": 9,
    }
    made = {name: Caller(market, f"199000000{n:02}") for name, n in numbers.items()}
    return made | {"public": Caller(market)}
