"""The life of a request for 延期 as data."""

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.workflow import Flow, Transition
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import ExtensionStatus as E


def _is_first(extension: Extension, _actor: Principal) -> str | None:
    return "再次延期须报签发人批准" if extension.further else None


def _is_further(extension: Extension, _actor: Principal) -> str | None:
    return None if extension.further else "首次延期由审核人批准"


def _another_than_reviewer(extension: Extension, actor: Principal) -> str | None:
    if actor.user_id == extension.reviewed_by_id:
        return "审核人不能批准自己审核的延期"
    return None


EXTENSION_FLOW = Flow(
    title="延期",
    states=E,
    transitions=(
        Transition("grant_extension", "批准延期", (E.ASKED,), E.GRANTED, P.EXTENSION_GRANT, primary=True,
                   guard=_is_first),
        Transition("forward_extension", "同意，报签发人", (E.ASKED,), E.FORWARDED, P.EXTENSION_GRANT,
                   primary=True, guard=_is_further),
        Transition("grant_further_extension", "批准延期", (E.FORWARDED,), E.GRANTED, P.EXTENSION_GRANT_FURTHER,
                   primary=True, guard=_another_than_reviewer),
        Transition("refuse_extension", "不批准", (E.ASKED,), E.REFUSED, P.EXTENSION_GRANT, needs_reason=True),
        Transition("refuse_further_extension", "不批准", (E.FORWARDED,), E.REFUSED,
                   P.EXTENSION_GRANT_FURTHER, needs_reason=True, guard=_another_than_reviewer),
        Transition("register_granted", "登记线下批准延期", (E.FORWARDED,), E.GRANTED, P.INSTRUMENT_REGISTER,
                   consequence="领导在纸上批准的再次延期，在此登记批准人、日期和扫描件。"),
        Transition("register_refused", "登记线下不批准延期", (E.FORWARDED,), E.REFUSED, P.INSTRUMENT_REGISTER,
                   consequence="领导在纸上没有批准的再次延期，在此登记决定人、日期、理由和扫描件。"),
        Transition("withdraw_extension", "撤回申请", (E.ASKED,), E.WITHDRAWN, P.EXTENSION_ASK),
    ),
)  # fmt: skip
EXTENSION_FLOW.bind(Extension.status)
