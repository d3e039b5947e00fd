"""年度数据, 整改态势, the paragraph of the yearly report. Figures: `indicators/`."""

from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.places import Group, Place
from supervision.core.slices import Slice
from supervision.reports.commands import figures, report_group
from supervision.reports.routes import bp
from supervision.reports.routes.exports import FILES

SLICE = Slice(
    name="reports",
    blueprints=(bp,),
    places=(
        Place(Group.RESULTS, 10, "年度数据", "reports.year", "bar-chart", (P.FIGURES_VIEW,)),
        Place(Group.RESULTS, 20, "整改态势", "reports.dashboard", "speedometer2",
              (P.FIGURES_VIEW, P.INSTRUMENT_REPLY, P.INSTRUMENT_CONFIRM_REPLY),
              open_now=lambda me: not me.unit_ended),
    ),
    records=(Record("figures", "年度数据"),),
    commands=(figures, report_group),
    files=tuple(FILES.values()),
)  # fmt: skip
