"""The form of 更正登记: what was registered as it should stand, and the reason."""

from wtforms.fields.core import UnboundField

from supervision.core.forms import BaseForm, choice, day, paragraph, text
from supervision.instruments.delivering.forms import LEFT, NOT_LEFT, OFF_SCREEN
from supervision.instruments.redating.corrections import DAYS, Correction, Values
from supervision.instruments.states import DeliveryMethod

HINTS = {
    "delivery": "按送达回证、OA回执上的日期；期限从次日起重新计算",
    "reply": "按收文登记的日期；是否逾期重新认定",
    "receipt": "按签收单上的日期",
    "extension": "按来文的收文日期",
    "objection": "按来文的收文日期；复查期限从次日起重新计算",
}
OPTIONAL = ("posted_on",)


class RedatingForm(BaseForm):
    """The reason; what may be put right is added by `redating_form`."""

    edits = True
    why = paragraph("更正理由", most=500)

    def values(self, correction: Correction) -> Values:
        """All of it as it should stand."""
        given = {name: self[name].data for name in correction.labels}
        if "method" in given:
            given["method"] = DeliveryMethod(given["method"]).label
        return {name: one.strip() if isinstance(one, str) else one for name, one in given.items()}


def redating_form(correction: Correction) -> RedatingForm:
    """The form with everything as it stands."""
    boxes = {name: _box(correction, name) for name in correction.labels}
    stands = dict(correction.stands)
    if "method" in stands:
        stands["method"] = next(one for one in OFF_SCREEN if one.label == stands["method"]).value
    form_class = type("RedatingForm", (RedatingForm,), boxes)
    form: RedatingForm = form_class(data=stands)
    return form


def _box(correction: Correction, name: str) -> UnboundField:
    label = correction.labels[name]
    if name in DAYS:
        first = name == next(iter(correction.labels))
        hint = HINTS[correction.what] if first else ""
        return day(label, needed=name not in OPTIONAL, hint=hint)
    if name == "method":
        return choice(label, OFF_SCREEN)
    if name == "recipient":
        return text(label, most=40, needed=NOT_LEFT if correction.what == "delivery" else True)
    return text(label, needed=LEFT if name in ("left_reason", "witness") else False)
