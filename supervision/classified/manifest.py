"""The register of classified papers."""

from supervision.classified.routes import FILES, bp
from supervision.core.access.records import Record
from supervision.core.slices import Slice

SLICE = Slice(
    name="classified",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    records=(Record("classified", "涉密文件登记"),),
)
