"""The running market on one machine: its processes, in the order in which they start and stop."""

import contextlib
import fcntl
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from scenario_market.runtime.broker import embed_broker
from scenario_market.runtime.child import Process
from scenario_market.runtime.leftovers import ProcessRecord, sweep
from scenario_market.runtime.logs import say
from scenario_market.runtime.supervisor import Stopped, Supervisor

BROKER_SECONDS = 10.0
WEB_SECONDS = 60.0
HEAD_START_SECONDS = 5.0


class CannotStart(Exception):
    """The market cannot start; the text says why and what would help."""


@dataclass(frozen=True)
class Plan:
    """What to start.

    :ivar data: data directory, absolute.
    :ivar port: TCP port on 127.0.0.1 at which ``services`` make the market reachable.
    :ivar preparations: run one after the other before anything serves; a failure ends the start.
    :ivar services: kept running; the first is the one that answers at ``port``.
    :ivar announce: called once the port answers.
    :ivar verbose: show routine lines of the processes on the terminal; their files have them in any case.
    """

    data: Path
    port: int
    preparations: Sequence[Process]
    services: Sequence[Process]
    announce: Callable[[Supervisor], None] = lambda supervisor: None
    environ: Mapping[str, str] = field(default_factory=dict)
    verbose: bool = False


def run_market(plan: Plan) -> None:
    """Start everything in ``plan``, serve until a stop signal, and leave no process behind.

    :raises CannotStart: the data directory or the port is in use, or a preparation failed.
    """
    plan.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(plan.data):
        state = plan.data / "run"
        state.mkdir(exist_ok=True, mode=0o700)
        for pid in sweep(state / "processes.json"):
            say(f"up     | ended process {pid} that an earlier run had left behind")
        require_free(plan.port)
        record = ProcessRecord(state / "processes.json")
        record.open()
        supervisor = Supervisor(plan.data / "logs", record, plan.environ, verbose=plan.verbose)
        try:
            start_broker(supervisor, state)
            start_services(supervisor, plan)
            supervisor.serve()
        except Stopped:
            pass
        finally:
            say("up     | stopping")
            supervisor.stop()


def start_broker(supervisor: Supervisor, state: Path) -> None:
    """Start an embedded broker where ``REDIS_URL`` names none, and tell every child of it."""
    if os.environ.get("REDIS_URL"):
        return
    broker = embed_broker(state)
    supervisor.environ["REDIS_URL"] = broker.url
    supervisor.start(Process("broker", broker.argv))
    say(f"up     | broker: {broker.kind}, at a free port of 127.0.0.1")
    if not supervisor.wait_until(lambda: broker_answers(broker.url), BROKER_SECONDS):
        raise CannotStart(f"The broker ({broker.argv[0]}) did not answer; see logs/broker.log.")


def start_services(supervisor: Supervisor, plan: Plan) -> None:
    """Run the preparations, start the services, and announce when the port answers."""
    for process in plan.preparations:
        status = supervisor.run(process)
        if status:
            raise CannotStart(
                f"The step {process.name} ended with status {status}; "
                f"see {plan.data}/logs/{process.name}.log."
            )
    web, *others = plan.services
    supervisor.start(web)
    # On two cores the pages answer a second sooner if nothing else loads beside them.
    supervisor.wait_until(lambda: port_answers(plan.port), HEAD_START_SECONDS)
    for process in others:
        supervisor.start(process)
    if not supervisor.wait_until(lambda: port_answers(plan.port), WEB_SECONDS):
        say(f"up     | nothing answers at port {plan.port} yet; still trying")
    plan.announce(supervisor)


@contextlib.contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the data directory; the kernel lets go of it however the holder dies.

    :raises CannotStart: another market holds it.
    """
    with open(data / "up.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "?"
            raise CannotStart(
                f"A market is already running on {data} (process {holder}). "
                "Stop it, or name another directory with --data and another port with --port."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def require_free(port: int) -> None:
    """
    :raises CannotStart: something listens at this port of 127.0.0.1 already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} of 127.0.0.1 cannot be used ({error.strerror}). "
                "Name another with --port."
            ) from None


def port_answers(port: int) -> bool:
    """Whether something accepts connections at this port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True


def broker_answers(url: str) -> bool:
    """Whether a broker answers PING at ``url``."""
    once = Retry(NoBackoff(), 0)
    client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=once)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def own_command(*arguments: str) -> tuple[str, ...]:
    """Command line of ``scenario-market`` in this interpreter's environment."""
    return (sys.executable, "-P", "-m", "scenario_market", *arguments)
