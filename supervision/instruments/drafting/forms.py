"""The form of a draft: the paper with its items and the parts of its text."""

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField
from wtforms.fields import SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from supervision.agencies.models import Unit
from supervision.core.conditions import NeededIf
from supervision.core.db import session
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
from supervision.instruments.drafting.layout_forms import LayoutFields, joined, layout_facts, names
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import Nature
from supervision.instruments.term_forms import term_number, term_unit
from supervision.instruments.wording.parts import OwnWords, Part, own_words
from supervision.problems.models import Problem

_PARTS = frozenset(one.value for one in Part)
URGENCIES = ("", "加急", "特急")


class ItemForm(FormPart):
    """One item of a paper."""

    class Meta:
        locales = ("zh",)

    problem_id = HiddenField()
    seq = IntegerField("次序", [Optional(), NumberRange(1, 60, "须为1至60的整数")])
    nature = word("类别", Nature)
    heading = text("小标题", most=60, needed=False)
    statement = paragraph("问题", most=5000, needed=False)
    provision = paragraph(
        "违反的规定", most=1000, needed=False, hint="印作“上述做法不符合……的规定。”"
    )
    demand = paragraph("意见与要求", most=5000)
    dropped = BooleanField("保存时去掉这一条")


class PartForm(FormPart):
    """One part of the text. What still reads as it was made goes on following the record."""

    class Meta:
        locales = ("zh",)

    part = HiddenField()
    made = HiddenField()
    words = paragraph("内容", most=20_000, needed=False)
    left_out = BooleanField("这一部分不写")
    reason = text("不写的理由", most=200, needed=False)

    def own(self) -> OwnWords | None:
        """The paper's own words, or None where the part follows the record (or is none)."""
        if self.part.data not in _PARTS:
            return None
        part, said = Part(self.part.data), _lines(self.words.data)
        if self.left_out.data:
            return OwnWords(part, "", left_out=True, reason=self.reason.data or "")
        if not said or said == _lines(self.made.data):
            return None
        return OwnWords(part, said)

    def validate(self, extra_validators: object = None) -> bool:
        """A part that is none is nobody's typing."""
        valid: bool = super().validate(extra_validators)
        if self.part.data in _PARTS:
            return valid
        self.words.errors = [*self.words.errors, "没有这一部分，请刷新页面"]
        return False


def _place(held: int, form: BaseForm) -> tuple[int, int, int]:
    wanted = form.seq.data or held
    return wanted, (wanted > held) - (wanted < held), held


def _lines(typed: str | None) -> str:
    lines = (line.strip() for line in (typed or "").splitlines())
    return "\n".join(line for line in lines if line)


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
    title = text("标题", needed=False, hint="不填则按文种模板")
    term_number = term_number("反馈期限")
    term_unit = term_unit()
    fixed_due = day("或固定到期日（含当日）", needed=False)
    copies = names("抄送机关", hint="从名录选，名录以外的写全称；一格可写几个，用“，”分开")
    urgency = SelectField(
        "紧急程度", choices=[SelectChoice(one, one or "平件") for one in URGENCIES]
    )
    problem_list = BooleanField("附问题清单")
    reply_form = BooleanField("附反馈表（由单位逐条填写、盖章报送）")
    items = FieldList(FormField(ItemForm), min_entries=0, max_entries=60)
    parts = FieldList(FormField(PartForm), min_entries=0, max_entries=len(Part))

    def facts(
        self, kind: InstrumentKind, paper: Instrument | None = None, *, clue_id: int | None = None
    ) -> PaperFacts:
        """The form's content as the service takes it."""
        return PaperFacts.of(
            self.data,
            kind=kind,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            items=[self._item(form) for form in self._in_order() if not form.dropped.data],
            clue_id=paper.clue_id if paper else clue_id,
            parent_id=paper.parent_id if paper else None,
            subject_type=paper.subject_type if paper else "",
            subject_id=paper.subject_id if paper else None,
            wording=self._wording(paper),
            copies_to=joined(self.copies),
            layout=layout_facts(self),
        )

    def _in_order(self) -> list[BaseForm]:
        """The items where their numbers put them: moved up it stands before, moved down after."""
        forms = [entry.form for entry in self.items]
        return [form for _, form in sorted(enumerate(forms, 1), key=lambda one: _place(*one))]

    def _wording(self, paper: Instrument | None) -> list[OwnWords]:
        """What was said in own words; a form that shows no parts leaves them as they are."""
        if not self.parts.entries:
            return list(own_words(paper.wording).values()) if paper else []
        return [own for entry in self.parts if (own := entry.form.own())]

    def _item(self, form: BaseForm) -> ItemFacts:
        keys = identifiers([form.problem_id.data or ""])
        return ItemFacts.of(form.data, problem=session.get(Problem, keys[0]) if keys else None)
