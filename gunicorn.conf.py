"""Settings that `gunicorn app:app` reads by itself: each worker starts its own clock of jobs.

The application is loaded once, before the workers are forked: what they only read is theirs together.
The workers elect one runner a slot by the database, so any number of them may run.
"""

import gc
import os
from typing import Any

from supervision.core import jobs, startup
from supervision.core.startup import ports

NEW = 3_000  # objects until the collector looks: after each 700 it looked through the rows of every page in its midst

worker_class = "sync"
preload_app = True
timeout = 60
control_socket_disable = True  # workers are told by systemd; nothing is to lie in a home folder


def on_starting(server: Any) -> None:
    """Before any worker: refuse what is wrong with one sentence (exit 1), warn of the rest."""
    if not {"LISTEN_FDS", "GUNICORN_FD"} & {*os.environ}:  # handed over, and bound already
        ports.expect_free(server.cfg.address)
    app = server.app.wsgi()
    for line in startup.check(app):
        server.log.warning(line)
    server.serving = startup.serve_from(app.config["INSTANCE"])  # until the master ends
    gc.collect()
    gc.freeze()  # the collector looks no more at what stays, so the workers' copies stay one
    gc.set_threshold(NEW)


def post_worker_init(worker: Any) -> None:
    """A worker is ready to serve: start its scheduler."""
    worker.clockwork = jobs.start(worker.wsgi)


def worker_exit(_server: Any, worker: Any) -> None:
    """A worker ends: finish the running job first."""
    clockwork = getattr(worker, "clockwork", None)
    if clockwork is not None:
        clockwork.stop()
