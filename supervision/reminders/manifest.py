"""Reminders of due dates: swept, gathered in the inbox, sent by mail and robot."""

from supervision.accounts.matters import PASSED_ON
from supervision.core.access.policy import Permission as P
from supervision.core.jobs import Job, daily, every, weekly
from supervision.core.pairs import TELLERS, Teller
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place
from supervision.core.slices import Slice
from supervision.reminders import duties, inbox, ledger
from supervision.reminders.routes import own_terms, reminders, sending
from supervision.reminders.sending import send_waiting
from supervision.reminders.sweep import sweep
from supervision.reminders.weekly import summarise

SLICE = Slice(
    name="reminders",
    blueprints=(reminders, sending, own_terms),
    places=(
        Place(Group.ADMINISTRATION, 40, "提醒规则", "sending.policy_list", "bell",
              (P.SETTINGS_EDIT,)),
        Place(Group.ADMINISTRATION, 42, "内部时限", "own_terms.index", "hourglass-split",
              (P.OWN_TERM_SET,)),
        Place(Group.ADMINISTRATION, 50, "发送记录", "sending.index", "send", (P.JOBS_VIEW,)),
    ),
    jobs=(
        Job("reminders-sweep", "扫描期限，生成提醒", every(minutes=10), sweep),
        Job("reminders-send", "发送邮件和机器人消息", every(minutes=5), send_waiting,
            own_transactions=True),
        Job("reminders-weekly", "每周汇总", weekly(0, 8, 30), summarise),
        Job("ledger-verify", "核对台账与来源", daily(2, 40), ledger.compare),
    ),
    joins=(
        TELLERS.join(Teller(inbox.tell_of_proposal, inbox.settle_proposal, inbox.holders_in)),
        PASSED_ON.join(inbox.settle_passed),
        *map(DUTIES.join, duties.DUTIES),
    ),
)  # fmt: skip
