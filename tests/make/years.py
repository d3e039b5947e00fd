"""Sheets of an earlier year as a bureau keeps them: papers, interviews, referrals, clues already dealt with."""

from typing import Any

from tests.make.offices import Office

Rows = list[list[Any]]

PAPERS: Rows = [
    ["文种", "文号", "成文日期", "签发人", "被监督单位", "条目", "送达日期", "收文日期", "来文文号", "办结日期"],
    ["行政执法监督意见书", "示司监意[2023]7号", "2023年5月4日", "示例局长", "示例市甲局",
     "规范检查程序。\n建议：完善制度。", "2023-5-5", "2023-6-1", "示甲〔2023〕9号", "2023-6-9"],
    ["行政执法监督案件转办函", "示司监转函〔2023〕2号", "2023-7-3", "示例局长", "示例市甲局",
     "核查来信反映的事项。", "2023-7-4", "", "", ""],
]  # fmt: skip
INTERVIEWS: Rows = [
    ["约谈事由", "约谈日期", "约谈对象", "约谈人", "记录人", "通知书文号", "整改承诺", "承诺期限",
     "办结日期", "承诺落实情况"],
    ["整改不力", "2023-6-6", "张某，示例市甲局，副局长，证号示1，班子成员\n李某，示例市甲局", "{one}、{two}", "{three}",
     "示司监约〔2023〕1号", "限期整改", "2023-7-6", "2023-7-5", "已落实"],
    ["多次逾期", "2023-9-1", "王某,示例市甲局", "{one}，{two}", "{three}", "", "", "", "", ""],
]  # fmt: skip
REFERRALS: Rows = [
    ["方式", "接收机关", "事由", "移交日期", "函号", "问题清单", "回告期限", "接收日期", "回告日期", "处理结果",
     "知悉人员"],
    ["移交", "示例市委巡察办", "专项监督发现的问题", "2023-9-1", "示司监移函〔2023〕1号", "未告知听证权利", "10个工作日",
     "2023-9-4", "2023-9-12", "已处理", "{head}"],
    ["移交", "示例市委巡察办", "又一批问题", "2023-10-9", "", "", "", "", "", "", "{head}"],
]  # fmt: skip
CLUES: Rows = [
    ["来源", "事由", "收件日期", "来文编号", "受理日期", "办结日期", "核查结果", "已作处理", "处理情况", "回告日期"],
    ["省司法厅转办", "反映重复检查", "2023-3-1", "示转〔2023〕1号", "2023-3-2", "2023-4-3", "查实", "是",
     "已纠正", "2023-4-6"],
    ["12345", "反映不出示证件", "2023-5-1", "", "", "", "", "", "", ""],
]  # fmt: skip
SHEETS = {"papers": PAPERS, "interviews": INTERVIEWS, "referrals": REFERRALS, "clues": CLUES}


def bench(town: Office) -> dict[str, str]:
    """Two interviewers, a recorder and the section head of the town, by their marks in a sheet."""
    marks = {"one": "handler", "two": "signatory", "three": "second", "head": "reviewer"}
    return {mark: town.seats[seat].name for mark, seat in marks.items()}


def sheet(kind: str, seats: dict[str, str]) -> Rows:
    """The sheet of a kind with the town's people in it."""
    return [
        [cell.format(**seats) if "{" in str(cell) else cell for cell in row] for row in SHEETS[kind]
    ]
