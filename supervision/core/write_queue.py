"""The queue before SQLite's write lock: writers go in the order they came, over threads and processes.

SQLite wakes whoever asks at the right moment, so the unluckiest of 64 waits many seconds (quality.md
§1). Here each writer draws a ticket: a number, whose byte of the queue's file it locks. It goes when
no lower byte is locked any more. The locks are the kernel's, one to an open file: a process that is
killed leaves the queue with it, a thread is told from its neighbour. Readers never come here.
"""

import fcntl
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from supervision.core.errors import DomainError

PERSON = 3.0  # seconds a person waits for an answer
JOB = 60.0  # what nobody sits before waits longer
MOST = 0.02  # seconds between two looks, far back in the queue
STEP = 0.001  # … for each writer ahead
_HEAD = 16  # the bytes of the two numbers below; tickets are locked behind them
_NUMBERS = struct.Struct("<QQ")  # the last ticket drawn, the last that went
_LOCK = struct.Struct("hhqqi4x")  # struct flock of Linux
_person: ContextVar[bool] = ContextVar("a person waits", default=False)


class QueueTooLong(DomainError):
    """Others were writing all the while; nothing was written."""

    status = 503

    def __init__(self) -> None:
        super().__init__("此刻办理的人较多，刚才的操作没有保存。请再提交一次")


@dataclass(frozen=True)
class Ticket:
    """A place in the queue of `file` (an open descriptor); `number` 0: there is no queue to keep."""

    file: int
    number: int

    def give_back(self) -> None:
        """Leave the queue, or the store when it was this one's turn."""
        if self.number:
            with suppress(OSError):
                _lock(self.file, fcntl.F_UNLCK, 0, 0)
            os.close(self.file)


def somebody_waits() -> None:
    """What this thread writes from now on is a person's, who is answered soon."""
    _person.set(True)


def wait_turn(path: Path) -> Ticket:
    """A ticket whose turn it is. Raises QueueTooLong when others take longer than a person waits.

    A job that has waited long, or a folder that takes no file, goes on to the store without one: the
    store itself says what is wrong.
    """
    try:
        ticket = draw(path)
    except OSError:
        return Ticket(-1, 0)
    person = _person.get()
    try:
        if _wait(ticket, time.perf_counter() + (PERSON if person else JOB)):
            return ticket
    except BaseException:
        ticket.give_back()
        raise
    ticket.give_back()
    if person:
        raise QueueTooLong
    return Ticket(-1, 0)


def draw(path: Path) -> Ticket:
    """The next number, its byte locked before anybody else can draw."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with _alone(file):
            drawn, gone = _numbers(file)
            os.pwrite(file, _NUMBERS.pack(drawn + 1, gone), 0)
            _lock(file, fcntl.F_WRLCK, _HEAD + drawn + 1, 1)
    except BaseException:
        os.close(file)
        raise
    return Ticket(file, drawn + 1)


def _wait(ticket: Ticket, until: float) -> bool:
    """Whether its turn came in time."""
    while not _first(ticket):
        if time.perf_counter() >= until:
            return False
        ahead = ticket.number - _numbers(ticket.file)[1]
        time.sleep(min(MOST, STEP * max(1, ahead)))
    with _alone(ticket.file):
        drawn, _ = _numbers(ticket.file)
        os.pwrite(ticket.file, _NUMBERS.pack(drawn, ticket.number), 0)
    return True


def _first(ticket: Ticket) -> bool:
    """Whether nobody who came before is still there."""
    if ticket.number == 1:
        return True
    asked = _LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, _HEAD + 1, ticket.number - 1, 0)
    held = fcntl.fcntl(ticket.file, fcntl.F_OFD_GETLK, asked)
    return bool(_LOCK.unpack(held)[0] == fcntl.F_UNLCK)


@contextmanager
def _alone(file: int) -> Iterator[None]:
    """The two numbers are nobody else's meanwhile: held for microseconds."""
    _lock(file, fcntl.F_WRLCK, 0, _HEAD, wait=True)
    try:
        yield
    finally:
        _lock(file, fcntl.F_UNLCK, 0, _HEAD)


def _numbers(file: int) -> tuple[int, int]:
    held = os.pread(file, _HEAD, 0)
    return _NUMBERS.unpack(held) if len(held) == _HEAD else (0, 0)


def _lock(file: int, kind: int, start: int, length: int, *, wait: bool = False) -> None:
    """A lock of the open file, not of the process; length 0: to the end."""
    asked = _LOCK.pack(kind, os.SEEK_SET, start, length, 0)
    fcntl.fcntl(file, fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK, asked)
