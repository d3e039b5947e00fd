"""The form of 登记送达."""

from supervision.core.conditions import NeededIf
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    text,
    uploads,
)
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.states import DeliveryMethod

OFF_SCREEN = [one for one in DeliveryMethod if one is not DeliveryMethod.ELECTRONIC]


LEFT = NeededIf("method", [DeliveryMethod.LEFT], said="留置送达必填")
NOT_LEFT = NeededIf(
    "method",
    [one for one in OFF_SCREEN if one is not DeliveryMethod.LEFT],
    said="留置送达以外必填",
    alone=False,
)


class DeliveryForm(BaseForm):
    """登记送达."""

    method = choice("送达方式", OFF_SCREEN)
    received_on = day("签收（送达）日期", hint="期限从次日起算")
    recipient = text("签收人", most=40, needed=NOT_LEFT)
    proxy_reason = text("代收人及理由", needed=False)
    address = text("送达地址", needed=False)
    left_reason = text("留置理由", needed=LEFT)
    witness = text("见证人", needed=LEFT)
    delivered_by = text("送达人", most=40, needed=False)
    note = text("备考", needed=False)
    receipts = uploads("送达回证或OA回执")

    def facts(self) -> DeliveryFacts:
        """The form's content as the service takes it."""
        return DeliveryFacts.of(
            self.data,
            method=DeliveryMethod(self.method.data),
            receipts=tuple(self.receipts.data),
        )
