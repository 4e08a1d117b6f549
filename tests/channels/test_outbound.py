"""The guarded client against real servers on the loopback, which only an allow list opens."""

import contextlib
import http.server
import socket
import threading
import time

import pytest

from scenario_market.channels.outbound import (
    OutboundClient,
    OutboundFailed,
    OutboundRefused,
    is_public,
)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, dict(self.headers), body))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            return
        if self.path == "/huge":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(b"x" * (3 << 20))
            return
        answer = self.server.answer
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.seen, made.answer = [], b"{}"
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    made.port = made.server_address[1]
    yield made
    made.shutdown()
    made.server_close()


def loopback(host, port):
    return ["127.0.0.1"]


def client(**options):
    defaults = {"resolver": loopback, "deadline_seconds": 3}
    return OutboundClient(allowed_hosts=["sms.example"], **defaults | options)


def test_a_call_keeps_its_host_name_on_the_pinned_connection(server):
    answer = client().request("POST", f"http://sms.example:{server.port}/send?a=1", body=b"hi")
    ((path, headers, body),) = server.seen
    assert (answer.status, path, body) == (200, "/send?a=1", b"hi")
    assert headers["Host"] == f"sms.example:{server.port}"


def test_a_name_that_leads_to_the_loopback_is_refused_unless_configured(server):
    with pytest.raises(OutboundRefused, match="not public"):
        client().request("POST", f"http://other.example:{server.port}/")
    assert server.seen == []


def test_one_private_address_among_public_ones_refuses_all():
    mixed = OutboundClient(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(OutboundRefused, match=r"10\.0\.0\.1"):
        mixed.request("POST", "https://user-given.example/")


def test_the_name_is_resolved_once():
    calls = []

    def counting(host, port):
        calls.append(host)
        return ["127.0.0.1"]

    with pytest.raises(OutboundFailed):
        client(resolver=counting).request("POST", "http://sms.example:1/")
    assert calls == ["sms.example"]


def test_redirects_are_not_followed(server):
    answer = client().request("POST", f"http://sms.example:{server.port}/moved")
    assert answer.status == 302
    assert len(server.seen) == 1


def test_proxies_of_the_environment_are_ignored(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert client().request("POST", f"http://sms.example:{server.port}/").status == 200


def test_a_trickling_answer_ends_at_the_deadline(server):
    with pytest.raises(OutboundFailed, match="deadline"):
        client(deadline_seconds=0.5).request("POST", f"http://sms.example:{server.port}/slow")


def test_a_server_that_says_nothing_ends_at_the_deadline():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(OutboundFailed):
            client(deadline_seconds=0.4).request("POST", f"http://sms.example:{port}/")


def test_a_name_that_does_not_resolve_in_time_ends_at_the_deadline():
    def stuck(host, port):
        time.sleep(3)
        return ["127.0.0.1"]

    with pytest.raises(OutboundFailed, match="not resolved"):
        client(resolver=stuck, deadline_seconds=0.3).request("POST", "http://sms.example/")


def test_a_huge_answer_is_not_read(server):
    with pytest.raises(OutboundFailed, match="longer"):
        client().request("POST", f"http://sms.example:{server.port}/huge")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://sms.example/",
        "http:///x",
        "http://user:word@sms.example/",
        "http://sms.example:99999/",
        "http://sms.example/a\r\nX: y",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_are_no_plain_web_address_are_refused(url):
    with pytest.raises(OutboundRefused):
        client().request("POST", url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2002:7f00:1::",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address):
    assert is_public(address)
