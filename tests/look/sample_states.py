"""Invented data for the components that have states: a term in each of its, what waits, own terms, notes, choices of columns."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace as Row

from tests.look.sample_paper import LIGHT, weeks

WHY = Row(
    provisional=False,
    sentences=["6月12日签收，当日不算，从6月13日起算。", "20个工作日，最后一日为7月11日。"],
    rows=weeks(),
    answer="2023-07-11",
    basis=["《示例条例》有关规定"],
    layers=["国务院办公厅2023年放假通知"],
    calendar_version=3,
)


def _due(state: str, **more: object) -> Row:
    row = Row(
        due=date(2023, 7, 11), closed_on=more.get("closed_on"), state=Row(value=state),
        stop_basis="等待鉴定结论",
    )  # fmt: skip
    return Row(
        row=row, standstill=more.get("standstill", ""), provisional=bool(more.get("provisional")),
        light=more.get("light"), changes=more.get("changes", []), why=WHY, sheet_url=more.get("sheet_url"),
    )  # fmt: skip


MET = Row(tone="done", label="办结", detail="", due=date(2023, 7, 11), provisional=False)
DUES = [
    ("办理中", _due("running", sheet_url="#", light=LIGHT)),
    ("已延期、暂定", _due("running", provisional=True, light=LIGHT, changes=[
        Row(old_due="2023-07-04", new_due="2023-07-11", reason="须另行取证")])),
    ("已中止", _due("running", standstill="自2023年7月3日起中止，恢复后剩6个工作日。")),
    ("已办结", _due("done", closed_on=date(2023, 7, 10), light=MET)),
    ("已终止", _due("ended", closed_on=date(2023, 7, 10))),
]  # fmt: skip


def _task(label: str, age: int | None, *, light: object = None, long: bool = False) -> Row:
    return Row(label=label, url="#", detail="示例市甲局", age=age, waits_long=long, light=light)


WAITING = [
    Row(title="待我审核", url="#", counted="12", count=12, hint="最早的在前",
        tasks=[_task("示司监意〔2023〕7号", 0), _task("示司监意〔2023〕8号", 6, long=True)]),
    Row(title="到期", url="#", counted="1", count=1, hint="", tasks=[_task("反馈期限", None, light=LIGHT)]),
]  # fmt: skip
OWN_TERMS = [
    Row(title="审核", due="2023-07-11", light=LIGHT, begun="2023-07-06", event="提交审核", days=3)
]
COLUMN_CHOICES = [
    Row(label="单位", url="#", shown=True),
    Row(label="承办人", url="#", shown=False),
]
