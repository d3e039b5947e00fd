"""One invented paper for the gallery: steps, items, calendar, timeline, files."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace as Row

from supervision.core import deadlines
from supervision.core.stages import Reached

SHANGHAI = timezone(timedelta(hours=8))
LIGHT = Row(
    tone="near", label="临期", detail="剩 1 个工作日", due=date(2023, 7, 11), provisional=False
)

STEPS = [
    Row(label="拟稿", detail="05-29 周某某", state=Reached.DONE),
    Row(label="审核", detail="05-31 李某某", state=Reached.DONE),
    Row(label="签发", detail="06-02 线下签批", state=Reached.DONE),
    Row(label="送达", detail="06-12 签收", state=Reached.DONE),
    Row(label="反馈", detail="07-05 第 1 次", state=Reached.DONE),
    Row(label="核查", detail="进行中", state=Reached.CURRENT),
    Row(label="办结", detail=None, state=Reached.TODO),
]


def _item(*cells: object) -> Row:
    return Row(
        **dict(zip(("id", "kind", "demand", "reply", "evidence", "result"), cells, strict=True))
    )


ITEMS = [
    _item(1, "纠正类", "卷宗示城罚〔2023〕118号未载明申请复议的期限，应自行纠正并补正送达。",
          "已补正并于 06-28 重新送达当事人", ["补正决定书.pdf", "送达回证.jpg"], Row(label="已整改", tone="done")),
    _item(2, "纠正类", "对 3 起同类案件自查，逐案说明处理情况。",
          "已自查 3 起，其中 1 起尚在公告送达", ["自查报告.docx"], Row(label="部分整改", tone="near")),
    _item(3, "建议类", "修订《行政处罚文书制作规范》，明确救济途径条款。",
          "采纳，已印发修订稿", ["示城管〔2023〕21号.pdf"], Row(label="采纳", tone="done")),
    _item(4, "建议类", "对文书制作人员开展一次专题培训。",
          "拟于 7 月 14 日组织", [], Row(label="待核查", tone="draft")),
]  # fmt: skip
ITEM_COLUMNS = [
    {"label": "序号", "num": True}, {"label": "类别"}, {"label": "意见与要求"},
    {"label": "单位答复"}, {"label": "佐证"}, {"label": "核查结论"},
]  # fmt: skip


def _at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2023, month, day, hour, minute, tzinfo=SHANGHAI)


def _entry(at: datetime, text: str, actor: str | None = None, **more: object) -> Row:
    return Row(
        at=at, text=text, actor=actor, changes=more.get("changes", []), reason=more.get("reason")
    )


TIMELINE = [
    _entry(_at(7, 8, 10, 12), "电话催办", "周某某"),
    _entry(_at(7, 5, 16, 40), "收到反馈 4 条", "代录"),
    _entry(_at(6, 20, 9, 5), "修改联系人", "周某某", changes=[("联系人", "陈某", "陈某某"), ("电话", "", "0000-123456")]),
    _entry(_at(6, 12, 9, 30), "签收，期限开始"),
    _entry(_at(6, 2, 15, 5), "签发，取得文号，归档 PDF"),
    _entry(_at(5, 31, 11, 20), "审核通过", "李某某"),
    _entry(_at(5, 30, 17, 2), "退回修改", "李某某", reason="第二条要求写明自查的起止时间"),
]  # fmt: skip

LETTERS = [
    Row(on="06-02", text="线下签批：局长签发，发文稿纸", files=["签批扫描件.pdf"], by="周某某 登记"),
    Row(on="06-12", text="公文交换送达，综合科 陈某签收", files=["送达回证.pdf"], by="周某某 登记"),
    Row(on="07-05", text="来文：示城管函〔2023〕16号 整改情况报告", files=["来文扫描件.pdf", "反馈表.docx"], by="代录反馈"),
]  # fmt: skip

FILES = [
    Row(name="补正决定书.pdf", url="#", size_label="412 KB", note="2023-06-28 形成", warning=None),
    Row(name="现场照片.jpg", url="#", size_label="2.1 MB", note="整改后", warning="同一照片已用于示司监改〔2023〕3号"),
]  # fmt: skip


def weeks() -> list[deadlines.Row]:
    """Return the picture of 20 working days from 2023-06-12."""
    term = deadlines.Term(20, deadlines.Unit.WORKDAY)
    return deadlines.picture(deadlines.compute(date(2023, 6, 12), term, deadlines.seed_calendar()))
