"""The form of a kind's words: title, parts, bases and terms, edited by the section head."""

from dataclasses import replace

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from supervision.core.deadlines import Unit
from supervision.core.errors import DomainError
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, day, offered, paragraph, text, word
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose
from supervision.instruments.term_forms import term_number, term_unit
from supervision.instruments.wording import templating
from supervision.instruments.wording.parts import KindPart, Listing, Need, Part

HINT = "槽位写在花括号里；〔〕中有槽位的，槽位没有内容时整句省去。可用：" + "".join(
    f"{{{name}}}" for name in templating.SLOTS
)


def _number(label: str) -> IntegerField:
    bounds = NumberRange(1, 365, "须为1至365的整数")
    return IntegerField(label, [Optional(), bounds], render_kw={"inputmode": "numeric"})


def _unit(label: str) -> SelectField:
    return SelectField(label, choices=offered(Unit))


class KindPartForm(FormPart):
    """One part of the kind's text; how items stand in it is the kind's own and not asked."""

    class Meta:
        locales = ("zh",)

    part = HiddenField()
    words = paragraph("文字", most=5000, needed=False)
    need = word("是否必备", Need)
    label = text("要求的引导语", most=20, needed=False, hint="如 整改要求：")

    def validate(self, extra_validators: object = None) -> bool:
        """Slots are known before anything is proposed or previewed."""
        valid: bool = super().validate(extra_validators)
        try:
            templating.check(self.words.data or "", field="words")
        except DomainError as refusal:
            self.words.errors = [*self.words.errors, refusal.message]
            valid = False
        if self.part.data not in {one.value for one in Part}:
            self.words.errors = [*self.words.errors, "没有这一部分，请刷新页面"]
            valid = False
        return valid


class WordsForm(BaseForm):
    """Everything that the section answers for: what papers of the kind say, on which basis, by when."""

    title_template = text("标题", most=200)
    term_number = term_number("默认反馈期限")
    term_unit = term_unit()
    legal_basis = paragraph(
        "依据",
        most=2000,
        needed=False,
        hint="照抄名称和条款，引用全称加书名号；没有的不填，正文省去",
    )
    valid_from = day("依据有效期自", needed=False)
    valid_until = day("依据有效期至", needed=False, hint="过期后拟稿时提醒，不阻止")
    objection_number = _number("异议期限")
    objection_unit = _unit("异议期限单位")
    objection_to = text("异议受理机关", most=60, needed=False)
    objection_basis = paragraph(
        "异议依据", most=1000, needed=False, hint="依据、期限、受理机关都填了，正文才写救济"
    )
    decision_number = _number("复查期限")
    decision_unit = _unit("复查期限单位")
    posted_counts = BooleanField(
        "邮寄反馈以交邮日为准", description="在途时间不计入期限；选了的，正文“期限”部分写明"
    )
    plan_number = _number("整改方案期限")
    plan_unit = _unit("整改方案期限单位")
    return_number = _number("退回期限")
    return_unit = _unit("退回期限单位")
    lead_number = _number("提前送达")
    lead_unit = _unit("提前送达单位")
    lead_clear = BooleanField(
        "提前送达按整日", description="送达日和约谈日都不计入，其间须满规定的日数"
    )
    consequence_basis = text("后果依据", most=200, needed=False, hint="不填则写“依照有关规定”")
    parts = FieldList(FormField(KindPartForm), min_entries=0, max_entries=len(Part))

    def facts(self, held: KindFacts) -> KindFacts:
        """The kind with what is typed; how items stand in its parts is as in `held`."""
        typed = {entry.form.part.data: entry.form for entry in self.parts}
        parts = tuple(_part(one, typed.get(one.part.value)) for one in held.parts)
        more = tuple(
            KindPart(Part(name), form.words.data, Need(form.need.data))
            for name, form in typed.items()
            if form.words.data and name not in {one.part.value for one in held.parts}
        )
        fields = {name: value for name, value in self.data.items() if name in _PLAIN}
        words = {name: value or "" for name, value in fields.items() if name in _TEXTS}
        return replace(held, **(fields | words), parts=_in_order(parts, more))

    def only_for(self, kind: InstrumentKind) -> "WordsForm":
        """Without the terms that papers of the kind cannot have."""
        of_reply = ("posted_counts", "plan_number", "plan_unit") if not kind.reply_wanted else ()
        back = ("return_number", "return_unit") if not kind.returnable else ()
        before = ("lead_number", "lead_unit", "lead_clear")
        for name in (
            *of_reply,
            *back,
            *(before if kind.purpose is not KindPurpose.INTERVIEW else ()),
        ):
            del self[name]
        return self

    @classmethod
    def initial(cls, facts: KindFacts) -> dict[str, object]:
        """What the form shows of a kind: its parts, and empty ones for those it has not."""
        have = {one.part for one in facts.parts}
        shown = [
            *facts.parts,
            *(KindPart(one, need=Need.OPTIONAL) for one in Part if one not in have),
        ]
        rows = [
            {"part": one.part.value, "words": one.text, "need": one.need, "label": one.label}
            for one in shown
        ]
        return {name: getattr(facts, name) for name in _PLAIN} | {"parts": rows}


_TEXTS = ("title_template", "legal_basis", "objection_to", "objection_basis", "consequence_basis")
_PLAIN = (
    *_TEXTS, "term_number", "term_unit", "valid_from", "valid_until", "objection_number",
    "objection_unit", "decision_number", "decision_unit", "posted_counts", "plan_number", "plan_unit",
    "return_number", "return_unit", "lead_number", "lead_unit", "lead_clear",
)  # fmt: skip
_ORDER = {part: number for number, part in enumerate(Part)}


def _part(held: KindPart, form: KindPartForm | None) -> KindPart:
    if form is None:
        return held
    label = (form.label.data or "") if held.listing is not Listing.NONE else held.label
    return replace(held, text=form.words.data or "", need=Need(form.need.data), label=label)


def _in_order(parts: tuple[KindPart, ...], more: tuple[KindPart, ...]) -> tuple[KindPart, ...]:
    """Further parts stand before the first of the kind's own that customarily follows them."""
    found = list(parts)
    for one in more:
        later = (n for n, held in enumerate(found) if _ORDER[held.part] > _ORDER[one.part])
        found.insert(next(later, len(found)), one)
    return tuple(found)
