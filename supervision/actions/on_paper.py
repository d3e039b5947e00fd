"""登记线下 of what a leader decided about a 监督行动: 批准, and 中止, 恢复, 取消; in force once another confirms."""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from supervision.accounts.principals import proposer
from supervision.accounts.signing.approving import REGISTER, PaperApproval
from supervision.accounts.signing.on_paper import (
    PaperSignature,
    Sought,
    check,
    hands_of,
    key_of,
    refuse_author,
    signatory_of,
)
from supervision.actions import halting
from supervision.actions.halting import Halt
from supervision.actions.models import FLOW, SupervisionAction
from supervision.core import pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.files import attach
from supervision.core.files.models import Purpose
from supervision.core.pairs import Act, Confirmation, Payload, Proposal


def sought(action: SupervisionAction) -> Sought:
    """Who may have approved it on paper."""
    hands = hands_of(action.created_by_id, action.handler_id)
    return Sought(
        body_id=action.body_id, authors=hands, what="监督行动", signs="批准人", drafts="登记人"
    )


def _lines(action: SupervisionAction) -> list[tuple[str, str]]:
    return [
        ("监督行动", action.title),
        ("起止日期", f"{action.starts_on} 至 {action.ends_on}"),
        ("监督人员", "、".join(one.name for one in action.team)),
        ("被监督单位", "、".join(unit.name for unit in action.units)),
        ("监督内容", action.content),
    ]


APPROVAL = PaperApproval(
    act="action.approval",
    title="登记线下批准监督行动",
    model=SupervisionAction,
    flow=FLOW,
    proposes=Permission.ACTION_RECORD,
    sought=sought,
    called=lambda action: str(action.title),
    lines=_lines,
    authors=(SupervisionAction.created_by_id, SupervisionAction.handler_id),
    ended_by=("approve", "cancel", "register_cancel"),
)


def decider(action: SupervisionAction) -> Sought:
    """Who may have decided on paper that it is suspended, resumed or cancelled."""
    return replace(sought(action), signs="决定人", review=False)


@dataclass(frozen=True, kw_only=True)
class PaperHalt:
    """中止, 恢复 or 取消 decided on paper: one registers it, another confirms."""

    halt: Halt
    act: str
    ended_by: tuple[str, ...]  # steps after which there is nothing to confirm
    stays: str

    @property
    def title(self) -> str:
        return f"登记线下{self.halt.label}监督行动"

    def register(
        self, action: SupervisionAction, *, signature: PaperSignature, actor: Principal,
        reason: str = "",
    ) -> None:  # fmt: skip
        """The registrar's half: who decided when, and the scan; the action goes on as it was."""
        halting.check_decided(action, self.halt, on=signature.on, reason=reason, actor=actor)
        check(decider(action), signature)
        told: Payload = {
            "by": key_of(signature.signatory), "on": signature.on.isoformat(),
            "reason": reason.strip(),
        }  # fmt: skip
        pairs.propose(self.act, action, payload=told, actor=actor)
        for scan in signature.scans:
            attach(scan, action, actor=actor, purpose=Purpose.SIGNED_SCAN,
                   shows=f"{self.halt.label}决定原件", event_date=signature.on)  # fmt: skip
        session.flush()

    def confirm(self, action: SupervisionAction, confirmation: Confirmation) -> None:
        """The second person's half: carried out in the registrar's name."""
        confirmation.require(self.act, action)
        told = confirmation.proposal.payload
        by = signatory_of(told["by"])
        refuse_author(decider(action), by)  # it may have changed hands meanwhile
        actor = proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新登记")
        halting.write_halted(
            action, self.halt, by=by.name, on=date.fromisoformat(told["on"]),
            reason=told["reason"], actor=actor,
        )  # fmt: skip

    def declared(self) -> Act:
        """The act of two persons."""
        return Act(
            name=self.act,
            title=self.title,
            proposes=(Permission.ACTION_RECORD,),
            confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
            load=_load,
            lines=self._lines,
            apply=self.confirm,
            called=lambda action: str(action.title),
            objection=self._objection,
            open_to=self._open_to,
            ended_by=self.ended_by,
            refusal=f"不同意或撤回的，写明理由；行动{self.stays}，可以重新登记。",
        )

    def _lines(self, action: SupervisionAction, told: Payload) -> list[tuple[str, str]]:
        return [
            *_lines(action), ("现在的状态", action.status.label), ("线下决定", self.halt.label),
            ("理由", told["reason"]), ("决定人", signatory_of(told["by"]).name),
            ("决定日期", told["on"]),
        ]  # fmt: skip

    def _objection(
        self, action: SupervisionAction, actor: Principal, _proposal: Proposal
    ) -> str | None:
        if actor.user_id in (action.created_by_id, action.handler_id):
            return f"登记人、承办人不能确认本件的线下{self.halt.label}"
        there = action.status in FLOW.transitions[self.halt.on_paper].sources
        return None if there else f"行动已“{action.status.label}”，不能再{self.halt.label}"

    def _open_to(self, me: Principal) -> sa.ColumnElement[bool]:
        of = SupervisionAction
        return sa.exists().where(
            of.id == Proposal.subject_id,
            of.status.in_(FLOW.transitions[self.halt.on_paper].sources),
            *within(of), of.created_by_id != me.user_id, of.handler_id != me.user_id,
        ).correlate_except(of)  # fmt: skip


def _load(key: int) -> SupervisionAction:
    found = session.get(SupervisionAction, key)
    if found is None:
        message = "没有这项监督行动"
        raise NotFound(message)
    return found


SUSPENSION = PaperHalt(
    halt=Halt.SUSPEND,
    act="action.suspension",
    ended_by=("suspend", "register_suspend", "cancel", "register_cancel", "archive"),
    stays="照常实施",
)
RESUMPTION = PaperHalt(
    halt=Halt.RESUME,
    act="action.resumption",
    ended_by=("resume", "register_resume"),
    stays="仍为中止",
)
CANCELLATION = PaperHalt(
    halt=Halt.CANCEL,
    act="action.cancellation",
    ended_by=("cancel", "register_cancel", "suspend", "register_suspend", "begin"),
    stays="没有取消",
)
HALTS = (SUSPENSION, RESUMPTION, CANCELLATION)
# The step by which each act is registered: not offered while it waits for its second person.
REGISTERED_BY = {APPROVAL.act: REGISTER, **{one.act: one.halt.on_paper for one in HALTS}}
