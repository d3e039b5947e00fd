"""Deadlines: the calendar, the computation and its reasons, lights, reminder ladders, notices.

Pure computation on values: no database, no web, no clock; whoever asks says what day it is.
"""

from supervision.core.deadlines.calendar import (
    Calendar,
    DayKind,
    Difference,
    Entry,
    Mark,
    differences,
)
from supervision.core.deadlines.chain import Segment, SegmentKind, chain, check_line
from supervision.core.deadlines.changes import (
    Move,
    begin_anew,
    decide,
    extend,
    left_at,
    recompute,
    resume,
)
from supervision.core.deadlines.compute import compute, fixed
from supervision.core.deadlines.explain import awaited_said, day_off_remark, sentences, still_said
from supervision.core.deadlines.lights import Card, Colour, Light, Policy, ladder, light
from supervision.core.deadlines.notice import Preview, parse_notice
from supervision.core.deadlines.notice_checks import doubts_of_year, net_change
from supervision.core.deadlines.picture import Cell, Row, picture
from supervision.core.deadlines.record import compute_json, from_json, to_json
from supervision.core.deadlines.seed import seed_calendar
from supervision.core.deadlines.terms import (
    Direction,
    Posted,
    Result,
    Standstill,
    Step,
    StepKind,
    Term,
    Unit,
    checked_term,
    term_text,
)

__all__ = [
    "Calendar",
    "Card",
    "Cell",
    "Colour",
    "DayKind",
    "Difference",
    "Direction",
    "Entry",
    "Light",
    "Mark",
    "Move",
    "Policy",
    "Posted",
    "Preview",
    "Result",
    "Row",
    "Segment",
    "SegmentKind",
    "Standstill",
    "Step",
    "StepKind",
    "Term",
    "Unit",
    "awaited_said",
    "begin_anew",
    "chain",
    "check_line",
    "checked_term",
    "compute",
    "compute_json",
    "day_off_remark",
    "decide",
    "differences",
    "doubts_of_year",
    "extend",
    "fixed",
    "from_json",
    "ladder",
    "left_at",
    "light",
    "net_change",
    "parse_notice",
    "picture",
    "recompute",
    "resume",
    "seed_calendar",
    "sentences",
    "still_said",
    "term_text",
    "to_json",
]
