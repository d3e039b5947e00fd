"""The form of a draft: the paper with its items and the parts of its text."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.fields import SelectChoice, SelectField

from supervision.agencies.models import Unit
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.documents.title import LONGEST, MOST_LINES
from supervision.core.editions import digest
from supervision.core.form_part import FormPart
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    paragraph,
    text,
    word,
)
from supervision.core.keys import identifiers
from supervision.core.name_field import NOBODY
from supervision.core.picking import Spelled
from supervision.instruments.drafting import comparing_forms as comparing
from supervision.instruments.drafting.layout_forms import LayoutFields, joined, layout_facts, names
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import Nature
from supervision.instruments.term_forms import term_number, term_unit
from supervision.instruments.wording.parts import OwnWords, Part, lines_of, own_words
from supervision.problems.models import Problem

_PARTS = frozenset(one.value for one in Part)
URGENCIES = ("", "加急", "特急")
MOST_ITEMS = 60


class ItemForm(FormPart):
    """One item of a paper."""

    class Meta:
        locales = ("zh",)

    id = HiddenField()  # the item it is, where it stands already
    problem_id = HiddenField()
    nature = word("类别", Nature)
    heading = text("小标题", most=60, needed=False)
    statement = paragraph("问题", most=5000, needed=False)
    provision = paragraph(
        "违反的规定", most=1000, needed=False, hint="印作“上述做法不符合……的规定。”"
    )
    demand = paragraph("意见与要求", most=5000)


class PartForm(FormPart):
    """One part of the text. What still reads as it was made goes on following the record."""

    class Meta:
        locales = ("zh",)

    part = HiddenField()
    made = HiddenField()
    words = paragraph("内容", most=20_000, needed=False)
    left_out = BooleanField("这一部分不写")
    reason = text("不写的理由", most=200, needed=False)

    @property
    def _why(self) -> str:
        return (self.reason.data or "").strip()

    def own(self) -> OwnWords | None:
        """The paper's own words, or None where the part follows the record (or is none)."""
        if self.part.data not in _PARTS:
            return None
        part, said = Part(self.part.data), lines_of(self.words.data)
        if self.left_out.data or (self._why and not said):
            return OwnWords(part, "", left_out=True, reason=self._why)
        if not said or said == lines_of(self.made.data):
            return None
        return OwnWords(part, said)

    def validate(self, extra_validators: object = None) -> bool:
        """A part that is none is nobody's typing."""
        valid: bool = super().validate(extra_validators)
        if self._why and not self.left_out.data and lines_of(self.words.data):
            message = "内容和不写的理由都填了：请勾选“这一部分不写”，或者删去理由"
            self.reason.errors = [*self.reason.errors, message]
            valid = False
        if self.part.data in _PARTS:
            return valid
        self.words.errors = [*self.words.errors, "没有这一部分，请刷新页面"]
        return False


class PaperForm(LayoutFields, BaseForm):
    """Drafting a paper."""

    bodies: Spelled = NOBODY  # who may be named in it, with their spellings; set by the view

    unit_id = choice("被监督单位", needed=False)
    addressee = text(
        "主送机关",
        needed=NeededIf("unit_id", said="没有选被监督单位的必填"),
        hint="不填则为被监督单位全称；名录以外的机关在此填写",
    )
    action_id = choice("监督行动", needed=False)
    title = text(
        "标题", needed=False, hint="不填则按文种模板", render_kw={"data-room": MOST_LINES * LONGEST}
    )
    term_number = term_number("反馈期限")
    term_unit = term_unit()
    fixed_due = day("或固定到期日（含当日）", needed=False)
    recipients = names("主送单位", hint="从名录选，各单位分别签收；一格可写几个，用“，”分开")
    copies = names("抄送机关", hint="从名录选，名录以外的写全称；一格可写几个，用“，”分开")
    urgency = SelectField(
        "紧急程度", choices=[SelectChoice(one, one or "平件") for one in URGENCIES]
    )
    problem_list = BooleanField("附问题清单")
    reply_form = BooleanField("附反馈表（由单位逐条填写、盖章报送）")
    items = FieldList(FormField(ItemForm), min_entries=0, max_entries=MOST_ITEMS)
    pasted = paragraph(
        "从 Excel 或 Word 复制的几行",
        most=200_000,
        needed=False,
        hint="一行一条；几列的，依次为小标题、问题、违反的规定、意见与要求，或者连同列名一起复制",
    )
    parts = FieldList(FormField(PartForm), min_entries=0, max_entries=len(Part))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if (
            not self.version.raw_data
        ):  # not what the record says: the form is made of its items, too
            self.version.data = self.opened_as

    def _edition(self, data: Mapping[str, object]) -> str:
        """Items that do not print (their sort, what stands in the annex) leave the paper's version as it is."""
        version = super()._edition(data)
        items = getattr(self.record, "items", ())
        return f"{version}-{digest(comparing.state_of(items))}" if items else version

    def both_editions(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Block by block: what was typed, what stands now; an item that one side has not is empty there."""
        mine = comparing.blocks_of(self)
        super().both_editions()
        return comparing.beside(mine, comparing.blocks_of(self))

    def facts(
        self, kind: InstrumentKind, paper: Instrument | None = None, *, clue_id: int | None = None
    ) -> PaperFacts:
        """The form's content as the service takes it."""
        return PaperFacts.of(
            self.data,
            kind=kind,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            items=[self._item(entry.form) for entry in self.items],
            clue_id=paper.clue_id if paper else clue_id,
            parent_id=paper.parent_id if paper else None,
            subject_type=paper.subject_type if paper else "",
            subject_id=paper.subject_id if paper else None,
            wording=self._wording(paper),
            copies_to=joined(self.copies),
            recipients=joined(self.recipients) if kind.many_units else "",
            layout=layout_facts(self),
        )

    def _wording(self, paper: Instrument | None) -> list[OwnWords]:
        """What was said in own words; a form that shows no parts leaves them as they are."""
        if not self.parts.entries:
            return list(own_words(paper.wording).values()) if paper else []
        return [own for entry in self.parts if (own := entry.form.own())]

    def _item(self, form: BaseForm) -> ItemFacts:
        keys = identifiers([str(form.problem_id.data or "")])
        held = identifiers([str(form["id"].data or "")])
        return ItemFacts.of(
            form.data,
            problem=session.get(Problem, keys[0]) if keys else None,
            key=held[0] if held else None,
        )
