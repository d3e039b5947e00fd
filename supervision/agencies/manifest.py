"""Supervising bodies, supervised units and their officers."""

from supervision.agencies import reform
from supervision.agencies.routes import bp
from supervision.agencies.routes.units import FILES
from supervision.agencies.searching import SOURCES, units_named
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.pairs import ACTS
from supervision.core.places import Group, Place, RecordPage
from supervision.core.search import CALLED
from supervision.core.slices import Slice

SLICE = Slice(
    name="agencies",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    places=(
        Place(Group.RESULTS, 40, "单位与人员", "agencies.index", "building", (P.AGENCY_VIEW,)),
    ),
    records=(Record("agency", "单位与人员"), Record("dictionary", "词表")),
    pages=(RecordPage("unit", "agencies.unit", "unit_id"),),
    searches=SOURCES,
    joins=(CALLED.join(units_named), *map(ACTS.join, reform.ACTS)),
)
