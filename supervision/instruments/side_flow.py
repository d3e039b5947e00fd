"""The life of extensions and objections as data, beside the life of the paper (flow.py)."""

import sqlalchemy as sa

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.workflow import Flow, Transition
from supervision.instruments.models import Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.side_models import Extension, Objection
from supervision.instruments.side_states import ExtensionStatus as E
from supervision.instruments.side_states import ObjectionStatus as O


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
        Transition("withdraw_extension", "撤回申请", (E.ASKED,), E.WITHDRAWN, P.EXTENSION_ASK),
    ),
)  # fmt: skip
EXTENSION_FLOW.bind(Extension.status)


def people_on_the_case(paper: Instrument) -> set[int]:
    """Who drafted, handled, reviewed, signed or verified the paper: none of them reviews an objection."""
    named = {paper.drafted_by_id, paper.handler_id, paper.reviewed_by_id, paper.signed_by_id}
    named.update(paper.author_ids)
    items = sa.select(InstrumentItem.concluded_by_id, InstrumentItem.written_off_by_id)
    for row in session.execute(items.where(InstrumentItem.instrument_id == paper.id)):
        named.update(row)
    gave = sa.select(WriteOffOpinion.user_id).where(WriteOffOpinion.instrument_id == paper.id)
    named.update(session.scalars(gave))
    return {one for one in named if one is not None}


def _not_on_the_case(objection: Objection, actor: Principal) -> str | None:
    if actor.user_id in people_on_the_case(objection.instrument):
        return "您承办、审核、签发或核查过此件，不能复查对它的异议"
    return None


OBJECTION_FLOW = Flow(
    title="异议",
    states=O,
    transitions=(
        Transition("decide_objection", "作出复查决定", (O.RAISED,), O.DECIDED, P.OBJECTION_DECIDE, primary=True,
                   guard=_not_on_the_case),
        Transition("register_decision", "登记复查决定", (O.RAISED,), O.DECIDED, P.INSTRUMENT_REGISTER,
                   consequence="在纸上作出的复查决定，在此登记复查人员、日期和扫描件。"),
        Transition("not_accept_objection", "不予受理", (O.RAISED,), O.NOT_ACCEPTED, P.OBJECTION_DECIDE,
                   needs_reason=True, guard=_not_on_the_case),
        Transition("withdraw_objection", "撤回异议", (O.RAISED,), O.WITHDRAWN, P.OBJECTION_RAISE),
    ),
)  # fmt: skip
OBJECTION_FLOW.bind(Objection.status)
