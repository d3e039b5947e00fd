"""What papers of a kind would say: from sample data, and from real papers of several shapes."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.documents.model import Layout, Paper, Signature
from supervision.core.documents.text import parse_text
from supervision.core.numbering import format_number
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording import blocks, items, names, templating
from supervision.instruments.wording.parts import Listing, Part
from supervision.problems.models import Problem

REPORTED = 3  # real papers shown beside the samples
_ITEMS = (
    ("检查未出示执法证件", "开展行政检查时，两名执法人员未出示执法证件。", "《示例条例》有关规定",
     "请规范检查程序，开展一次自查。"),
    ("案卷归档不及时", "部分案卷办结后超过三个月未归档。", "", "请按规定完成归档。"),
)  # fmt: skip

_OWED = ("经核查，部分整改。自查尚未开展。", "经核查，未整改。")

_PAPER = templating.SLOTS["前文"]
_WRITTEN = {  # what a person writes in a part that the kind leaves to them
    ("review_decision", Part.MATTERS): f"一、维持{_PAPER}。",
    ("review_decision", Part.TERM): "二、整改期限不变，仍为2026年4月20日（含当日）。",
    ("review_decision", Part.CLOSING): f"请你单位按照{_PAPER}和本决定书继续整改，并按期向本机关书面报告。",
    ("revocation", Part.MATTERS): "所列问题经查由其他单位的执法人员造成，认定事实有误。",
    ("correction", Part.MATTERS): "第一项中的“2026年2月3日”更正为“2026年2月13日”。",
    ("circular", Part.MATTERS): "一、主要做法\n各单位对照要求开展自查，按期报送材料。\n"
    "二、存在的问题\n部分单位检查前未出示执法证件，案卷归档不及时。",
}  # fmt: skip

_ADDRESSED = (templating.SLOTS["被监督单位"], "示例市第二示范局")


@dataclass(frozen=True)
class Shape:
    """A text as it would be composed, and of what."""

    name: str
    lines: list[str]


def shapes(facts: KindFacts) -> list[Shape]:
    """Sample data: with a term in days, and with a fixed last day."""
    found = [Shape("示例：多条", sample_text(facts).split("\n"))]
    if facts.natures:
        found.append(Shape("示例：一条", sample_text(facts, alone=True).split("\n")))
    if facts.term_number is not None:
        fixed = sample_text(facts, fixed=date(2026, 12, 25))
        found.append(Shape("示例：固定到期日", fixed.split("\n")))
    return found


def sample_text(facts: KindFacts, *, fixed: date | None = None, alone: bool = False) -> str:
    """The kind's text filled with sample data."""
    values = _values(facts, fixed, alone=alone)
    chosen = _ITEMS[:1] if alone else _ITEMS
    paper = Instrument(kind=InstrumentKind(natures=[]), items=_sample_items(facts, chosen))
    lines: list[str] = []
    for part in facts.parts:
        words = templating.fill(part.text, values).strip() or _written(facts, part.part)
        words = blocks.with_rules(words, blocks.always_said(part, facts))
        lines += names.nested_quotes(words).split("\n")
        lines += items.lines(paper, part, apart=False)
    return "\n".join(line for line in lines if line.strip())


def _written(facts: KindFacts, part: Part) -> str:
    return _WRITTEN.get((facts.code, part), "")


def _sample_items(
    facts: KindFacts, chosen: tuple[tuple[str, str, str, str], ...]
) -> list[InstrumentItem]:
    if not facts.natures:
        return []
    if any(part.listing is Listing.OWED for part in facts.parts):
        chosen = tuple((one[0], owed, "", one[3]) for one, owed in zip(chosen, _OWED, strict=False))
    return [
        InstrumentItem(
            seq=number, heading=heading, statement=statement, provision=provision,
            demand=items.ordered(demand) if facts.purpose is KindPurpose.DECISION else demand,
            nature=Nature(facts.natures[0]), problem=_cased(facts, number),
        )
        for number, (heading, statement, provision, demand) in enumerate(chosen, start=1)
    ]  # fmt: skip


