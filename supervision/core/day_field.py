"""A field for a day: a line of text read by the one parser (core/typed_days.py), with a calendar to pick from.

The browser's own date box swallows what a Chinese keyboard types (202691/月/日): so it is not used.
"""

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from supervision.core import clock
from supervision.core.typed_days import EARLIEST, LATEST, OUT_OF_REACH, NotADay, understand

SAMPLE = "如 9.1、20260901"


class DayInput(TextInput):
    """A line of text that static/js/days.js helps to fill."""

    is_day = True

    def __call__(self, field: Any, **attributes: object) -> Any:
        own = {"data-day": "true", "autocomplete": "off", "placeholder": SAMPLE}
        return super().__call__(field, **{**own, **attributes})


class ChineseDateField(DateField):
    """A date in any of the ways people type one; 1949 to 2100."""

    widget = DayInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = understand(valuelist[0], today=clock.today())
        except NotADay as refusal:
            raise ValueError(str(refusal)) from None

    def pre_validate(self, form: object) -> None:
        if self.data is not None and not EARLIEST <= self.data <= LATEST:
            raise ValidationError(OUT_OF_REACH)
