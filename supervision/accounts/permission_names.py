"""Permissions in Chinese, for the page on which administrators and auditors read who may do what."""

from collections.abc import Mapping

from supervision.core.access.policy import Permission
from supervision.core.access.records import Record

VERBS = {
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
    "confirm_signature": "确认线下签批",
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
    "pause": "中止期限",
    "set": "设定",
    "raise": "提出",
    "decide": "决定",
    "edit": "编辑",
    "word": "修改文字、依据和期限",
    "confirm_words": "确认文字、依据和期限",
    "publish": "发布",
    "use": "使用",
    "export": "导出",
    "import": "导入",
    "do": "办理",
    "take": "确认接交",
    "apply": "应用调整",
    "open": "开设和维护",
    "manage": "授权、停用和重置口令",
    "confirm_reform": "确认撤并、更名和恢复",
    "confirm_rights": "确认授权、停用和重置",
    "read": "查阅",
}


Records = Mapping[str, Record]


def permission_name(permission: Permission, records: Records) -> tuple[str, str]:
    """Record and verb of a permission: ("文书", "签发"). KeyError when one has no name yet."""
    record, _, verb = permission.value.partition(":")
    return records[record].label, VERBS[verb]


def by_record(records: Records) -> list[tuple[str, list[tuple[Permission, str]]]]:
    """All permissions grouped by what they are about, in the order of the policy."""
    groups: dict[str, list[tuple[Permission, str]]] = {}
    for permission in Permission:
        record, verb = permission_name(permission, records)
        groups.setdefault(record, []).append((permission, verb))
    return list(groups.items())
