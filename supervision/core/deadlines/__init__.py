"""Deadlines: the calendar, the computation, its reasons, lights and reminder ladders.

Pure computation on values; no database, no web.
"""

from supervision.core.deadlines.calendar import Calendar, DayKind, Entry, Mark
from supervision.core.deadlines.lights import Card, Colour, Light, Policy
from supervision.core.deadlines.terms import Direction, Result, Step, StepKind, Term, Unit

__all__ = [
    "Calendar",
    "Card",
    "Colour",
    "DayKind",
    "Direction",
    "Entry",
    "Light",
    "Mark",
    "Policy",
    "Result",
    "Step",
    "StepKind",
    "Term",
    "Unit",
]
