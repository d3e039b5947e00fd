"""The two fields of a term: a number, and 日, 工作日 or 月."""

from wtforms import IntegerField
from wtforms.fields import SelectField
from wtforms.validators import NumberRange, Optional

from supervision.core.deadlines import Unit
from supervision.core.forms import offered, required


def term_number(label: str, *, needed: bool = False) -> IntegerField:
    """A number of days or months; the unit stands beside it."""
    return IntegerField(
        label,
        [required() if needed else Optional(), NumberRange(1, 3650, "须为1至3650的整数")],
        render_kw={"inputmode": "numeric"},
    )


def term_unit() -> SelectField:
    """日, 工作日 or 月: never turned into one another."""
    return SelectField("期限单位", choices=offered(Unit))
