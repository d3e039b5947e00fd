"""The life of an 异议 as data; who may review it."""

import sqlalchemy as sa

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.workflow import Flow, Transition
from supervision.instruments.models import Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import ObjectionStatus as O
from supervision.instruments.verifying import judged


def people_on_the_case(paper: Instrument) -> set[int]:
    """Who drafted, handled, reviewed, signed or verified the paper: none of them reviews an objection."""
    named = {paper.drafted_by_id, paper.handler_id, paper.reviewed_by_id, paper.signed_by_id}
    named.update(paper.author_ids)
    items = sa.select(InstrumentItem.concluded_by_id, InstrumentItem.written_off_by_id)
    for row in session.execute(items.where(InstrumentItem.instrument_id == paper.id)):
        named.update(row)
    gave = sa.select(WriteOffOpinion.user_id).where(WriteOffOpinion.instrument_id == paper.id)
    named.update(session.scalars(gave))
    named |= judged.judges(paper)
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
