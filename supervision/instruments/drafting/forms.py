"""Forms of a draft: the paper with its items, and its text."""

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.fields import SelectChoice, SelectField

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
from supervision.instruments.drafting.layout_forms import LayoutFields, layout_facts
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import Nature
from supervision.instruments.term_forms import term_number, term_unit
from supervision.problems.models import Problem

URGENCIES = ("", "加急", "特急")


class ItemForm(FormPart):
    """One item of a paper."""

    class Meta:
        locales = ("zh",)

    problem_id = HiddenField()
    nature = word("类别", Nature)
    heading = text("小标题", most=60, needed=False)
    statement = paragraph("问题", most=5000, needed=False)
    demand = paragraph("意见与要求", most=5000)


class PaperForm(LayoutFields, BaseForm):
    """Drafting a paper."""

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
    copies_to = text("抄送机关", most=500, needed=False, hint="多个机关用“，”分开")
    urgency = SelectField(
        "紧急程度", choices=[SelectChoice(one, one or "平件") for one in URGENCIES]
    )
    problem_list = BooleanField("附问题清单")
    items = FieldList(FormField(ItemForm), min_entries=0, max_entries=60)

    def facts(
        self, kind: InstrumentKind, paper: Instrument | None = None, *, clue_id: int | None = None
    ) -> PaperFacts:
        """The form's content as the service takes it; manual text of an earlier edition is kept apart."""
        return PaperFacts.of(
            self.data,
            kind=kind,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            items=[self._item(entry.form) for entry in self.items],
            clue_id=paper.clue_id if paper else clue_id,
            parent_id=paper.parent_id if paper else None,
            subject_type=paper.subject_type if paper else "",
            subject_id=paper.subject_id if paper else None,
            layout=layout_facts(self),
        )

    def _item(self, form: BaseForm) -> ItemFacts:
        keys = identifiers([form.problem_id.data or ""])
        return ItemFacts.of(form.data, problem=session.get(Problem, keys[0]) if keys else None)


class TextForm(BaseForm):
    """The paper's text, one paragraph a line."""

    title = text("标题")
    text = paragraph(
        "正文", most=60_000, hint="一行一段；以“一、”“（一）”“1.”“（1）”开头的自动成为各级标题"
    )
