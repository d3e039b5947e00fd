"""The form of a signature on paper."""

from supervision.core.forms import BaseForm, day, text


class RegisterReceiptForm(BaseForm):
    """登记线下签收."""

    received_on = day("签收日期")
    recipient = text("签收人", most=40)
