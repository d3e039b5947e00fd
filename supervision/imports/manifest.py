"""表格导入. Kinds of sheets: `kinds/`."""

from supervision.core.access.policy import Permission as P
from supervision.core.jobs import Job, every
from supervision.core.pairs import ACTS
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.imports import account_routes
from supervision.imports.large import run_waiting
from supervision.imports.looking import LOOKED_AT, TAKEN_BACK
from supervision.imports.service import JOB

SLICE = Slice(
    name="imports",
    blueprints=(account_routes.bp,),
    places=(
        Place(Group.RESULTS, 50, "表格导入", "imports.index", "file-earmark-arrow-up",
              (P.IMPORT,)),
    ),
    pages=(RecordPage("import_batch", "imports.show", "batch_id"),),
    joins=(ACTS.join(LOOKED_AT), ACTS.join(TAKEN_BACK)),
    jobs=(Job(JOB, "检查和导入大表格", every(minutes=1), run_waiting, own_transactions=True),),
)  # fmt: skip
