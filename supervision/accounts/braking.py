"""The brake on guessing passwords: a delay that grows, by account and machine; nobody is locked out.

Whoever has signed in on a machine before is held up only by what went wrong with that account on that
machine. Machines that an account was never used on are counted together besides, and so are browsers
without a cookie behind one address; these two delays stay short, for others feel them too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.accounts.devices import Device
from supervision.accounts.models import FailedSignIn, User
from supervision.core import clock
from supervision.core.db import affected, separate_unit_of_work, session
from supervision.core.errors import DomainError
from supervision.core.waiting import one_by_one

WINDOW = timedelta(hours=24)
KEPT = timedelta(days=184)
Condition = sa.ColumnElement[bool]


class TooManyAttempts(DomainError):
    """Not now; no hash is computed. `begins`: no attempt before this one met the same delay."""

    status = 429

    def __init__(self, wait: timedelta, *, known: bool, begins: bool) -> None:
        seconds = max(1, int(wait.total_seconds()))
        said = f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
        super().__init__(f"失败次数过多，请{said}后再试；忘记口令的，请联系安全管理员重置")
        self.known, self.begins = known, begins


@dataclass(frozen=True)
class Brake:
    """`free` failures cost nothing; the next wait `first`, then twice as long each time, up to `most`."""

    free: int
    first: timedelta
    most: timedelta

    def pause(self, failures: int) -> timedelta:
        over = failures - self.free
        return timedelta() if over < 0 else min(self.most, self.first * 2 ** min(over, 20))


OWN = Brake(5, timedelta(seconds=15), timedelta(minutes=15))  # one account on one machine
MACHINE = Brake(12, timedelta(seconds=15), timedelta(minutes=15))  # any accounts on one machine
NAME = Brake(20, timedelta(seconds=5), timedelta(minutes=2))  # one account, machines new to it
ADDRESS = Brake(100, timedelta(seconds=1), timedelta(seconds=30))  # an address, without a cookie


def attempt(username: str, *, device: Device, address: str) -> None:
    """One more password is about to be tried, or TooManyAttempts; call it before the hash.

    It counts as failed until it succeeds, so that a hundred at the same moment are not more hashes
    than a hundred in a row.
    """
    with separate_unit_of_work() as own:
        one_by_one(own, username, device.machine(address))
        known = own.scalar(sa.select(User.id).where(User.username == username))
        trusted = known is not None and known in device.accounts
        wait = _wait(own, username, device, address, trusted=trusted)
        if wait > timedelta():
            begins = _first_refusal(own, username, device.machine(address))
            own.commit()
            raise TooManyAttempts(wait, known=known is not None, begins=begins)
        own.add(
            FailedSignIn(
                username=username,
                address=address,
                machine=device.machine(address),
                at=clock.now(),
            )
        )


def _wait(own: Session, username: str, device: Device, address: str, *, trusted: bool) -> timedelta:
    """How long this attempt has to wait yet."""
    of_name = FailedSignIn.username == username
    of_machine = FailedSignIn.machine == device.machine(address)
    rules: list[tuple[Brake, Condition]] = [(OWN, sa.and_(of_name, of_machine))]
    if not trusted:
        rules += [(MACHINE, of_machine), (NAME, of_name)]
    if not device.key:
        rules.append((ADDRESS, FailedSignIn.address == address))
    columns = [
        one
        for _, condition in rules
        for one in (
            sa.func.sum(sa.case((condition, 1), else_=0)),
            sa.func.max(sa.case((condition, FailedSignIn.at))),
        )
    ]
    moment = clock.now()
    found = own.execute(
        sa.select(*columns).where(
            FailedSignIn.at > moment - WINDOW,
            FailedSignIn.forgiven.is_(False),
            sa.or_(*(condition for _, condition in rules)),
        )
    ).one()
    pairs = zip(rules, found[::2], found[1::2], strict=True)
    return max(_left(rule, count, last, moment) for (rule, _), count, last in pairs)


def _first_refusal(own: Session, username: str, machine: str) -> bool:
    """Mark the last failure as one that held somebody up; whether it was not marked yet."""
    last = own.scalars(
        sa.select(FailedSignIn)
        .where(sa.or_(FailedSignIn.username == username, FailedSignIn.machine == machine))
        .order_by(FailedSignIn.id.desc())
        .limit(1)
    ).first()
    if last is None or last.held_up:
        return False
    last.held_up = True
    return True


def _left(rule: Brake, count: int | None, last: datetime | None, moment: datetime) -> timedelta:
    if not count or last is None:
        return timedelta()
    return max(timedelta(), last + rule.pause(count) - moment)


def failures(username: str) -> int:
    """Failed attempts on a name within the window, the one being made included."""
    return session.scalar(sa.select(sa.func.count()).where(*_held(username))) or 0


def forgive(username: str, *, machine: str | None = None, own: Session | None = None) -> None:
    """After a success on `machine`, or an administrator's reset (everywhere): they stay, but don't count."""
    where = _held(username)
    if machine is not None:
        where = (*where, FailedSignIn.machine == machine)
    (own or session).execute(sa.update(FailedSignIn).where(*where).values(forgiven=True))


def _held(username: str) -> tuple[Condition, ...]:
    return (
        FailedSignIn.username == username,
        FailedSignIn.at > clock.now() - WINDOW,
        FailedSignIn.forgiven.is_(False),
    )


def often_refused() -> sa.Select[str]:
    """User names with as many failures as begin to be held up."""
    tried = sa.select(FailedSignIn.username).where(
        FailedSignIn.at > clock.now() - WINDOW, FailedSignIn.forgiven.is_(False)
    )
    return tried.group_by(FailedSignIn.username).having(sa.func.count() >= OWN.free)


def prune() -> str:
    """Forget failures older than the law wants them kept."""
    gone = session.execute(sa.delete(FailedSignIn).where(FailedSignIn.at < clock.now() - KEPT))
    return f"清理登录失败记录{affected(gone)}条"
