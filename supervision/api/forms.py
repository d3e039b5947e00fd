"""The form of a token."""

from datetime import date
from typing import cast

from supervision.api.models import Reading
from supervision.core.forms import BaseForm, choice, day, several, text


class TokenForm(BaseForm):
    """A new token."""

    keeps_drafts = False
    name = text("用途", most=60, hint="给谁用、做什么，例：省平台每日汇聚")
    body_id = choice("机关")
    readings = several("可读内容", Reading, coerce=Reading)
    expires_on = day("有效期至", hint="最长一年")

    def day(self) -> date:
        """The last day; only of a valid form."""
        return cast(date, self.expires_on.data)
