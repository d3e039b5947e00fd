"""Settings of the installation."""

from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.pairs import ACTS
from supervision.core.places import Group, Place
from supervision.core.slices import Slice
from supervision.settings.guarded import ACCESS
from supervision.settings.routes import bp

SLICE = Slice(
    name="settings",
    blueprints=(bp,),
    places=(
        Place(Group.ADMINISTRATION, 100, "系统设置", "settings.index", "sliders",
              (P.SETTINGS_EDIT,)),
    ),
    records=(Record("settings", "系统设置"),),
    joins=(ACTS.join(ACCESS),),
)  # fmt: skip
