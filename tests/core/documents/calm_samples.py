"""Papers for what the fifth rules do: a 文号 at a line's end, an annex that begins with a table on its side, a signature
that would have a page to itself. Not among `papers`, whose marks of earlier rules are kept by digests.
"""

from collections.abc import Iterator
from dataclasses import replace

from supervision.core.documents.model import Attachment, Paper, Paragraph
from tests.core.documents.samples import (
    OPENING,
    TEXTS,
    attachments,
    letter,
    official,
    problem_table,
)

TURNED = replace(problem_table(9), landscape=True)
NOTE = Paragraph("注：以上情况截至2026年9月1日。")
URGED = (
    "请你单位明确负责人和责任人，自收到本函之日起10个工作日内办结上述事项，并将办理结果函告我局；"
    "未按期办结的原因请一并说明。"
)
HAN = (
    "经核查示例市市场监督管理局在行政执法工作中没有按照规定对当事人的陈述和申辩进行复核也没有告知有关权利"
    "请对照检查并将结果报送我局同时开展自查自纠完善有关制度规范执法行为切实维护企业和群众合法权益"
)
NUMBER = "（示司监改〔2026〕1号）"
AFTER = "要求立即改正并书面报告有关情况，逾期不改正的将依照有关规定处理。"


def numbered(before: int) -> str:
    """A paragraph with that many characters before its 文号."""
    return f"{HAN[:before]}{NUMBER}{AFTER}"


def saved(make: object = letter, annexes: int = 1, lines: int = 23) -> Paper:
    """Text, 附件说明 and signature that need 10 mm more than the page has."""
    blocks = (Paragraph(OPENING), *(Paragraph("请认真整改。") for _ in range(lines)))
    return make(blocks=blocks, attachments=attachments(2)[2 - annexes :])  # type: ignore[operator]


def calm_papers() -> Iterator[tuple[str, Paper]]:
    """By name."""
    many = tuple(Paragraph(numbered(before)) for before in (30, 48, 60, 75))
    for make in (official, letter):
        kind = make.__name__
        yield f"{kind}-whole", make(blocks=(Paragraph(URGED), *many))
        alone = Attachment("案卷评查情况汇总表", (TURNED,))
        yield f"{kind}-turned-annex", make(attachments=(alone,))
    noted = Attachment("案卷评查情况汇总表", (TURNED, NOTE))
    mixed = Attachment("检查情况", (TURNED, *(Paragraph(text) for text in TEXTS), problem_table(3)))
    yield "official-turned-annex-2", official(attachments=(noted, attachments(2)[1]))
    yield "letter-turned-annex-3", letter(attachments=(noted, mixed))
    yield "letter-saved", saved()
