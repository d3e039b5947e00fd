"""What listens to the store's sessions, in the order in which each is told of a flush or a commit.

Guards are not among them: row scope, write guard and the refusal of a view that is shown once more listen
from the moment their modules are there (`access/scope.py`, `access/writing.py`, `web.py`).
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

from supervision.core import held, parts, settings
from supervision.core.audit import recorder
from supervision.core.derived import running
from supervision.core.duedates import calendars
from supervision.core.search import index

ORDER = (
    *parts.HEARS,
    *recorder.HEARS,
    *calendars.HEARS,
    *settings.HEARS,
    *held.HEARS,
    *index.HEARS,
    *running.HEARS,
)


def listen() -> None:
    """From now on, in every session of this process; a further application changes nothing."""
    for name, function in ORDER:
        if not event.contains(Session, name, function):
            event.listen(Session, name, function)
