"""The form of 更正日期: the days of what was registered, and the reason."""

from supervision.core.forms import BaseForm, day, paragraph
from supervision.instruments.redating.corrections import Correction, Days

HINTS = {
    "delivery": "按送达回证、OA回执上的日期；期限从次日起重新计算",
    "reply": "按收文登记的日期；是否逾期重新认定",
    "receipt": "按签收单上的日期",
}


class RedatingForm(BaseForm):
    """The reason; the days are added by `redating_form`."""

    why = paragraph("更正理由", most=500)

    def days(self, correction: Correction) -> Days:
        """The days as they should stand."""
        return {name: self[name].data for name in correction.labels}


def redating_form(correction: Correction) -> RedatingForm:
    """The form with the days as they stand."""
    boxes = {
        name: day(
            label,
            needed=name != "posted_on",
            hint=HINTS[correction.what] if name == "received_on" else "",
        )
        for name, label in correction.labels.items()
    }
    form_class = type("RedatingForm", (RedatingForm,), boxes)
    form: RedatingForm = form_class(data=dict(correction.stands))
    return form
