"""A market of stand-ins: ``python dummy_market.py DATA PORT [crash|stubborn|patient|missing|fail]``.

``web`` answers HTTP, ``worker`` forks a child and counts in the broker as long as it lives; ``patient``: the market
waits an hour before it kills what does not end.
"""

import sys
from pathlib import Path

from scenario_market.runtime import supervisor
from scenario_market.runtime.child import Process
from scenario_market.runtime.logs import say
from scenario_market.runtime.market import CannotStart, Plan, run_market

WORKER = """
import os, redis, time
os.fork()
print("beating")
client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=1)
while True:
    try:
        client.incr("beats")
    except redis.RedisError as problem:
        print("no broker:", type(problem).__name__)
    time.sleep(0.05)
"""
CRASH = "import time; print('going down'); time.sleep(0.05); raise SystemExit(3)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf'); time.sleep(600)"


def python(name: str, code: str) -> Process:
    return Process(name, (sys.executable, "-c", code))


def main() -> None:
    data, port, *extras = sys.argv[1:]
    services = [
        Process("web", (sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1")),
        python("worker", WORKER),
    ]
    if "crash" in extras:
        services.append(python("crash", CRASH))
    if "stubborn" in extras:
        services.append(python("stubborn", STUBBORN))
    if "patient" in extras:
        supervisor.GRACE_SECONDS = 3600
    if "missing" in extras:
        services.append(Process("missing", ("/no/such/program",)))
    prepare = "raise SystemExit(7)" if "fail" in extras else "print('prepared')"
    plan = Plan(
        data=Path(data),
        port=int(port),
        preparations=[python("migrate", prepare)],
        services=services,
        announce=lambda _: say("ready"),
    )
    try:
        run_market(plan)
    except CannotStart as problem:
        raise SystemExit(f"Error: {problem}") from None


if __name__ == "__main__":
    main()
