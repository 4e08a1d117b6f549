"""A client that costs little beside the server: plain sockets, kept open, one request at a time on each."""

import socket
import threading
import time


class Connection:
    """One kept-open connection to a port of 127.0.0.1."""

    def __init__(self, port: int, token: str = "") -> None:
        self.port = port
        self.known = f"Authorization: Bearer {token}\r\n" if token else ""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.left = b""

    def get(self, path: str) -> bytes:
        """The body of an answer.

        :raises RuntimeError: the answer is not 200.
        """
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{self.known}\r\n"
        self.socket.sendall(head.encode())
        data = self.left
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        headers = data[:end]
        if not headers.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(headers.decode(errors="replace") + data[end:].decode()[:500])
        length = int(headers.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(data) < end + 4 + length:
            data += self._more()
        self.left = data[end + 4 + length :]
        return data[end + 4 : end + 4 + length]

    def _more(self) -> bytes:
        if not (data := self.socket.recv(1 << 20)):
            raise ConnectionError("the server closed the connection")
        return data


def burst(
    port: int, path: str, *, connections: int, seconds: float, token: str = ""
) -> tuple[int, float]:
    """Ask again and again on some connections; how many answers came, in how many seconds."""
    counts = [0] * connections
    until = time.perf_counter() + seconds

    def ask(place: int) -> None:
        connection = Connection(port, token)
        while time.perf_counter() < until:
            connection.get(path)
            counts[place] += 1
        connection.socket.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.perf_counter() - began
