"""The form of a token."""

from datetime import date
from typing import cast

from wtforms import SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from supervision.api.models import Reading
from supervision.core.forms import BaseForm, choice, day, required, text


class TokenForm(BaseForm):
    """A new token."""

    keeps_drafts = False
    name = text("用途", most=60, hint="给谁用、做什么，例：省平台每日汇聚")
    body_id = choice("机关")
    readings = SelectMultipleField(
        "可读内容",
        [required("请至少选择一项")],
        choices=[SelectChoice(one.value, one.label) for one in Reading],
        coerce=Reading,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    expires_on = day("有效期至", hint="最长一年")

    def day(self) -> date:
        """The last day; only of a valid form."""
        return cast(date, self.expires_on.data)
