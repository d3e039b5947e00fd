"""Forms of the agencies slice."""

from datetime import date
from typing import cast

from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms.fields import SelectChoice

from supervision.agencies.bodies import BodyFacts
from supervision.agencies.models import Body, Dictionary, Level, Management, Unit
from supervision.agencies.picking import offer_units
from supervision.agencies.service import OfficerFacts, UnitFacts, active_units, dictionary
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, choice, day, optional, paragraph, text

BLANK_ROWS = 6


class UnitForm(BaseForm):
    """A supervised unit."""

    name = text("单位全称", hint="与其公章一致，例：某市市场监督管理局")
    short_name = text("简称", most=60, needed=False, hint="列表中使用；不填则用全称")
    also_called = text(
        "其他简称",
        most=400,
        needed=False,
        hint="大家平时的叫法，可填多个，用“、”分开；录入、筛选和搜索时都认，例：市监局、市场监管局",
    )
    management = choice(
        "管理体制",
        Management,
        hint="垂直或双重管理的单位（如税务、海关、烟草），问题逾期未改时系统会先提示“告知上一级主管部门”，由承办人决定",
    )
    superior_name = text(
        "上一级主管部门",
        needed=NeededIf(
            "management",
            [Management.VERTICAL, Management.DUAL],
            said="垂直或双重管理的必填",
            asked=False,
        ),
    )
    field = SelectField("执法领域", [optional()])
    address = text("地址", needed=False, hint="送达回证的送达地址")
    telephone = text("电话", most=40, needed=False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        words = [entry.label for entry in dictionary(Dictionary.FIELD)]
        held = [] if not self.field.data or self.field.data in words else [self.field.data]
        blank = [SelectChoice("", "（不填）")]
        self.field.choices = blank + [SelectChoice(word, word) for word in words + held]

    def facts(self) -> UnitFacts:
        """The form's content as the service takes it."""
        return UnitFacts.of(self.data)


class RenameForm(BaseForm):
    """A new name from a day on."""

    name = text("新名称")
    on = day("启用日期", hint="批准更名的日期；此前的文书仍用原名称")

    def day(self) -> date:
        """The day of the change, once the form is valid."""
        return cast("date", self.on.data)


class MergeForm(BaseForm):
    """The end of a unit and who follows it."""

    successor_id = choice("承继单位", needed=False, hint="整体撤销、无单位承继的不选")
    on = day("撤并日期")
    with_officers = BooleanField("在岗执法人员一并转入承继单位", default=True)

    def __init__(self, unit: Unit, **options: object) -> None:
        super().__init__(of=unit, **options)
        others = [other for other in active_units() if other.id != unit.id]
        offer_units(self.successor_id, others)

    def day(self) -> date:
        """The day of the change, once the form is valid."""
        return cast("date", self.on.data)

    def successor(self) -> Unit | None:
        """The unit chosen, if any."""
        chosen = self.successor_id.data
        return session.get(Unit, chosen) if chosen else None


class OfficerRow(FormPart):
    """One line of the table in which several officers are entered at once."""

    name = text("姓名", most=40, needed=False)
    post = text("职务", most=60, needed=False)
    certificate_no = text("执法证号", most=40, needed=False)
    in_leadership = BooleanField("领导班子成员")

    def validate(self, extra_validators: object = None) -> bool:
        """A line is left blank or bears a name."""
        valid: bool = super().validate(extra_validators)
        if not self.name.data and (self.post.data or self.certificate_no.data):
            self.name.errors = [*self.name.errors, "请填写姓名，或清空此行"]
            return False
        return valid


class OfficersForm(BaseForm):
    """Several officers of one unit."""

    rows = FieldList(FormField(OfficerRow), min_entries=BLANK_ROWS, max_entries=60)

    def facts(self) -> list[OfficerFacts]:
        """The lines that bear a name."""
        return [OfficerFacts.of(row.data) for row in self.rows if row.form.name.data]


class OfficerForm(BaseForm):
    """One officer."""

    name = text("姓名", most=40)
    unit_id = choice("所在单位", hint="调动时改为新单位")
    post = text("职务", most=60, needed=False)
    certificate_no = text("执法证号", most=40, needed=False)
    in_leadership = BooleanField("领导班子成员（约谈统计为“部门负责人”）")
    active = BooleanField("在岗", default=True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        held = getattr(options.get("obj"), "unit", None)
        ended = [held] if held is not None and not held.active else []
        offer_units(self.unit_id, [*active_units(), *ended], blank=False)

    def facts(self) -> OfficerFacts:
        """The form's content as the service takes it."""
        return OfficerFacts.of(self.data)


class WordForm(BaseForm):
    """One word of a dictionary."""

    label = text("词条", most=60)


class ReinstateForm(BaseForm):
    """Why a merger is taken back."""

    reason = paragraph("理由", most=500)


class BodyForm(BaseForm):
    """A supervising body; place in the tree only when it is new."""

    parent_id = choice("上级机关")
    level = choice("层级", Level)
    name = text("机关全称", hint="例：某市某区司法局")
    short_name = text("简称", most=40, needed=False)
    region = text("行政区划名", most=40, hint="例：示例区")
    code = text("机关代字", most=10, hint="文号的开头，例：示司；改动只影响以后的文号")
    address = text("地址", needed=False)
    telephone = text("电话", most=40, needed=False)

    def facts(self) -> BodyFacts:
        """The form's content as the service takes it."""
        return BodyFacts.of(self.data)

    def parent(self) -> Body:
        """The body above."""
        return session.get_one(Body, self.parent_id.data)
