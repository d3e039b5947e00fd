"""The 工作台 and the handbook."""

from supervision.core.places import Group, Place
from supervision.core.slices import Slice
from supervision.home.routes import bp

SLICE = Slice(
    name="home",
    blueprints=(bp,),
    places=(Place(Group.DAILY, 10, "工作台", "home.index", "house"),),
)
