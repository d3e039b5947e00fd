"""Texts of a kind: `{slot}` from a fixed list, and `〔…{slot}…〕` that falls away where the slot is empty.

Replaced as plain text, once; nothing can be executed. An empty slot outside 〔〕 leaves a mark that is
shown in red and refused at submission.
"""

import re
from collections.abc import Mapping

from supervision.core.errors import DomainError

SLOTS = {
    "发文机关": "示例市司法局",
    "我局": "我局",
    "被监督单位": "示例市第一示范局",
    "你单位": "你单位",
    "文种": "行政执法监督意见书",
    "本文书": "本意见书",
    "依据": "《示例省行政执法监督规定》有关规定",
    "行动名称": "示例专项监督行动",
    "监督时间": "2026年3月1日至20日",
    "检查经过": "我局于2026年3月1日至3月20日在示例专项监督行动中，采取抽查方式，指派监督人员示例人员乙、示例人员丙，"
    "对你单位行政执法工作进行了监督检查。",
    "来件经过": "2026年3月2日，我局收到示例省司法厅转来的有关事项一件（示例转〔2026〕8号）。",
    "意见引语": "经查，你单位行政执法工作中存在以下问题，现提出监督意见：",
    "落实语": "完成整改，并将整改情况书面报送",
    "反馈要求": "反馈材料应当逐条说明整改措施、整改结果和完成时间，附有关证明材料，加盖公章后报送。",
    "建议语": "对其中的建议，未采纳或者部分采纳的，请说明理由。",
    "问题清单": "附件1",
    "期限": "30日",
    "期限语": "自收到本意见书之日起30日内",
    "退回期限": "5个工作日",
    "到期日": "2026年4月17日",
    "条数": "2",
    "问题数量": "2个",
    "类别概述": "程序、案卷等2个问题",
    "问题概况": "问题2个，其中程序方面1个、案卷方面1个",
    "前文": "《行政执法监督整改通知书》（示司监改〔2026〕1号）",
    "前文日期": "2026年3月1日",
    "前文期限": "2026年4月20日",
    "事项性质": "整改",
    "期满情况": "未整改到位",
    "前文要求": "完成整改并书面反馈",
    "退回情况": "你单位反馈后，我局于2026年4月10日退回补充整改，要求于2026年4月17日前（含当日）再次反馈。",
    "未办结情况": "该通知书所列2项均未整改到位",
    "催办情况": "催办2次（最近一次为2026年4月10日，电话）",
    "申请日期": "2026年3月9日",
    "复查安排": "指定未参与原监督事项的人员进行复查",
    "今日": "2026年4月21日",
    "决定缘由": "2026年3月1日，本机关向你单位发出《行政执法监督整改通知书》（示司监改〔2026〕1号），"
    "要求于2026年4月20日前（含当日）完成整改并书面反馈。期限届满后，你单位未整改到位。",
    "异议语": "对认定的事实有不同意见的，请在反馈时一并书面说明，并附有关材料。",
    "复查语": "你单位对本决定有异议的，可以自收到本决定书之日起10个工作日内，向示例市人民政府书面申请复查，"
    "说明理由并附有关材料。复查期间，本决定不停止执行。",
    "后果语": "逾期未整改或者整改不到位的，我局将依照有关规定处理。",
    "后果依据": "有关规定",
    "联系人": "示例人员甲",
    "电话": "0000-0000000",
    "联系方式": "联系人：示例人员甲，联系电话：0000-0000000。",
    "量词": "条",
    "约谈事由": "整改不力",
    "约谈时间": "2026年4月1日9时",
    "约谈身份": "有关负责人",
    "约谈地点": "示例市司法局会议室",
    "约谈对象": "示例人员甲",
    "约谈人员": "示例人员乙、示例人员丙；记录人：示例人员丁",
    "约谈内容": "检查未出示执法证件；涉及《行政执法监督整改通知书》（示司监改〔2026〕1号）",
    "听取意见": "你单位未提出意见。",
    "证据名称": "检查记录、案卷",
    "决定理由": "上述行为不符合《示例条例》有关规定。",
    "异议理由": "认定的事实有出入。",
    "查明的事实": "认定的事实清楚，有检查记录、案卷等证据证明。",
    "移交方式": "移交",
    "移交事由": "行政执法监督中发现的有关问题",
    "移交依据": "示例工作机制",
    "移交清单": "一、示例市第一示范局：检查未出示执法证件。两名执法人员检查时未出示执法证件。\n"
    "二、示例市第一示范局：案卷归档不及时。部分案卷办结后超过三个月未归档。",
    "回告要求": "处理结果请自收到本函之日起10个工作日内函告我局。",
}
_SLOT = re.compile(r"\{([^{}]*)\}")
_PHRASE = re.compile(r"〔([^〔〕]*\{[^〔〕]*)〕")
GAP = re.compile(r"【待补：([^】]*)】")


def check(template: str, *, field: str) -> None:
    """DomainError when `template` names an unknown slot or has a stray brace."""
    for name in _SLOT.findall(template):
        if name not in SLOTS:
            message = f"没有名为“{name}”的占位符，可用：{'、'.join(SLOTS)}"
            raise DomainError(message, field=field)
    if re.search(r"[{}]", _SLOT.sub("", template)):
        message = "花括号不成对"
        raise DomainError(message, field=field)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its slots replaced once; a value's own braces stay as they are."""
    whole = _PHRASE.sub(lambda phrase: _if_filled(phrase.group(1), values), template)
    return _SLOT.sub(lambda slot: values.get(slot.group(1)) or gap(slot.group(1)), whole)


def _if_filled(phrase: str, values: Mapping[str, str]) -> str:
    return phrase if all(values.get(name) for name in _SLOT.findall(phrase)) else ""


def gap(name: str) -> str:
    """What stands where a slot has nothing to say."""
    return f"【待补：{name}】"


def gaps(text: str) -> list[str]:
    """The slots that had nothing to say, by name."""
    return list(dict.fromkeys(GAP.findall(text)))


def typed_slots(text: str) -> list[str]:
    """The slots that stand in a person's own words as they are written in a kind's text."""
    return list(dict.fromkeys(name for name in _SLOT.findall(text) if name in SLOTS))


def sample(template: str) -> str:
    """The template filled with sample data, for the editor's preview."""
    return fill(template, SLOTS)
