"""The form of what a kind of paper does: the 系统管理员's part; its words have their own."""

from dataclasses import replace

from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice

from supervision.core.documents.model import Layout
from supervision.core.forms import BaseForm, offered, text, word
from supervision.instruments.kinds.facts import WORDS, KindFacts, facts_of
from supervision.instruments.kinds.registry import FIGURES
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose, Nature, Numbering


class KindForm(BaseForm):
    """How a kind is numbered, set and counted, and what its items are."""

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
    amber_at_half = BooleanField("期限过半即转为临期")
    returnable = BooleanField("单位可以退回，由监督机构改派")
    many_units = BooleanField("发给多个单位，由各单位分别签收（通知、通报；不要求反馈，没有条目）")
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

    def facts(self, kind: InstrumentKind | None = None) -> KindFacts:
        """What is typed, with the words that the kind has (a further one begins with the standard ones)."""
        chosen = (
            (Nature.CORRECTIVE, self.corrective),
            (Nature.ADVISORY, self.advisory),
            (Nature.MATTER, self.matter),
        )
        natures = tuple(one for one, box in chosen if box.data)
        typed = KindFacts.of(self.data, natures=natures)
        if kind is None:
            return typed
        held = facts_of(kind)
        return replace(typed, code=kind.code, **{name: getattr(held, name) for name in WORDS})

    @classmethod
    def initial(cls, kind: InstrumentKind) -> dict[str, object]:
        """What the boxes for natures show of an edition."""
        return {
            "corrective": Nature.CORRECTIVE.value in kind.natures,
            "advisory": Nature.ADVISORY.value in kind.natures,
            "matter": kind.of_matters,
        }
