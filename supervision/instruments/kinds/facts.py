"""What defines a kind of paper, as it is entered, proposed and kept."""

from dataclasses import dataclass
from datetime import date

from supervision.core.facts import Facts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose, Nature, Numbering
from supervision.instruments.wording.parts import KindPart, Listing, Need, Part, kept, parts_of

BOTH = (Nature.CORRECTIVE, Nature.ADVISORY)
CORRECTIVE = (Nature.CORRECTIVE,)
# What the section head words and the leader confirms; everything else is the 系统管理员's.
WORDS = (
    "title_template", "parts", "legal_basis", "valid_from", "valid_until", "term_number", "term_unit",
    "objection_number", "objection_unit", "decision_number", "decision_unit", "objection_to",
    "objection_basis", "consequence_basis", "posted_counts", "plan_number", "plan_unit", "return_number",
    "return_unit", "lead_number", "lead_unit", "lead_clear",
)  # fmt: skip
STANDARD = (  # what a kind says until its section words it
    KindPart(Part.CAUSE, "〔根据{依据}，〕现将有关事项告知如下："),
    KindPart(Part.MATTERS, listing=Listing.TOGETHER, label="要求："),
    KindPart(Part.TERM, "〔请{你单位}{期限语}办理完毕，并将办理情况书面报送{我局}。〕", Need.OPTIONAL),
    KindPart(Part.CONTACT, "〔{联系方式}〕", Need.OPTIONAL),
)  # fmt: skip


@dataclass(frozen=True)
class KindFacts(Facts[InstrumentKind]):
    """What defines a kind of paper."""

    code: str
    name: str
    series: str
    layout: str = "official"
    item_noun: str = "项"
    natures: tuple[Nature, ...] = CORRECTIVE
    needs_problems: bool = False
    reply_wanted: bool = True
    term_number: int | None = 30
    term_unit: str = "日"
    numbering: Numbering = Numbering.SYSTEM
    legal_basis: str = ""
    title_template: str = "{发文机关}{文种}"
    parts: tuple[KindPart, ...] = STANDARD
    counted_as: str = ""
    objection_number: int | None = None
    objection_unit: str = "工作日"
    objection_to: str = ""
    objection_basis: str = ""
    consequence_basis: str = ""
    decision_number: int | None = None
    decision_unit: str = "工作日"
    posted_counts: bool = False
    plan_number: int | None = None
    plan_unit: str = "工作日"
    return_number: int | None = None
    return_unit: str = "工作日"
    lead_number: int | None = None
    lead_unit: str = "日"
    lead_clear: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    amber_at_half: bool = False
    returnable: bool = False
    many_units: bool = False
    purpose: KindPurpose = KindPurpose.ORDINARY

    def write(self, kind: InstrumentKind) -> None:
        """Set them on a row."""
        natures = [nature.value for nature in self.natures]
        self.into(kind, natures=natures, parts=kept(self.parts))


def facts_of(kind: InstrumentKind) -> KindFacts:
    """An edition as the facts that define it."""
    natures = tuple(Nature(one) for one in kind.natures)
    return KindFacts.held_by(kind, natures=natures, parts=parts_of(kind.parts))