def _cased(facts: KindFacts, number: int) -> Problem | None:
    """The first sample is of a case, where papers of the kind can be over problems."""
    passed_on = set(facts.natures) == {Nature.MATTER} or facts.purpose is not KindPurpose.ORDINARY
    if number > 1 or (passed_on and facts.purpose is not KindPurpose.DECISION):
        return None
    return Problem(case_number="示例罚〔2025〕8号", case_cause="示例案由")


def _values(facts: KindFacts, fixed: date | None = None, *, alone: bool = False) -> dict[str, str]:
    """Sample data with what the kind itself says: its name, term and basis."""
    this = names.this_paper(facts.name)
    term = names.term_words(this, number=facts.term_number, unit=facts.term_unit, fixed=fixed)
    own = {
        "文种": facts.name,
        "本文书": this,
        "量词": facts.item_noun,
        "期限": term_text(facts.term_number, facts.term_unit),
        "期限语": term,
        "退回期限": term_text(facts.return_number, facts.return_unit),
        "依据": facts.legal_basis.strip().rstrip("，。"),
        "后果依据": facts.consequence_basis or "有关规定",
        "反馈要求": templating.SLOTS["反馈要求"].replace(
            "逐条", "" if alone else f"逐{facts.item_noun}"
        ),
        "问题清单": "",
    }
    if facts.many_units:
        own["你单位"] = names.EACH
        own["检查经过"] = templating.SLOTS["检查经过"].replace("你单位", names.SOME)
    if not (facts.objection_number and facts.objection_to and facts.objection_basis):
        own["复查语"] = ""
    return templating.SLOTS | own


def on_real_papers(kind: InstrumentKind, facts: KindFacts) -> list[Shape]:
    """What the newest papers of the kind would say with these words: few items, many, a fixed day."""
    newest = (
        sa.select(Instrument)
        .join(InstrumentKind, InstrumentKind.id == Instrument.kind_id)
        .where(InstrumentKind.body_id == kind.body_id, InstrumentKind.code == kind.code)
        .order_by(Instrument.id.desc())
        .limit(30)
    )
    papers = list(session.scalars(newest))
    with session.no_autoflush:
        shown = [_worded(paper, facts) for paper in _several(papers)]
    return [*shown, *shapes(facts)]


def _several(papers: list[Instrument]) -> list[Instrument]:
    """Papers of different shapes before others."""
    seen: dict[tuple[bool, int], Instrument] = {}
    for paper in papers:
        seen.setdefault((paper.fixed_due is not None, min(len(paper.items), 4)), paper)
    return list(seen.values())[:REPORTED]


def _worded(paper: Instrument, facts: KindFacts) -> Shape:
    """The paper's text as an edition with these facts would make it; nothing of it is kept."""
    edition = InstrumentKind()
    facts.write(edition)
    made = Instrument(
        body_id=paper.body_id, kind=edition, unit=paper.unit, addressee=paper.addressee,
        action_id=paper.action_id, clue_id=paper.clue_id, parent_id=paper.parent_id,
        subject_type=paper.subject_type, subject_id=paper.subject_id, handler_id=paper.handler_id,
        term_number=paper.term_number, term_unit=paper.term_unit, fixed_due=paper.fixed_due,
        note=paper.note, upward=paper.upward, annex=paper.annex, wording=[],
        signed_on=paper.signed_on,
        items=[
            InstrumentItem(
                seq=one.seq, nature=one.nature, heading=one.heading, statement=one.statement,
                provision=one.provision, demand=one.demand,
            )
            for one in paper.items
        ],
    )  # fmt: skip
    return Shape(f"{paper.name} · {paper.addressee}", blocks.compose(made).split("\n"))


def sample_paper(facts: KindFacts) -> Paper:
    """A whole paper of the kind with sample data, for the preview as PDF."""
    issuer = templating.SLOTS["发文机关"]
    official = facts.layout == "official"
    return Paper(
        layout=Layout(facts.layout),
        issuers=(issuer,),
        number=format_number(facts.series, 2026, 1),
        title=templating.fill(facts.title_template, _values(facts)),
        addressees=_ADDRESSED if facts.many_units else _ADDRESSED[:1],
        blocks=tuple(parse_text(sample_text(facts))),
        signature=Signature(names=(issuer,), date=date(2026, 3, 20)),
        printer=f"{issuer}办公室" if official else "",
        printed_on=date(2026, 3, 20) if official else None,
        duplex=False,
        watermark="样例",
    )
