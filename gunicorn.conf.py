"""Settings that `gunicorn app:app` reads by itself: each worker starts its own clock of jobs.

The workers elect one runner a slot by the database, so any number of them may run.
"""

from typing import Any

from supervision.core import jobs

worker_class = "sync"
timeout = 60


def post_worker_init(worker: Any) -> None:
    """A worker is ready to serve: start its scheduler."""
    app = worker.wsgi
    worker.clockwork = jobs.start(app, app.extensions["jobs"])


def worker_exit(_server: Any, worker: Any) -> None:
    """A worker ends: finish the running job first."""
    clockwork = getattr(worker, "clockwork", None)
    if clockwork is not None:
        clockwork.stop()
