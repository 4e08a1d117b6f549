"""gunicorn's settings for the web process, the same under ``bin/up`` and ``Procfile``.

PORT, SM_HOST (address to listen at; the default is loopback only) and WEB_CONCURRENCY (processes)
come from the environment.
"""

import os
import shutil
import stat
import tempfile

# gunicorn imports from here first, whatever lies in the current directory.
chdir = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
bind = f"{os.environ.get('SM_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
# One loaded application is shared by all workers; each opens its own connections after the fork.
preload_app = True
control_socket_disable = True
# A heartbeat file on a slow disk can stall a worker until it is taken for dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
timeout = 60
graceful_timeout = 8  # below the ten seconds that the supervisor waits
accesslog = None  # the application logs its requests itself, with their ids
errorlog = "-"
loglevel = "warning"


def _metrics_folder():
    """Where the processes of this server count their requests together: one folder per user and port.

    Known beforehand, so that what a killed server left is used again and does not pile up; in memory where there is
    any, since every request writes.
    """
    name = f"scenario-market-metrics-{os.getuid()}-{os.environ.get('PORT', '8000')}"
    folder = os.path.join(worker_tmp_dir or tempfile.gettempdir(), name)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return tempfile.mkdtemp(prefix="scenario-market-metrics-")  # somebody else took the name
    return folder


# Before the application is imported: the library decides then whether it counts for itself or in the folder.
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _metrics_folder()


def on_starting(server):
    """Begin to count from nothing."""
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".db"):
            os.unlink(os.path.join(folder, name))


def child_exit(server, worker):
    """Keep what a dead worker counted, in one place for all of them."""
    from scenario_market.api import metrics

    try:
        metrics.fold(worker.pid)
    except OSError as error:
        server.log.warning("metrics of worker %s are lost: %s", worker.pid, error)


def on_exit(server):
    """Leave nothing behind."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_fork(server, worker):
    """Drop what a preloaded application may have opened: two processes on one socket garble it."""
    app = server.app.wsgi()
    app.extensions["database"].engine.dispose(close=False)
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
