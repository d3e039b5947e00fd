"""The calendar of working days, and the calculator of terms."""

from supervision.calendar.routes import bp
from supervision.calendar.watch import watch
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.jobs import Job, daily
from supervision.core.places import Group, Place
from supervision.core.slices import Slice

SLICE = Slice(
    name="calendar",
    blueprints=(bp,),
    places=(
        Place(Group.PAPERS, 40, "期限计算", "calendar.calculator", "calculator"),
        Place(Group.ADMINISTRATION, 30, "节假日日历", "calendar.index", "calendar3",
              (P.CALENDAR_EDIT, P.CALENDAR_APPLY)),
    ),
    records=(Record("calendar", "工作日历"),),
    jobs=(Job("calendar-watch", "检查放假通知，按现行日历核对期限", daily(8, 30), watch),),
)  # fmt: skip
