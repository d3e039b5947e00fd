"""The interface by which other systems read."""

from supervision.api import duties
from supervision.api.routes import bp
from supervision.api.service import ISSUED
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.error_pages import MACHINES
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place
from supervision.core.slices import Slice

SLICE = Slice(
    name="api",
    blueprints=(bp,),
    places=(
        Place(Group.ADMINISTRATION, 80, "数据接口", "api.tokens", "plug", (P.ACCOUNT_MANAGE,)),
    ),
    records=(Record("interface", "接口令牌"),),
    joins=(MACHINES.join("/api/v1/"), ACTS.join(ISSUED), *map(DUTIES.join, duties.DUTIES)),
)
