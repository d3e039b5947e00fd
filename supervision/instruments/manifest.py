"""文书: drafted, signed, delivered, answered, verified."""

from supervision.accounts.matters import MATTERS
from supervision.agencies.service import FOUNDED
from supervision.calendar.reaching import REACHED
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.documents.bound import FILES as FILES_BOUND
from supervision.core.files.finding import WITH_FILES
from supervision.core.jobs import Job, daily, every
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES, OWN_TERMS
from supervision.core.places import WITHIN, Group, Place, RecordPage
from supervision.core.related import PANELS
from supervision.core.slices import Slice
from supervision.core.tasks import TaskKind
from supervision.core.workflow import FIRED
from supervision.instruments import duties, handing_over, of_unit, own_terms, views
from supervision.instruments.back_entry import looking
from supervision.instruments.chasing.routes import CHASE
from supervision.instruments.checking import service as checking
from supervision.instruments.commands import documents_group
from supervision.instruments.delivering import leading
from supervision.instruments.delivering.reactions import DELIVERED, REDATED
from supervision.instruments.derivations import AGREEMENTS, DERIVED
from supervision.instruments.drafting import annexes, origins
from supervision.instruments.extending import registering as extending
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.proposing import WORDED
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import moving
from supervision.instruments.objecting.registering import DECIDED
from supervision.instruments.onward.routes import DRAFT
from supervision.instruments.pages import WITHIN as BELONGING
from supervision.instruments.pages import bp
from supervision.instruments.printing import many as printing_many
from supervision.instruments.printing.making import MADE
from supervision.instruments.printing.routes import FILES
from supervision.instruments.redating.asking import CORRECTED
from supervision.instruments.revoking import bonds
from supervision.instruments.revoking import service as revoking
from supervision.instruments.searching import SOURCES
from supervision.instruments.signing import scans
from supervision.instruments.signing import service as signing
from supervision.instruments.signing.registering import REGISTERED
from supervision.instruments.signing.returning import RETURN
from supervision.instruments.telling import tell
from supervision.instruments.verifying.over_problems_routes import AGREE, CONFIRM
from supervision.problems.bulk import OFFERED
from supervision.problems.turning import WITH_PAPERS

SLICE = Slice(
    name="instruments",
    blueprints=(bp,),
    files=(*FILES.values(), *MADE),
    places=(
        Place(Group.PAPERS, 10, "文书", "instruments.index", "file-earmark-text",
              (P.INSTRUMENT_VIEW,)),
        Place(Group.PAPERS, 20, "待我签发", "instruments.to_sign", "pen", (P.INSTRUMENT_SIGN,)),
        Place(Group.ADMINISTRATION, 90, "文种设置", "instruments.kinds_index",
              "file-earmark-ruled", (P.KIND_EDIT, P.KIND_WORD, P.KIND_CONFIRM)),
        Place(Group.ADMINISTRATION, 92, "签批领导", "instruments.leaders", "person-badge",
              (P.KIND_EDIT,)),
    ),
    records=(
        Record("instrument", "文书"), Record("extension", "延期"), Record("objection", "异议"),
        Record("kind", "文书种类"),
    ),
    pages=(
        RecordPage("instrument", "instruments.show", "paper_id"),
        RecordPage("paper_receipt", "instruments.receipt", "receipt_id"),
        RecordPage("instrument_kind", "instruments.kind_show", "kind_id"),
    ),
    searches=SOURCES,
    derivations=DERIVED,
    agreements=AGREEMENTS,
    confined=(Instrument,),
    jobs=(
        Job("papers-archive", "补做签发后中断的归档件", every(minutes=5), signing.archive_missing,
            own_transactions=True),
        Job("scans-due", "登记签批扫描件的期限", daily(2, 20), scans.begin_missing),
        Job("leads-due", "登记提前送达的最迟送达日", daily(2, 22), leading.begin_missing),
    ),
    works=(
        TaskKind(printing_many.PRINT, printing_many.make),
        TaskKind(checking.CHECK, checking.measure),
        TaskKind(signing.ARCHIVE, signing.archive_ordered),
    ),
    commands=(documents_group,),
    joins=(
        FOUNDED.join(kinds.install),
        OFFERED.join(CHASE),
        OFFERED.join(DRAFT),
        OFFERED.join(AGREE),
        *map(WITHIN.join, BELONGING),
        OFFERED.join(CONFIRM),
        WITH_PAPERS.join(views.turn_with),
        PANELS.join(origins.PANEL),
        PANELS.join(of_unit.PANEL),
        PANELS.join(bonds.PANEL),
        DELIVERED.join(revoking.delivered),
        REDATED.join(revoking.FOLLOWING),
        *map(ACTS.join, (REGISTERED, WORDED, looking.ENTERED, looking.CORRECTED, DECIDED, extending.DECIDED,
                             RETURN.declared(), CORRECTED)),
        FIRED.join(tell),
        REACHED.join(moving.shifts),
        FILES_BOUND.join(annexes.bytes_of),
        MATTERS.join(handing_over.PART),
        WITH_FILES.join(Instrument),
        *map(DUTIES.join, duties.DUTIES),
        *map(OWN_TERMS.join, own_terms.OWN_TERMS),
    ),
)  # fmt: skip
