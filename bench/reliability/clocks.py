"""clock: a clock three days ahead is put right; the numbers of a year end with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import time_machine

from bench.reliability.outcome import Outcome
from bench.reliability.place import SIGN_FORM, SIGNATORY, Place, build, enter, truth, work
from supervision.core import startup
from supervision.core.db import session
from supervision.instruments.models import Instrument
from tests.support.stores import dispose

TURN = datetime(2027, 12, 31, 15, 30, tzinfo=UTC)  # half an hour before midnight in China


def run(store: str, root: Path) -> Outcome:
    with time_machine.travel(TURN - timedelta(days=20), tick=True):
        place = build(store, root, papers=4)
    old, new = place.papers[:2], place.papers[2:]
    _sign(place, old, TURN)
    _sign(place, new, TURN + timedelta(hours=1))
    found = truth(place)
    numbers = {
        "跨年签发": len(found.signed), "旧年文号": _serials(place, 2027), "新年文号": _serials(place, 2028),
        "时钟倒退拒绝启动": _starts(place, TURN - timedelta(days=3)) is not None,
        "校准后启动": _starts(place, TURN + timedelta(days=1)) is None,
        "审计异常": len(found.faults),
    }  # fmt: skip
    outcome = Outcome("clock", store, numbers)
    outcome.expect("文号按年各自从1起", held=numbers["旧年文号"] == numbers["新年文号"] == [1, 2])
    outcome.expect("倒退的时钟被拒绝", held=bool(numbers["时钟倒退拒绝启动"]))
    outcome.expect("校准后可以启动", held=bool(numbers["校准后启动"]))
    outcome.expect("审计链完好", held=not found.faults)
    return outcome


def _sign(place: Place, papers: list[int], moment: datetime) -> None:
    with time_machine.travel(moment, tick=True):
        app = place.open()
        signatory = enter(app, SIGNATORY)
        for paper in papers:
            signatory.submit(f"/instruments/{paper}", form=SIGN_FORM)
        dispose(app)


def _serials(place: Place, year: int) -> list[int]:
    app = place.open()
    with work(app):
        serial = sa.select(Instrument.number_serial).where(Instrument.number_year == year)
        found = sorted(one for one in session.scalars(serial) if one is not None)
    dispose(app)
    return found


def _starts(place: Place, moment: datetime) -> str | None:
    """Why the system would not start then; None when it would."""
    with time_machine.travel(moment, tick=True):
        try:
            startup.check(place.open())
        except SystemExit as refusal:
            return str(refusal.code)
    return None
