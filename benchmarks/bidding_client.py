"""Bidders in a process of their own: each with his own session and connection, at his own time. Answers go to stdout.

Stdin: one JSON object, see ``Plan``; on its last line the instant (of the monotonic clock of this machine) to begin at.
"""

import http.client
import json
import random
import sys
import threading
import time
from typing import Any

BOUNDARY = "bidding-client"
PATIENCE_SECONDS = 120
HAN = (0x4E00, 0x9FA5)


def bid(plan: dict[str, Any], number: int) -> dict[str, Any]:
    """Sections of about the size that is asked for, different for each bidder."""
    drawn = random.Random(number)
    block = "".join(chr(drawn.randint(*HAN)) for _ in range(997))
    signs = plan["bid_bytes"] // 3
    answers = dict(plan["answers"])
    for name in ("approach", "impact", "capability"):
        taken = min(signs, 59_000)
        answers[name] = {"text": (block * (taken // 997 + 1))[:taken] or "短"}
        signs -= taken
    return {
        name: {"answer": answer, "etag": plan["etags"][name]} for name, answer in answers.items()
    }


def upload(number: int, size: int) -> bytes:
    """A form with a small PDF in it."""
    filling = random.Random(number).randbytes(size).hex()[:size]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="section"\r\n\r\nteam\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="team.pdf"\r\n\r\n'
    )
    file = f"%PDF-1.7\n%{filling}\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return f"{head}{file}\r\n--{BOUNDARY}--\r\n".encode()


class Bidder(threading.Thread):
    """One bidder: adds an attachment, then hands in; notes what it is told and how long it took."""

    def __init__(self, plan: dict[str, Any], number: int, begin: float) -> None:
        super().__init__(daemon=True)
        self.plan, self.number, self.begin = plan, number, begin
        self.mine = plan["bidders"][number]
        self.told: dict[str, Any] = {"key": self.mine["key"], "number": number}

    def run(self) -> None:
        file = upload(self.number, self.plan["file_bytes"])
        sections = bid(self.plan, self.number)
        time.sleep(max(0.0, self.begin + self.mine["after_seconds"] - time.monotonic()))
        try:
            self._work(file, sections)
        except Exception as error:
            self.told["error"] = f"{type(error).__name__}: {error}"

    def _work(self, file: bytes, sections: dict[str, Any]) -> None:
        path = f"/api/v1/workspaces/{self.mine['key']}"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.plan["port"], timeout=PATIENCE_SECONDS
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        added = self._ask(connection, "upload", "POST", f"{path}/files", file, kind)
        body = {
            "act": "hand_in",
            "version": added.get("version", 1),
            "accepts_rules": True,
            "sections": sections,
        }
        stated = json.dumps(body, ensure_ascii=False).encode()
        self.told["bid_bytes"] = len(stated)
        self._ask(connection, "hand_in", "PUT", path, stated, "application/json")
        connection.close()

    def _ask(
        self, connection: Any, name: str, method: str, path: str, body: bytes, kind: str
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.mine['token']}", "Content-Type": kind}
        began = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 400:  # a server that did not read the body closes
            connection.close()
        took = time.perf_counter() - began
        said = json.loads(content)
        self.told[name] = {
            "seconds": took,
            "status": answer.status,
            "size": len(content),
            "rule": said.get("rule"),
            "done": said.get("done"),
            "refused": [one["rule"] for one in said.get("refused", ())],
            "content_hash": (said.get("receipt") or {}).get("content_sha256"),
        }
        return said


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    begin = float(sys.stdin.readline())
    bidders = [Bidder(plan, number, begin) for number in range(len(plan["bidders"]))]
    for one in bidders:
        one.start()
    for one in bidders:
        one.join()
    json.dump([one.told for one in bidders], sys.stdout)


if __name__ == "__main__":
    main()
