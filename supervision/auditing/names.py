"""Chinese names of record types and fields, for people who read the trail without the records."""

from functools import cache

from supervision.core.db import Model

RECORDS = {
    "api_token": "接口令牌",
    "deputy": "代理",
    "extension": "延期",
    "import_batch": "表格导入",
    "objection": "异议",
    "publication": "已发布年度数据",
    "report_text": "报告段落",
    "saved_view": "保存的视图",
    "classified_paper": "涉密文件登记",
    "clue": "线索",
    "clue_identity": "来源人身份",
    "feed_token": "日程订阅",
    "interview": "约谈",
    "interview_paper": "约谈所涉文书",
    "interview_problem": "约谈所涉问题",
    "interview_seat": "约谈人员",
    "interviewee": "被约谈人",
    "referral": "移交移送",
    "referral_problem": "移交的问题",
    "referral_viewer": "知悉人员",
    "own_term": "内部时限",
    "reminder_policy": "提醒规则",
    "action_unit": "监督行动所涉单位",
    "attachment": "附件",
    "access": "登录和访问",
    "audit_event": "审计记录",
    "audit_head": "审计链",
    "body": "监督机构",
    "calendar_version": "工作日历",
    "calendar_notice": "放假通知",
    "local_holiday": "本地假日",
    "chase_event": "催办督办",
    "delivery": "送达",
    "paper_receipt": "签收",
    "dictionary_entry": "词条",
    "due_date": "期限",
    "due_date_change": "期限变更",
    "instrument": "文书",
    "instrument_item": "文书条目",
    "instrument_kind": "文书种类",
    "joint_document": "协作文件",
    "officer": "执法人员",
    "problem": "发现问题",
    "reply_round": "反馈",
    "review_note": "审核意见",
    "roster_entry": "名册",
    "setting": "系统设置",
    "supervision_action": "监督行动",
    "team_member": "监督人员",
    "text_version": "文书文本",
    "unit": "被监督单位",
    "unit_name": "单位曾用名",
    "user": "账号",
    "user_role": "账号角色",
    "second_factor": "两因子认证",
    "working_paper": "工作材料",
    "write_off_opinion": "销号意见",
    "leader": "签批领导",
}

_PLAIN = {
    "action_id": "监督行动",
    "author_ids": "起草人",
    "chased_how": "最近催办方式",
    "clue_id": "线索",
    "decided_at": "决定时间",
    "decided_by_id": "决定人",
    "decision_paper_id": "复查决定书",
    "deputy_id": "代理人",
    "due_date_id": "期限",
    "file_id": "文件",
    "imported_key": "导入行键",
    "in_hand": "是否在办",
    "instrument_id": "文书",
    "interview_id": "约谈",
    "item_id": "文书条目",
    "kind_id": "文种",
    "number": "次序",
    "reply_by_ids": "答复人",
    "officer_id": "执法人员",
    "owner_id": "所属记录",
    "owner_type": "所属记录类型",
    "paper_id": "所在文书",
    "parent_id": "上一件文书",
    "person_id": "被代理人",
    "problem_id": "问题",
    "referral_id": "移交",
    "reviewed_by_id": "审核人",
    "root_id": "所属事项",
    "said": "上次读取的内容摘要",
    "root_type": "所属事项类型",
    "roster_entry_id": "名册人员",
    "sha256": "校验值",
    "subject_id": "起因",
    "subject_type": "起因类型",
    "text": "正文",
    # how a large sheet is worked off
    "attempt": "第几次处理",
    "done": "已处理行数",
    "lease_until": "处理期限",
    "report": "处理结果",
    "run_by_id": "导入人",
    "initials": "拼音首字母",
    "body_id": "所属机关",
    "unit_id": "单位",
    "user_id": "账号",
    "key": "设置项",
    "path": "所在层级",
}


SEAL = {"row_seal": "记录摘要"}  # the system's own, and nothing to filter by


def record_name(table: str) -> str:
    """The name of a record type; a table without one shows as it is called in the store."""
    return {**RECORDS, **SEAL}.get(table, table)


def field_name(table: str, field: str) -> str:
    """The label of a changed field, as its column says."""
    return _labels().get((table, field), _PLAIN.get(field, field))


@cache
def _labels() -> dict[tuple[str, str], str]:
    return {
        (mapper.class_.__tablename__, attribute.key): attribute.columns[0].doc
        for mapper in Model.registry.mappers
        for attribute in mapper.column_attrs
        if attribute.columns[0].doc
    }
