"""gunicorn's settings for the web process, the same under ``bin/up`` and ``Procfile``.

PORT, SM_HOST (address to listen at; the default is loopback only) and WEB_CONCURRENCY (processes)
come from the environment.
"""

import os

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


def post_fork(server, worker):
    """Drop what a preloaded application may have opened: two processes on one socket garble it."""
    app = server.app.wsgi()
    app.extensions["database"].engine.dispose(close=False)
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
