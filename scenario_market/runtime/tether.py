"""Ties a child process to the life of the process that starts it."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # prctl(2)
PR_SET_CHILD_SUBREAPER = 36
BURIAL_SECONDS = 1.0


def tether(death_signal: int = signal.SIGTERM) -> Callable[[], None] | None:
    """Return a ``preexec_fn`` that has the kernel signal the child when its parent dies.

    Linux only; elsewhere ``None``, and leftovers are found at the next start instead. The kernel
    watches the *thread* that forked: start children from the main thread, of a program that has no
    other (``preexec_fn`` is not safe beside threads).
    """
    if not sys.platform.startswith("linux"):
        return None
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True)

    def in_child() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # the parent died before the kernel was told
            os._exit(1)

    return in_child


def signal_group(leader_pid: int, signal_number: int) -> None:
    """Signal the process group of a child that leads one; what is gone already is no error."""
    # macOS says EPERM for a group of zombies
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader_pid, signal_number)


def adopt_orphans() -> None:
    """Become the parent of what dying children leave behind, to be able to bury it (Linux only).

    In a container nobody else may: a process 1 that does not wait leaves zombies for ever.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_group(leader_pid: int) -> None:
    """Kill what is left of a group whose leader died, and wait for those we have adopted."""
    signal_group(leader_pid, signal.SIGKILL)
    deadline = time.monotonic() + BURIAL_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            if os.waitpid(-leader_pid, os.WNOHANG) == (0, 0):
                time.sleep(0.005)
