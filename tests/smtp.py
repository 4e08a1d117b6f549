"""Real SMTP servers for the tests: one that takes mails, and ones that refuse, put off or hang up."""

import contextlib
import socket
import threading
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what it is given. ``refusals``: address → the answer to RCPT; ``data_answer``: the answer to DATA."""

    def __init__(self):
        self.mails = []
        self.refusals = {}
        self.data_answer = None
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data_answer:
            return self.data_answer
        message = message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos[0], message, envelope.content))
        return "250 OK"

    def to(self, address):
        """Messages to an address, oldest first."""
        return [message for to, message, _ in self.mails if to == address]


@contextlib.contextmanager
def running_smtp(mailbox, **options):
    """The URL of a server on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextlib.contextmanager
def rude_smtp(says):
    """A server that says these lines, one for each it hears, and then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, connection.makefile("rwb") as stream:
                    for line in says:
                        stream.write(line.encode() + b"\r\n")
                        stream.flush()
                        stream.readline()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
