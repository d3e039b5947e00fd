"""Figures of 整改态势: what is in hand today, and what became of the problems of a period.

Two families of one make: the bureau's problems begin on the day they were found; a unit's own on
the day they were delivered to it, and it knows of no others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from supervision.core import clock
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.chasing.service import Rung
from supervision.instruments.models import Instrument
from supervision.instruments.states import WITHOUT_EFFECT
from supervision.problems import lights
from supervision.problems.models import Problem, ProblemStatus, Recurrence
from supervision.reports.indicators.model import Indicator

GROUP = "整改态势"
MENDED = (ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT)
AGES = ((30, "30日以内"), (60, "31—60日"), (90, "61—90日"), (None, "超过90日"))
HANDED = Problem.status == ProblemStatus.REFERRED_AWAY
_NOT_REJECTED = Problem.status != ProblemStatus.REJECTED
_COUNTED = Problem.status.not_in([ProblemStatus.PENDING, ProblemStatus.REJECTED])  # 认定
Standing = Callable[[], Sequence[Any]]


@dataclass(frozen=True)
class Board:
    """The figures of one kind of viewer."""

    begun_word: str
    open: Indicator
    lights: tuple[Indicator, ...]  # a partition of `open`
    ages: tuple[Indicator, ...]  # another one
    begun: Indicator
    again: Indicator
    to_mend: Indicator
    mended_of: Indicator
    mended: Indicator
    rungs: tuple[tuple[str, Indicator], ...]
    pending: Indicator | None = None  # found and not 认定 yet; a unit knows of none
    tells_of_handing_over: bool = False

    @property
    def begun_on(self) -> object:
        """The day a problem begins for this viewer."""
        return self.begun.day

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return (
            self.open, *self.lights, *self.ages, self.begun, self.again, self.to_mend,
            self.mended_of, self.mended, *(one for _, one in self.rungs),
            *([self.pending] if self.pending else []),
        )  # fmt: skip


def _board(prefix: str, word: str, day: object, record: str, told: Sequence[object]) -> Board:
    def problems(
        key: str,
        name: str,
        rule: str,
        *where: object,
        on: object = day,
        of: object = _COUNTED,
        **more: Any,
    ) -> Indicator:
        return Indicator(
            key=prefix + key, name=name, measure="条", rule=rule, group=GROUP, record=record,
            basis=f"{word}日期" if on is day else "销号（了结）日期",
            model=Problem, day=on, where=(of, *told, *where), unit=Problem.unit_id,
            field=Problem.field, category=Problem.category, action=Problem.action_id, **more,
        )  # fmt: skip

    def now(key: str, name: str, rule: str, standing: Standing) -> Indicator:
        return problems(key, name, rule, of=_NOT_REJECTED, standing=standing)

    def age(number: int) -> Indicator:
        words = AGES[number][1]
        return now(f"age_{number + 1}", words, f"今日在办、{word}至今{words}的问题",
                   lambda: (lights.IN_HAND, *_aged(day, number)))  # fmt: skip

    return Board(
        begun_word=word,
        open=now("open", "在办问题", "今日尚未了结的问题", lights.open_now),
        lights=(
            now("undelivered", "尚未送达", "今日在办、列入文书送达之前的问题", lights.undelivered),
            now("in_time", "期限内", "今日在办、整改期限尚早的问题（含未定期限的）", lights.in_time),
            now("near", "临期", "今日在办、还剩一个工作日以内的问题", lights.near),
            now("overdue", "逾期", "今日在办、过了最后一日仍未反馈的问题；已反馈的列入待核查", lights.overdue),
            now("to_verify", "待核查", "今日在办、单位已反馈待核查的问题，不论是否过期", lights.to_verify),
        ),
        ages=tuple(age(number) for number in range(len(AGES))),
        begun=problems("begun", f"{word}问题", f"期间{word}、已认定的问题" if not told else f"期间{word}的问题"),
        again=problems("again", "整改后又发生", f"期间{word}的、经确认为同一单位同类问题销号后又发生的问题",
                       Problem.recurrence == Recurrence.CONFIRMED),
        to_mend=_to_mend(problems, word, told),
        mended_of=problems("mended_of", f"{word}问题中整改到位的", f"期间{word}、现已销号或者立行立改的问题",
                           Problem.status.in_(MENDED)),
        mended=problems("mended", "整改到位", "期间销号和立行立改的问题，不论何时发现",
                        Problem.status.in_(MENDED), on=Problem.ended_on),
        rungs=tuple((rung.value, _rung(prefix, rung, shared=bool(told))) for rung in Rung),
        pending=None if told else problems(
            "pending", "尚未认定", f"期间{word}、尚未认定的问题", Problem.status == ProblemStatus.PENDING,
            of=_NOT_REJECTED),
        tells_of_handing_over=not told,
    )  # fmt: skip


def _to_mend(problems: Callable[..., Indicator], word: str, told: Sequence[object]) -> Indicator:
    """What a unit had to mend; a unit is never told what was handed over (移交)."""
    if told:
        return problems("to_mend", "应整改问题", f"期间{word}的问题")
    rule = f"期间{word}、已认定的问题，移交终结的另计"
    return problems("to_mend", "应整改问题", rule, ~HANDED)


def _aged(day: Any, number: int) -> list[object]:
    """Begun not longer ago than this age's days, and longer than the age before."""
    today, longest = clock.today(), AGES[number][0]
    demands = [] if longest is None else [day >= _before(today, longest)]
    if number:
        demands.append(day < _before(today, AGES[number - 1][0] or 0))
    return demands


def _before(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _rung(prefix: str, rung: Rung, *, shared: bool) -> Indicator:
    return Indicator(
        key=f"{prefix}rung_{rung.name.lower()}",
        name=f"{rung.value}涉及的文书",
        measure="份",
        rule=f"期间{rung.value}过的文书，同一份{rung.value}多次计一份，作废、撤销的不计",
        basis=f"{rung.value}日期",
        group=GROUP,
        record="chased_paper",
        model=ChaseEvent,
        joins=((Instrument, Instrument.id == ChaseEvent.instrument_id),),
        day=ChaseEvent.on,
        where=(
            ChaseEvent.rung == rung.value,
            Instrument.status.not_in(WITHOUT_EFFECT),
            *([Instrument.shared.is_(True)] if shared else []),
        ),
        unit=Instrument.unit_id,
        one_per=(ChaseEvent.instrument_id,),
    )


BUREAU = _board("", "发现", Problem.found_on, "problem", ())
UNIT = _board(
    "own_", "收到", Problem.delivered_on, "own_problem", (Problem.delivered_on.is_not(None),)
)
INDICATORS = (*BUREAU.indicators, *UNIT.indicators)
