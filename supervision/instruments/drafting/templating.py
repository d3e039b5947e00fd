"""Template texts: `{占位符}` from a fixed list, replaced as plain text; nothing can be executed."""

import re
from collections.abc import Mapping

from supervision.core.errors import DomainError

PLACEHOLDERS = {
    "发文机关": "示例市司法局",
    "被监督单位": "示例市第一示范局",
    "文种": "行政执法监督意见书",
    "行动名称": "示例专项监督行动",
    "监督时间": "2026年3月1日至3月20日",
    "依据": "有关规定",
    "期限": "30日",
    "到期日": "2026年4月20日",
    "条数": "3",
    "前文": "《行政执法监督整改通知书》（示司监改〔2026〕1号）",
    "约谈事由": "整改不力",
    "约谈时间": "2026年4月1日9时",
    "约谈地点": "示例市司法局会议室",
    "约谈对象": "示例人员甲",
    "移交方式": "移交",
    "移交事由": "行政执法监督中发现的有关问题",
    "移交清单": "一、示例问题。",
    "回告要求": "处理结果请于收到本函之日起10个工作日内函告示例市司法局。",
}
_SLOT = re.compile(r"\{([^{}]*)\}")


def check(template: str, *, field: str) -> None:
    """DomainError when `template` names an unknown placeholder or has a stray brace."""
    for name in _SLOT.findall(template):
        if name not in PLACEHOLDERS:
            message = f"没有名为“{name}”的占位符，可用：{'、'.join(PLACEHOLDERS)}"
            raise DomainError(message, field=field)
    if re.search(r"[{}]", _SLOT.sub("", template)):
        message = "花括号不成对"
        raise DomainError(message, field=field)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced once; a value's own braces stay as they are."""
    return _SLOT.sub(lambda slot: values.get(slot.group(1), ""), template)


def sample(template: str) -> str:
    """The template filled with sample data, for the editor's preview."""
    return fill(template, PLACEHOLDERS)
