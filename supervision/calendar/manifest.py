"""The calendar of working days, and the calculator of terms."""

from supervision.calendar.local import LOCAL, any_in_force, bodies_apart, days_of_body
from supervision.calendar.local_routes import bp as local_bp
from supervision.calendar.routes import bp
from supervision.calendar.service import VERSION
from supervision.calendar.sheet_routes import bp as sheet_bp
from supervision.calendar.watch import watch
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.duedates import LOCAL_DAYS, LocalDays
from supervision.core.jobs import Job, daily
from supervision.core.pairs import ACTS
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice

SLICE = Slice(
    name="calendar",
    blueprints=(bp, local_bp, sheet_bp),
    places=(
        Place(Group.PAPERS, 40, "期限计算", "calendar.calculator", "calculator"),
        Place(Group.ADMINISTRATION, 30, "节假日日历", "calendar.index", "calendar3",
              (P.CALENDAR_EDIT, P.CALENDAR_APPLY)),
    ),
    records=(Record("calendar", "工作日历"),),
    pages=(
        RecordPage("calendar_version", "calendar.version", "version_id"),
        RecordPage("due_date", "term_sheet.show", "due_date_id"),
    ),
    joins=(
        ACTS.join(VERSION),
        ACTS.join(LOCAL),
        LOCAL_DAYS.join(LocalDays(any_in_force, days_of_body, bodies_apart)),
    ),
    jobs=(Job("calendar-watch", "检查放假通知，按现行日历核对期限", daily(8, 30), watch),),
)  # fmt: skip
