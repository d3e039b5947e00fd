"""What listens to the store's sessions, in the order in which each is told of a flush or a commit.

The row scope is not among them: it listens from the moment its module is there (`access/scope.py`).
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

from supervision.core.audit import recorder
from supervision.core.derived import running
from supervision.core.duedates import calendars
from supervision.core.search import index

ORDER = (*recorder.HEARS, *calendars.HEARS, *index.HEARS, *running.HEARS)


def listen() -> None:
    """From now on, in every session of this process; a further application changes nothing."""
    for name, function in ORDER:
        if not event.contains(Session, name, function):
            event.listen(Session, name, function)
