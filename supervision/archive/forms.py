"""Form of the verification page."""

from supervision.core.forms import BaseForm, uploads


class VerifyForm(BaseForm):
    """One PDF to verify; it is read once and not kept."""

    keeps_drafts = False
    file = uploads("PDF文件", needed=True, hint="一次一份，只核对，不保存；不超过30MB")
