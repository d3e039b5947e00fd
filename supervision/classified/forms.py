"""Forms of the register: three facts, and a fixed choice for striking out. No field takes words."""

from wtforms import IntegerField
from wtforms.validators import NumberRange

from supervision.classified.models import Because
from supervision.classified.service import MOST_COPIES
from supervision.core.forms import BaseForm, choice, day, required, text


class RegisterForm(BaseForm):
    """A classified paper."""

    number = text("文号", most=60, hint="只填文号本身，例：示密发〔2026〕3号")
    copies = IntegerField(
        "份数",
        [required(), NumberRange(1, MOST_COPIES, f"须为1至{MOST_COPIES}的整数")],
        default=1,
        render_kw={"inputmode": "numeric"},
    )
    dated_on = day("日期", hint="文件载明的日期")


class StrikeOutForm(BaseForm):
    """Why a line is struck out."""

    because = choice("作废原因", Because)
