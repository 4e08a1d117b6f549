"""``fakeredis`` as a broker process of its own, for machines that have no Valkey binary.

Last choice: written in Python, without a password, on the loopback address only.
"""

import sys

from fakeredis import TcpFakeServer


def main() -> None:
    """Serve at 127.0.0.1 and the port named by the first argument until a signal ends it."""
    server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])), server_type="valkey")
    server.daemon_threads = True  # an open connection must not hold up the end
    server.serve_forever()


if __name__ == "__main__":
    main()
