"""Permissions in Chinese, for the page on which administrators and auditors read who may do what."""

from supervision.core.access.policy import Permission

RECORDS = {
    "action": "监督行动",
    "clue": "线索与转办件",
    "problem": "发现问题",
    "instrument": "文书",
    "classified": "涉密文件登记",
    "extension": "延期",
    "objection": "异议",
    "interview": "约谈",
    "referral": "移交移送",
    "roster": "名册",
    "agency": "单位与人员",
    "figures": "年度数据",
    "search": "搜索",
    "data": "数据导入导出",
    "handover": "工作交接",
    "dictionary": "词表",
    "kind": "文书种类",
    "calendar": "工作日历",
    "settings": "系统设置",
    "jobs": "后台任务",
    "account": "账号与角色",
    "audit": "审计",
}
_VERBS = {
    "view": "查看",
    "record": "登记",
    "approve": "审批",
    "approve_heads": "审批（含部门负责人）",
    "accept": "受理",
    "submit": "提交",
    "establish": "认定",
    "confirm": "确认认定和销号",
    "draft": "拟稿",
    "review": "审核",
    "sign": "签发",
    "register": "登记线下签批和来文",
    "deliver": "送达",
    "receive": "签收",
    "reply": "反馈",
    "confirm_reply": "确认反馈",
    "verify": "核查",
    "close": "办结",
    "void": "作废",
    "ask": "申请",
    "grant": "批准首次",
    "grant_further": "批准再次",
    "raise": "提出",
    "decide": "决定",
    "edit": "编辑",
    "publish": "发布",
    "use": "使用",
    "export": "导出",
    "import": "导入",
    "do": "办理",
    "apply": "应用调整",
    "manage": "管理",
    "read": "查阅",
}


def permission_name(permission: Permission) -> tuple[str, str]:
    """Record and verb of a permission: ("文书", "签发"). KeyError when one has no name yet."""
    record, _, verb = permission.value.partition(":")
    return RECORDS[record], _VERBS[verb]


def by_record() -> list[tuple[str, list[tuple[Permission, str]]]]:
    """All permissions grouped by what they are about, in the order of the policy."""
    groups: dict[str, list[tuple[Permission, str]]] = {}
    for permission in Permission:
        record, verb = permission_name(permission)
        groups.setdefault(record, []).append((permission, verb))
    return list(groups.items())
