"""签批扫描件: what was signed on paper lies with its record within three working days, or that is not archived.

It carries 批示: it hangs on the record with no unit named, so that no unit sees or gets it. Whether it is
still to come is said by the due date that runs for it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.pending import Duty, Rows, row
from supervision.core.words import Word
from supervision.core.workflow import Transition

HAND_IN = "hand_in_scan"  # the step, in every flow of what may be approved on paper
TERM = Term(3, Unit.WORKDAY)
LACKS = "线下批准的签批扫描件还没有上传，请先上传"
Record = Any  # a mapped row with `ApprovedOnPaper`, or what is signed on paper otherwise


def begin(record: Record, *, on: date, title: str, holder_id: int | None, actor: Principal) -> None:
    """The term runs from the day on which the signature was registered without its scan."""
    duedates.start(
        record, DueKind.SCAN, TERM, on=on, title=f"{title[:190]} 签批扫描件",
        basis="线下签批登记后3个工作日内上传签批扫描件", event="登记线下签批", actor=actor,
        holder_id=holder_id,
    )  # fmt: skip


def is_due(record: Record) -> bool:
    """Whether the scan is still to come."""
    return duedates.open_of(record, DueKind.SCAN) is not None


def keep(record: Record, scans: Sequence[StoredFile], *, on: date, actor: Principal) -> None:
    """The scans lie with the record, for the bureau alone."""
    if not scans:
        raise DomainError("请选择签批扫描件", field="scans")
    for scan in scans:
        attach(scan, record, actor=actor, purpose=Purpose.SIGNED_SCAN, shows="签批原件",
               event_date=on)  # fmt: skip
    duedates.end(record, DueKind.SCAN, on=clock.today())
    session.flush()


def fall_away(record: Record, *, on: date) -> None:
    """The record has no effect: nobody need hand in its scan."""
    duedates.end(record, DueKind.SCAN, on=on, met=False)


def there(record: Record, _actor: Principal) -> str | None:
    """A condition of the last step of a record: why it may not be taken yet."""
    return LACKS if record.approver_name and is_due(record) else None


def _awaited(record: Record, _actor: Principal) -> str | None:
    due = bool(record.approver_name) and is_due(record)
    return None if due else "没有待上传的签批扫描件"


def handing_in(states: tuple[Word, ...], permission: Permission) -> Transition:
    """上传签批扫描件, in the flow of each kind of record that may be approved on paper."""
    return Transition(
        HAND_IN, "上传签批扫描件", states, None, permission, when=_awaited,
        consequence="扫描件载有批示，只有本机关人员可以看到，不向单位提供。",
    )  # fmt: skip


def _unscanned(me: Principal) -> list[Rows]:
    """The scans that a person has to hand in, by their day."""
    of = DueDate
    rows = row(
        of, of.title, since=of.start, due=of.due, page=(of.root_type, of.root_id),
    )  # fmt: skip
    mine = (
        of.body_id == me.body_id,  # with the next two along an index: others' terms are not walked
        of.state == DueState.OPEN,
        of.kind == DueKind.SCAN,
        of.holder_id == me.user_id,
    )
    return [rows.where(*mine).order_by(of.due, of.id)]


DUTIES = (
    Duty("待上传签批扫描件", "线下签批登记后3个工作日内上传，未上传不能归档、办结", 65,
         Permission.INSTRUMENT_REGISTER, _unscanned, own_day=DueKind.SCAN),
)  # fmt: skip
