"""归档, and verifying a file somebody holds."""

from supervision.archive.routes import bp
from supervision.core.places import Group, Place
from supervision.core.slices import Slice

SLICE = Slice(
    name="archive",
    blueprints=(bp,),
    places=(Place(Group.PAPERS, 30, "核验文件", "archive.verify", "patch-check"),),
)
