"""The form of a kind of paper."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from supervision.core.deadlines import Unit
from supervision.core.documents.model import Layout
from supervision.core.errors import DomainError
from supervision.core.forms import BaseForm, day, offered, paragraph, text, word
from supervision.instruments.drafting import templating
from supervision.instruments.kinds.registry import FIGURES, KindFacts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose, Nature, Numbering
from supervision.instruments.term_forms import term_number, term_unit

TEMPLATE_HINT = "可用占位符：" + "".join(f"{{{name}}}" for name in templating.PLACEHOLDERS)


def _number(label: str) -> IntegerField:
    bounds = NumberRange(1, 365, "须为1至365的整数")
    return IntegerField(label, [Optional(), bounds], render_kw={"inputmode": "numeric"})


def _unit(label: str) -> SelectField:
    return SelectField(label, choices=offered(Unit))


class KindForm(BaseForm):
    """Everything that defines a kind of paper."""

    code = text(
        "代码",
        most=40,
        needed=False,
        hint="小写英文，新增时填写，之后不再改，例：notice_of_concern",
    )
    name = text("文种名称", most=60)
    series = text("代字", most=12, hint="文号中年份之前的部分，例：示司监意；函要用自己的代字")
    numbering = word("编号方式", Numbering)
    layout = SelectField("版式", choices=offered(Layout))
    item_noun = text("条目称谓", most=10, hint="条、项、件")
    corrective = BooleanField("有纠正类条目")
    advisory = BooleanField("有建议类条目")
    matter = BooleanField("条目是转办事项（结论为属实、部分属实、不属实，认可或者退回重办）")
    needs_problems = BooleanField("条目须对应已认定的问题")
    reply_wanted = BooleanField("要求反馈")
    term_number = term_number("默认反馈期限")
    term_unit = term_unit()
    amber_at_half = BooleanField("期限过半即转为临期")
    returnable = BooleanField("单位可以退回，由监督机构改派")
    objection_number = _number("异议期限")
    objection_unit = _unit("异议期限单位")
    decision_number = _number("复查期限")
    decision_unit = _unit("复查期限单位")
    legal_basis = paragraph(
        "法律依据", most=2000, needed=False, hint="照抄条文名称和条款序号；正文写作“根据……，”"
    )
    valid_from = day("依据有效期自", needed=False)
    valid_until = day("依据有效期至", needed=False, hint="过期后拟稿时提醒，不阻止")
    purpose = word(
        "用途",
        KindPurpose,
        default=KindPurpose.ORDINARY,
        hint="系统据此联动；同一用途可以有几个文种，联动拟制时用最早启用的",
    )
    counted_as = SelectField(
        "计入指标",
        choices=[
            SelectChoice("", "不计入"),
            *(SelectChoice(key, f"{name}（份）") for key, name in FIGURES.items()),
        ],
        description="年度数据中的哪一项；选意见书的，其条目同时计入“提出执法监督意见”",
    )
    title_template = paragraph("标题模板", most=500)
    opening_template = paragraph("正文开头模板", most=2000, hint=TEMPLATE_HINT)
    closing_template = paragraph("正文结尾模板", most=2000, needed=False)

    def facts(self) -> KindFacts:
        """The form's content as the service takes it."""
        chosen = (
            (Nature.CORRECTIVE, self.corrective),
            (Nature.ADVISORY, self.advisory),
            (Nature.MATTER, self.matter),
        )
        plain: dict[str, Any] = {name: self[name].data for name in _PLAIN}
        words: dict[str, Any] = {name: self[name].data or "" for name in _WORDS}
        return KindFacts(natures=tuple(one for one, box in chosen if box.data), **plain, **words)

    @classmethod
    def initial(cls, kind: InstrumentKind) -> dict[str, object]:
        """What the boxes for natures show of an edition."""
        return {
            "corrective": Nature.CORRECTIVE.value in kind.natures,
            "advisory": Nature.ADVISORY.value in kind.natures,
            "matter": kind.of_matters,
        }

    def validate(self, extra_validators: object = None) -> bool:
        """Placeholders are checked before anything is saved or previewed."""
        valid: bool = super().validate(extra_validators)
        for name in ("title_template", "opening_template", "closing_template"):
            try:
                templating.check(self[name].data or "", field=name)
            except DomainError as refusal:
                self[name].errors = [*self[name].errors, refusal.message]
                valid = False
        return valid


_WORDS = (
    "code", "name", "series", "item_noun", "legal_basis", "counted_as", "title_template",
    "opening_template", "closing_template",
)  # fmt: skip
_PLAIN = (
    "numbering", "layout", "needs_problems", "reply_wanted", "term_number", "term_unit",
    "amber_at_half", "returnable", "objection_number", "objection_unit", "decision_number",
    "decision_unit", "valid_from", "valid_until", "purpose",
)  # fmt: skip
