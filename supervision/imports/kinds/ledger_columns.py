"""Columns of a 往年台账: what a row says of a problem, of the paper it stood on, and of its end."""

from dataclasses import replace

from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, as_date, as_text
from supervision.core.numbering import normalise, parse
from supervision.imports import fields
from supervision.imports.fields import Cell, Field, Names
from supervision.imports.kinds.papers import POSTED_ALSO, POSTED_NOTE
from supervision.imports.kinds.problems import FIELDS as OF_PROBLEM
from supervision.instruments.states import Conclusion
from supervision.problems.models import ProblemStatus

MENDED, PARTLY, NOT_MENDED = Conclusion.MENDED, Conclusion.PARTLY, Conclusion.NOT_MENDED
ON_SPOT, UNFIXABLE = ProblemStatus.FIXED_ON_SPOT, ProblemStatus.UNFIXABLE
ALONE = {ON_SPOT.label: ON_SPOT, UNFIXABLE.label: UNFIXABLE}  # ends without a paper
ON_PAPER = {one.label: one for one in (MENDED, PARTLY, NOT_MENDED)}
_SAID = {
    MENDED.label: ("是", "已完成", "完成", "已销号", "到位", "已到位", "整改到位", "已整改到位", "整改完成",
                   "已整改完成", "完成整改"),
    PARTLY.label: ("部分完成", "部分到位", "部分整改到位"),
    NOT_MENDED.label: ("否", "未完成", "未到位", "未整改到位"),
    ON_SPOT.label: ("立整立改", "即知即改", "当场整改", "当场改正", "已立行立改"),
    UNFIXABLE.label: ("无法整改", "不能整改", "不能纠正"),
    "": ("整改中", "正在整改", "未销号"),
}  # fmt: skip
_MEANT = {said: meant for meant, several in _SAID.items() for said in (meant, *several)}


def _number(cell: object, _names: Names) -> str:
    number = normalise(as_text(cell))
    if number:
        try:
            parse(number)
        except DomainError as refusal:
            raise BadCell(refusal.message) from None
    return number


def _term(cell: object, names: Names) -> str:
    """A term, or the last day as the paper names it."""
    try:
        return str(fields.term.read(cell, names))
    except BadCell:
        try:
            return str(as_date(cell))
        except BadCell:
            said = as_text(cell)
            raise BadCell(f"“{said}”不是期限，应如 30日、10个工作日，或者 2024年6月1日") from None


def _conclusion(cell: object, _names: Names) -> str:
    said = as_text(cell)
    if said not in _MEANT:
        offered = (*ON_PAPER, *ALONE)
        raise BadCell(f"没有“{said}”这一项，可填：{'、'.join(offered)}", offered)
    return _MEANT[said]


CONCLUSION = Cell(_conclusion, lambda _names: [*ON_PAPER, *ALONE])
OF_PAPER = (
    Field("number", "文号", Cell(_number),
          ("文书文号", "发文字号", "文书编号", "监督文书文号", "整改文号", "通知书文号", "整改通知书文号", "意见书文号"),
          note="列入哪一件文书；同一文号的各行是同一件文书的条目。没有下发文书的不填"),
    Field("kind", "文种", fields.one_of(lambda names: list(names.papers), retires=True), ("文书种类", "文书名称", "文书类型"),
          completed=True, note="不填则按文号的代字"),
    Field("signed_on", "成文日期", fields.day,
          ("签发日期", "发文日期", "印发日期", "下发日期", "下发时间", "发文时间", "文书日期"), completed=True,
          note="有文号的须填"),
    Field("signatory_name", "签发人", fields.text(40), ("签批人", "批准人"), completed=True, note="不填则为“见原件”"),
    Field("demand", "整改要求", fields.text(5000),
          ("整改措施", "整改意见", "整改建议", "整改内容", "处理意见", "监督意见", "意见建议"), completed=True, wide=True,
          note="不填则为“见原件”"),
    Field("term", "整改期限", Cell(_term),
          ("整改时限", "期限", "时限", "反馈期限", "限期", "完成时限", "要求完成时间", "到期日"), completed=True,
          note="如 30日、10个工作日，或者写明的某日；同一文书各行可以不同；不填则按文种"),
    Field("delivered_on", "送达日期", fields.day, ("送达时间", "签收日期"), completed=True, note="不填则为成文日期"),
    Field("posted_on", "交邮日期", fields.day, POSTED_ALSO, completed=True, note=POSTED_NOTE),
    Field("replied_on", "反馈日期", fields.day,
          ("反馈时间", "回复日期", "回复时间", "收文日期", "报告日期"), completed=True,
          note="不填的，所列问题全部销号时为最早的销号日期"),
    Field("reply_number", "反馈文号", fields.text(60), ("来文文号", "回复文号"), completed=True),
)  # fmt: skip
OF_END = (
    Field("reply", "整改情况", fields.text(5000),
          ("整改完成情况", "整改落实情况", "整改结果", "整改进展", "落实情况", "完成情况", "反馈情况", "办理结果"),
          completed=True, wide=True),
    Field("conclusion", "结论", CONCLUSION,
          ("是否整改到位", "整改是否到位", "是否整改", "是否完成", "是否完成整改", "是否销号", "整改状态", "核查结论", "状态"),
          completed=True, note="列入文书且有销号日期的，不填则为已整改；没有文书的填立行立改或者无法纠正"),
    Field("ended_on", "销号日期", fields.day,
          ("销号时间", "完成时间", "完成日期", "整改完成时间", "整改完成日期", "实际完成时间", "办结日期", "了结日期"),
          completed=True, note="没有了结的不填，之后在系统内办理"),
)  # fmt: skip
ESTABLISHED = Field("established_on", "认定日期", fields.day, ("认定时间", "确认日期"), completed=True,
                    note="不填则为发现日期")  # fmt: skip
FIELDS = (
    *(replace(one, completed=True) if one.name == "handler" else one for one in OF_PROBLEM),
    ESTABLISHED,
    *OF_PAPER,
    *OF_END,
)
LABELS = {one.name: one.label for one in FIELDS}
OF_WHOLE = tuple(one.name for one in OF_PAPER if one.name not in ("number", "demand"))
DAYS = (
    "found_on",
    "established_on",
    "signed_on",
    "delivered_on",
    "posted_on",
    "replied_on",
    "ended_on",
)
