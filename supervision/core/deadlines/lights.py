"""How near a deadline is: its light, its card, and the days on which people are reminded."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """A light: colour name for the style sheet; `label` is the word that stands beside it."""

    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREEN = "green"

    @property
    def label(self) -> str:
        return {"blue": "期限内", "amber": "临期", "red": "逾期", "green": "办结"}[self.value]


class Card(StrEnum):
    """The card shown to a unit; red comes on the first working day after the last day."""

    NONE = ""
    YELLOW = "黄牌"
    RED = "红牌"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a kind of deadline warns; all numbers are working days."""

    amber_workdays: int = 1
    amber_at_half: bool = False
    remind_before: tuple[int, ...] = (3, 1)
    remind_on_day: bool = True
    remind_after: tuple[int, ...] = (1, 3, 7, 15)
    repeat_every: int = 20  # after the last rung, as long as the matter stays open; 0 = never


@dataclass(frozen=True, slots=True)
class Light:
    """Colour and card, with the working days left (today excluded, last day included) or overdue."""

    colour: Colour
    card: Card
    remaining: int
    overdue: int
