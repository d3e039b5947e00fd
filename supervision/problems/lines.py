"""What a row of the ledger says about its deadline; lights for a whole page from one calendar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.core import clock
from supervision.core.db import ReadRow
from supervision.core.duedates import UNIT_KINDS, Lamp, ShownLight
from supervision.core.listing.rows import Line
from supervision.core.stages import Drawn, Reached
from supervision.problems.models import Problem, ProblemStatus


@dataclass(frozen=True)
class Standing:
    """A word with its tone and a short detail, as the light component draws it."""

    label: str
    tone: str
    detail: str = ""
    provisional: bool = False


def short(day: date | None) -> str:
    """06-12 in the present year, else 2023-06-12."""
    if day is None:
        return ""
    said = day.isoformat()  # of a page by the hundred: strftime takes ten times as long
    return said[5:] if day.year == clock.today().year else said


def standings(rows: Iterable[Line | ReadRow]) -> dict[int, Standing | ShownLight]:
    """Where each row of a list stands, by its id; one calendar for all of them."""
    lamp = Lamp()
    return {row.id: _standing(row, lamp.of_line) for row in rows}


def standing(problem: Problem) -> Standing | ShownLight:
    """Where one problem stands."""
    lamp = Lamp()
    papers = [problem.paper_id] if problem.paper_id else []
    lights = lamp.of_owners("instrument", papers, UNIT_KINDS)

    def lit(due: date, row: Any) -> ShownLight | None:
        of_paper = lights.get(row.paper_id)
        return of_paper if of_paper and of_paper.due == due else lamp.of(due)  # 本条期限

    return _standing(problem, lit)


def _standing(
    row: Line | ReadRow | Problem,
    lit: Callable[[date, Any], ShownLight | None],
) -> Standing | ShownLight:
    status: ProblemStatus = row.status
    if status is ProblemStatus.RECTIFYING and row.due_on is not None:
        shown = lit(row.due_on, row)
        if shown is not None:
            return shown
    if status is ProblemStatus.ESTABLISHED:
        return Standing(*_before_delivery(row))
    if row.ended_on is not None:
        return Standing(status.label, status.tone, short(row.ended_on))
    return Standing(status.label, status.tone)


def _before_delivery(row: Line | ReadRow | Problem) -> tuple[str, str]:
    if row.paper_id is None:
        return "待下发", "draft"
    return ("待签收", "active") if row.paper_number else ("文书办理中", "active")


def chased(row: Line | ReadRow | Problem) -> str:
    """电话 07-08: how and when the unit was last urged."""
    return f"{row.chased_how or '催办'} {short(row.chased_on)}" if row.chased_on else ""


def steps(problem: Problem) -> list[Drawn]:
    """The life of a problem for the stepper; an end beside 销号 skips the rest."""
    passed = _passed(problem)
    closed = problem.status is ProblemStatus.CLOSED
    reached = len(passed) if closed else next(i for i, one in enumerate(passed) if not one[2])
    shown = [
        Drawn(label, detail, Reached.DONE if done else Reached.TODO)
        for label, detail, done in passed
    ]
    for position, step in enumerate(shown):
        if not closed and position >= reached:
            step.state = Reached.TODO if problem.in_hand else Reached.SKIPPED
    if problem.in_hand:
        shown[reached].state = Reached.CURRENT
    elif not closed:
        end = Drawn(problem.status.label, short(problem.ended_on), Reached.DONE)
        shown.insert(reached, end)
    return shown


def _passed(problem: Problem) -> list[tuple[str, str, bool]]:
    """(step, detail, done) in the order of a problem's life."""
    wanted = 3 if problem.grave else 2
    so_far = f"{len(problem.signers)}/{wanted}"
    answered = problem.status in (ProblemStatus.TO_VERIFY, ProblemStatus.CLOSED)
    explained = ("事实确认", short(problem.explained_on), problem.explained_on is not None)
    establishing = f"{'三' if problem.grave else '两'}人认定"
    return [
        ("发现", short(problem.found_on), True),
        *(() if problem.back_entered else (explained,)),
        (
            "补录认定" if problem.back_entered else establishing,
            short(problem.confirmed_on) or so_far,
            problem.confirmed_on is not None,
        ),
        ("文书送达", short(problem.delivered_on), problem.delivered_on is not None),
        ("整改反馈", problem.reply_state, answered),
        ("核查销号", "", problem.status is ProblemStatus.CLOSED),
    ]


def light_words(row: Line) -> str:
    """The light of a row of a list, in words: what a sheet says under 期限."""
    stands: Standing | ShownLight = row.light
    tentative = "（暂定）" if stands.provisional else ""
    return f"{stands.label} {stands.detail}{tentative}".strip()


def established(row: Line | ReadRow | Problem) -> str:
    """How far 认定 has come."""
    if row.confirmed_on:
        return "已认定"
    if row.second_by_id:
        return "两人已认定"
    if row.first_by_id:
        return "一人已认定"
    if row.explained_on:
        return "事实已确认"
    return "待事实确认" if row.status is ProblemStatus.PENDING else ""
