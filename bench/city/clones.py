"""What tells one copy of the demonstration from another: all drawn from one seed."""

import random
from dataclasses import dataclass

STORY = 2023  # the year most of the demonstration lives in
WEEKS = 52
JITTER = 6
RECENT = 8  # weeks over which the matters now in hand are spread
SEED = 20240229
GIVEN = "宏昌盛达永兴嘉禾瑞丰泰安顺通金源恒信华茂德润鼎诚"
AREAS = "东西南北中上下新"
PLACES = "城岭江湖山桥塘港"


@dataclass(frozen=True)
class Size:
    """How large: at least so many problems; the office itself is copied `offices` times.

    `audited`, `searchable`: how many copies have their trail and can be searched (None: all).
    """

    problems: int
    offices: int = 20
    audited: int | None = None
    searchable: int | None = None


@dataclass(frozen=True)
class Clone:
    """One copy: of which office, how many weeks away, its year, number prefix, firm and district."""

    k: int
    office: int
    weeks: int
    near: int
    year: int
    serial: int
    firm: str
    area: str = ""


def clones_for(size: Size, *, seeds: int) -> list[Clone]:
    """The copies beside the demonstration itself, which holds `seeds` problems."""
    chance = random.Random(SEED)  # noqa: S311  (repeatable, not secret)
    times = -(-size.problems // seeds)
    return [_clone(k, size, chance) for k in range(1, times)]


def _clone(k: int, size: Size, chance: random.Random) -> Clone:
    years = k % 7 - 4  # 2019 … 2025
    return Clone(
        k=k,
        office=k % size.offices,
        weeks=WEEKS * years - chance.randrange(JITTER),
        near=-chance.randrange(RECENT),
        year=STORY + years,
        serial=10_000 + k,
        firm="".join(chance.sample(GIVEN, 2)),
        area=district(k % size.offices),
    )


def offices_for(size: Size) -> list[Clone]:
    """The copies of the office itself."""
    return [Clone(k, k, 0, 0, STORY, 0, "", district(k)) for k in range(1, size.offices)]


def district(office: int) -> str:
    """The district whose units the copied office supervises."""
    return AREAS[office % len(AREAS)] + PLACES[office // len(AREAS) % len(PLACES)] + "区"
