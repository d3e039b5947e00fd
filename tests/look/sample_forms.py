"""Invented forms for the gallery: one of every kind of field, and list filters."""

from __future__ import annotations

from typing import ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

UNITS = [
    SelectChoice("", "请选择"),
    SelectChoice(
        "1",
        "示例市城市管理综合执法局",
        {"data-names": "示例市城市管理综合执法局 slscsglzhzfj csglzhzfj cgj"},
    ),
    SelectChoice(
        "2", "示例市卫生健康委员会", {"data-names": "示例市卫生健康委员会 slswsjkwyh wsjkwyh wjw"}
    ),
    SelectChoice(
        "3", "示例市市场监督管理局", {"data-names": "示例市市场监督管理局 slsscjdglj scjdglj"}
    ),
    SelectChoice("4", "示例市交通运输局", {"data-names": "示例市交通运输局 slsjtysj jtysj"}),
]
KINDS = [
    SelectChoice("a", "程序"),
    SelectChoice("b", "文书"),
    SelectChoice("c", "乱罚款"),
    SelectChoice("d", "其他"),
]
KEPT_FILES = [{"name": "检查笔录.pdf", "size_label": "1.2 MB", "token": "kept-1"}]


class ProblemForm(FlaskForm):
    """Registers a problem; shows every kind of field."""

    class Meta(FlaskForm.Meta):
        """Messages of the library itself in Chinese."""

        locales: ClassVar[list[str]] = ["zh"]

    REFUSED: ClassVar[MultiDict] = MultiDict(
        {"facts": "2023年5月10日检查时发现", "kind": "b", "found_on": "2023-13-40", "unit": "2"}
    )
    version = HiddenField(default="3")
    unit = SelectField("被监督单位", choices=UNITS, validators=[InputRequired("请选择被监督单位。")],
                       description="整改责任在这个单位；垂直管理单位也可选。")  # fmt: skip
    title = StringField("问题", validators=[InputRequired("请用一句话写明问题。"), Length(max=100)])
    kind = RadioField("类别", choices=KINDS, validators=[InputRequired("请选择类别。")])
    marks = SelectMultipleField("涉及", choices=[SelectChoice("x", "涉企"), SelectChoice("y", "整改后又发生"),
                                SelectChoice("z", "立行立改")], widget=ListWidget(prefix_label=False),
                                option_widget=CheckboxInput())  # fmt: skip
    found_on = DateField("发现日期", validators=[InputRequired("请填写发现日期。")],
                         description="以检查当日为准，不是录入的日期。")  # fmt: skip
    term = IntegerField("整改期限（工作日）", default=20)
    case_number = StringField(
        "所涉案件文号", description="〔 〕可用 [ ] 代替，会自动换成规范写法。"
    )
    facts = TextAreaField("事实", validators=[InputRequired("请写明事实。")])
    evidence = FileField("佐证材料", description="PDF、图片或 Word，每件不超过 50 MB。",
                         render_kw={"accept": ".pdf,.jpg,.png,.docx", "data-max-bytes": "52428800"})  # fmt: skip
    internal = BooleanField("含内部备注，不向被监督单位显示")


def _filter(label: str, *values: str) -> SelectField:
    return SelectField(
        label, choices=[SelectChoice("", label), *[SelectChoice(v, v) for v in values]]
    )


class LedgerFilters(FlaskForm):
    """Filters of the ledger; the first four stand in the row."""

    unit = StringField("单位")
    action = _filter("监督行动", "办事难专项监督", "驻在式监督检查")
    kind = _filter("问题类别", "程序", "文书", "乱罚款")
    handler = _filter("承办人", "周某某", "李某某", "王某某")
    due_from = DateField("到期日从")
    due_to = DateField("到期日至")
    severity = _filter("严重程度", "一般", "较重")
