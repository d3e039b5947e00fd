"""The list of actions, declared once for page and export."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.actions.attached import ATTACHED
from supervision.actions.models import (
    ActionForm,
    ActionKind,
    ActionStatus,
    ActionUnit,
    SupervisionAction,
)
from supervision.agencies.picking import unit_name, unit_options
from supervision.agencies.succession import held_by
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.keys import identifier
from supervision.core.listing import (
    Choice,
    Column,
    DateRange,
    Join,
    Listing,
    Sort,
    Tab,
    Text,
    options_of,
)
from supervision.core.listing.rows import Line

A = SupervisionAction
UNDER_WAY = (
    ActionStatus.PREPARING,
    ActionStatus.APPROVED,
    ActionStatus.ONGOING,
    ActionStatus.FEEDBACK,
    ActionStatus.TRACKING,
)

ARCHIVABLE = (ActionStatus.FEEDBACK, ActionStatus.TRACKING)


def _supervises(unit_id: int) -> sa.ColumnElement[bool]:
    return A.id.in_(sa.select(ActionUnit.action_id).where(held_by(ActionUnit.unit_id, unit_id)))


def found(rows: Sequence[Line]) -> dict[int, str]:
    """What the slices that hang on actions tell of each: how many problems were found."""
    keys = [row.id for row in rows]
    tallies = [part.tally(keys) for part in ATTACHED.parts()]
    return {key: "".join(str(tally.get(key, "")) for tally in tallies) for key in keys}


def _nothing_open() -> list[sa.ColumnElement[bool]]:
    """As the step asks for it: every problem ended, the scan of what was approved on paper handed in."""
    lacking = sa.exists().where(
        DueDate.owner_type == A.__tablename__, DueDate.owner_id == A.id,
        DueDate.kind == DueKind.SCAN, DueDate.state == DueState.OPEN, A.approver_name != "",
    )  # fmt: skip
    held = [part.holds(A.id).correlate(A) for part in ATTACHED.parts()]
    return [~one for one in (*held, lacking.correlate(A))]


ACTIONS = Listing(
    model=A,
    fields=(
        A.title, A.kind, A.form, A.partner, A.starts_on, A.ends_on, A.status, A.measure,
        User.name.label("handler"),
    ),
    columns=(
        Column("title", "名称", cell="lead", width=40, look="cell-lead"),
        Column("form", "形式", sheet="监督形式", look="nowrap"),
        Column("kind", "类别", sheet="监督类别", look="nowrap wide"),
        Column("partner", "联合机关", shown=False),
        Column("starts", "起止", "starts_on", cell="period", sheet="开始日期", sort="starts", look="nowrap"),
        Column("ends", "结束日期", "ends_on", shown=False, within="starts"),
        Column("found", "发现问题", sheet=None, look="num nowrap"),
        Column("handler", "承办人", look="nowrap wide"),
        Column("status", "状态", cell="state", look="cell-mark"),
    ),
    beside={"found": found},
    joins=(Join(User, User.id == A.handler_id),),
    sorts=(Sort("starts", A.starts_on, descending=True),),
    filters=(
        Text("title", "名称", where=lambda v: A.title.contains(v, autoescape=True),
             found_in="action"),
        Choice("form", "监督形式", where=lambda v: A.form == ActionForm(v),
               options=lambda: options_of(ActionForm)),
        Choice("kind", "监督类别", where=lambda v: A.kind == ActionKind(v),
               options=lambda: options_of(ActionKind)),
        Choice("unit", "被监督单位", where=_supervises, options=unit_options, coerce=identifier,
               find=unit_name, typed=True, by_key=True),
        DateRange("starts", "开始日期", A.starts_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("open", "进行中", each=(A.status, UNDER_WAY)),
        Tab("file", "待归档", where=_nothing_open, each=(A.status, ARCHIVABLE)),
        Tab("archived", "总结归档", where=(A.status == ActionStatus.ARCHIVED,)),
        Tab("halted", "中止、取消",
            each=(A.status, (ActionStatus.SUSPENDED, ActionStatus.CANCELLED))),
    ),
)  # fmt: skip
