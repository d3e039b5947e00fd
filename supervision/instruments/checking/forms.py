"""The form of 版面检查放行."""

from supervision.core.forms import (
    BaseForm,
    paragraph,
)


class CheckPassForm(BaseForm):
    """Why a failed layout check may pass."""

    check_pass_reason = paragraph("放行理由", most=500)
