"""Invented navigation, ledger rows and error context for the gallery."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace as Row

from supervision.core.verbs import Button

NAVIGATION = [
    ("", [("工作台", "home", "house", None), ("整改台账", "ledger", "table", 38)]),
    (
        "监督",
        [
            ("监督行动", "actions", "flag", 3),
            ("线索与转办件", "clues", "inbox", 5),
            ("发现问题", "problems", "exclamation-diamond", 78),
            ("约谈", "interviews", "chat-square-text", 6),
            ("移交移送", "referrals", "send", 34),
        ],
    ),
    (
        "文书",
        [
            ("文书", "paper", "file-earmark-text", 20),
            ("待我签发", "sign", "pen", 2),
        ],
    ),
    (
        "结果",
        [
            ("年度数据", "year", "bar-chart", None),
            ("名册", "roster", "people", None),
            ("设置", "settings", "sliders", None),
        ],
    ),
]


def navigation(*, active: str) -> list[Row]:
    """Return the navigation groups with the entry named `active` marked."""
    return [
        Row(
            label=label,
            entries=[
                Row(label=name, url=f"/{slug}", icon=icon, count=n, active=slug == active)
                for name, slug, icon, n in entries
            ],
        )
        for label, entries in NAVIGATION
    ]


def _light(tone: str, label: str, detail: str | None) -> Row:
    return Row(tone=tone, label=label, detail=detail, due=date(2023, 7, 11), provisional=False)


ROW_FIELDS = [
    "unit", "problem", "case", "paper", "delivered", "due", "light", "nudged", "reply", "conclusion", "handler",
]  # fmt: skip


def _row(number: int, *cells: object) -> Row:
    return Row(id=number, **dict(zip(ROW_FIELDS, cells, strict=True)))


ROWS = [
    _row(1, "市城市管理综合执法局", "行政处罚决定书未载明申请复议期限", "示城罚〔2023〕118号 占道经营案",
         "示司监意〔2023〕7号", "2023-06-12", "2023-07-11", _light("near", "临期", "剩 1 个工作日"),
         "电话 07-08", "已反馈 3/4", "部分整改", "周某某"),
    _row(2, "市卫生健康委员会", "同一企业 30 日内被重复检查 4 次", "检查记录 2023-05",
         "示司监改〔2023〕5号", "2023-06-05", "2023-07-05", _light("overdue", "逾期", "逾 2 个工作日"),
         "催办 07-06", "未反馈", None, "周某某"),
    _row(3, "市市场监督管理局", "案卷缺少听证告知程序材料", "示市监处〔2023〕47号",
         "示司监改〔2023〕4号", "2023-06-01", "2023-07-14", _light("active", "办理中", "剩 4 个工作日"),
         None, "已反馈 5/5", "待核查", "李某某"),
    _row(4, "市交通运输局", "罚款数额超出裁量基准上限", "示交罚〔2023〕203号 超限运输案",
         "示司监意〔2023〕6号", "2023-05-30", "2023-07-20", _light("active", "办理中", "剩 8 个工作日"),
         None, "办理中", None, "李某某"),
    _row(5, "市应急管理局", "现场检查笔录无第二名执法人员签名", "示应检〔2023〕31号",
         "示司监改〔2023〕3号", "2023-05-22", "2023-06-21", _light("active", "办理中", "延至 07-07"),
         None, "退回补充", "部分整改", "王某某"),
    _row(6, "市农业农村局", "以责令改正代替行政处罚（以罚代管）", "示农责改〔2023〕9号",
         "示司监意〔2023〕5号", "2023-05-15", "2023-06-14", _light("done", "已销号", "06-12 办结"),
         None, "已反馈 3/3", "已整改", "王某某"),
    _row(7, "市文化广电和旅游局", "立案审批时间晚于调查取证时间", "示文立〔2023〕12号",
         "示司监改〔2023〕2号", "2023-05-10", "2023-06-09", _light("done", "已销号", "06-08 办结"),
         None, "已反馈 2/2", "已整改", "周某某"),
    _row(8, "市住房和城乡建设局", "执法公示信息超期未公开", "公示台账 2023-04",
         None, None, None, _light("draft", "待下发", None), None, None, None, "李某某"),
]  # fmt: skip

COLUMNS = [
    {"label": "单位", "sort": "?sort=unit"},
    {"label": "问题 / 所涉案件"},
    {"label": "文号"},
    {"label": "送达", "sort": "?sort=delivered"},
    {"label": "到期", "sort": "?sort=-due", "sorted": "asc"},
    {"label": "期限"},
    {"label": "最近催办"},
    {"label": "反馈"},
    {"label": "结论"},
    {"label": "承办人"},
    {"label": "操作", "quiet": True},
]


def _tab(label: str, count: int, *, active: bool = False, tone: str | None = None) -> Row:
    return Row(label=label, count=count, url="/ledger", active=active, tone=tone)


TABS = [
    _tab("在办", 38),
    _tab("本周到期", 6, tone="near"),
    _tab("逾期", 2, tone="overdue"),
    _tab("未签收", 1),
    _tab("待核查", 9),
    _tab("已销号", 31),
    _tab("全部", 78, active=True),
]

PAGE = Row(
    rows=ROWS,
    total="78",
    prev_url=None,
    next_url="/ledger?after=8",
    filters=[
        {
            "name": "action",
            "label": "监督行动",
            "value_label": "办事难专项监督",
            "remove_url": "/ledger",
        }
    ],
)


def _action(name: str, label: str, method: str = "POST", **flags: object) -> Button:
    return replace(Button(name, label, "/echo", method=method), **flags)  # type: ignore[arg-type]


BULK_ACTIONS = [_action("nudge", "催办"), _action("pass", "转给…"), _action("export", "导出所选")]
ACTIONS = [
    _action("verify", "提交核查结论", primary=True, consequence="4 条结论提交后由科室负责人确认。"),
    _action("nudge", "催办"),
    _action("extend", "申请延期", needs_reason=True),
    _action("edit", "登记来文", method="GET"),
    _action("void", "作废", dangerous=True, needs_reason=True,
            consequence="作废后文号保留、不再使用，也不计入年度数据。被监督单位会收到通知。"),
]  # fmt: skip
VIEWS = [
    Row(label="我的在办", url="/ledger", active=True),
    Row(label="城管系统", url="/ledger?unit=cg", active=False),
]
ERROR_CONTEXT = {
    "message": None,
    "back_url": "/ledger",
    "reference": "20230710-8F2C",
    "mine": [("问题", "未载明复议期限"), ("限办日期", "2023-07-11"), ("承办人", "周某某")],
    "theirs": [("问题", "未载明申请复议的期限"), ("限办日期", "2023-07-11"), ("承办人", "李某某")],
    "limit_label": "50 MB",
    "retry_after": 120,
}
