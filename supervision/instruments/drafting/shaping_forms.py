"""The editor's tools without a script: which box, which line of it, what to do; nothing is saved by it.

With a script the page asks the same functions for the box one is in (shaping_routes.py).
"""

from collections.abc import Iterator

from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from supervision.core.errors import DomainError
from supervision.core.form_part import FormPart
from supervision.instruments.drafting.forms import PaperForm
from supervision.instruments.models import InstrumentKind
from supervision.instruments.wording import shaping
from supervision.instruments.wording.parts import Part

ASKED = "shape"  # the name of the tools' buttons; the value is `level-1` or `table`
_OF_ITEM = {"statement": "问题", "demand": "意见与要求"}


def _number(label: str, most: int, first: int) -> IntegerField:
    limits = [Optional(), NumberRange(1, most, f"须为1至{most}的整数")]
    return IntegerField(label, limits, default=first, render_kw={"inputmode": "numeric"})


class ShapeForm(FormPart):
    """Where the tools act."""

    class Meta:
        locales = ("zh",)

    where = SelectField("哪一框", validate_choice=False)
    line = _number("第几段", 999, 1)
    caption = StringField("表题")
    rows = _number("行", shaping.MOST_ROWS, 3)
    columns = _number("列", shaping.MOST_COLUMNS, 3)


def boxes(form: PaperForm, kind: InstrumentKind) -> Iterator[tuple[Field, str]]:
    """The boxes of the text, in the order in which they stand, with what they are called."""
    for entry in form.parts:
        part = entry.form["part"].data
        if part in {one.value for one in Part}:
            yield entry.form["words"], Part(part).label
    for number, entry in enumerate(form["items"], start=1):
        for name, label in _OF_ITEM.items():
            yield entry.form[name], f"第{number}{kind.item_noun}·{label}"
    for number, entry in enumerate(form.attached, start=1):
        if not entry.form["file"].data:
            yield entry.form["text"], f"另附的附件{number}"


def tools(form: PaperForm, kind: InstrumentKind, typed: object = None) -> ShapeForm:
    """The fields beside the tools, with the boxes that there are."""
    made = ShapeForm(typed, prefix="shape-")
    made.where.choices = [(box.name, label) for box, label in boxes(form, kind)]
    return made


def shape(form: PaperForm, kind: InstrumentKind, asked: str, typed: object) -> None:
    """Do to the box what the button says; a refusal stands beside the box."""
    made = tools(form, kind, typed)
    box = next((one for one, _ in boxes(form, kind) if one.name == made.where.data), None)
    if box is None or not made.validate():
        return
    at = (made.line.data or 1) - 1
    try:
        box.data = act(asked, box.data or "", at, at, made).text
    except DomainError as refusal:
        box.errors = [*box.errors, refusal.message]


def act(asked: str, text: str, first: int, last: int, made: ShapeForm) -> shaping.Shaped:
    """What the tool makes of the text."""
    if asked == "table":
        rows = shaping.empty_rows(made.rows.data or 3, made.columns.data or 3)
        return shaping.with_table(text, last, rows, made.caption.data or "")
    level = asked.removeprefix("level-")
    if level not in {str(number) for number in range(len(shaping.LEVELS))}:
        raise DomainError("没有这个工具，请刷新页面")
    return shaping.leveled(text, first, last, int(level))
