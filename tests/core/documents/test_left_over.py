"""A few characters of page 1 do not begin the signature's page: seen in a 撤销决定书, a 监督通知书, a 工作通知.

Such a page has little else; read from the placed text, with limits written from the issue.
"""

from collections.abc import Callable

import pytest

from supervision.core.documents.checker import check
from supervision.core.documents.fitting import fitted, frozen, set_paper
from supervision.core.documents.model import Attachment, Paper, Paragraph
from supervision.core.documents.pdf import render
from supervision.core.documents.sheet import Sheet
from supervision.core.documents.typeset import typeset
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official
from tests.core.documents.test_fit import body, within_limits

MAKES = [official, letter, plain]
REASON = "第二项所列问题经核查由其他单位的执法人员造成，认定事实有误。"  # 30 characters: four on line two
CEASES = "《行政执法监督整改通知书》（示司监改〔2026〕1号）自本决定书送达之日起不再执行，所列事项不需要再办理和反馈。"
REVOKED = "经核查，本机关2026年2月25日制发的《行政执法监督整改通知书》（示司监改〔2026〕1号）存在下列情形，决定予以撤销："
VIEW = "对认定的事实有不同意见的，请在反馈时一并书面说明，并附有关材料。"  # six on line two
CONTACT = "联系人：示例人员甲，联系电话：0000-0000000。"
ANNEX = Attachment("行政执法监督问题清单", (Paragraph("见表。"),))


def _left_over(paper: Paper, sheets: list[Sheet]) -> str:
    """The short line, that ends a paragraph, with which a page of less than a quarter of text begins."""
    ends = {one.text for one in paper.blocks if isinstance(one, Paragraph)}
    for sheet in sheets[1:]:
        lines = body(sheet)
        if not lines or len(lines) > 6:
            continue
        first = lines[0]
        if len(first) <= 7 and first not in ends and any(end.endswith(first) for end in ends):
            return first
    return ""


def _paper(make: Callable[..., Paper], *texts: str, **given: object) -> Paper:
    return make(blocks=tuple(Paragraph(text) for text in texts), **given)


def test_of_a_short_revocation_the_paragraph_stays_whole() -> None:
    """“实有误。” stood above the last paragraph on page 2, six rows of page 1 were empty."""
    paper = _paper(official, REVOKED, REASON, CEASES)
    first, second, *_ = set_paper(paper)
    assert body(first)[-1] == "实有误。"
    assert "".join(body(second)) == CEASES
    report = check(render(frozen(paper)).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("annexes", [(), (ANNEX,)])
def test_the_signature_takes_no_few_characters_along(
    make: Callable[..., Paper], annexes: tuple[Attachment, ...]
) -> None:
    found = []
    for lines in range(23):
        texts = ["请认真整改。"] * lines + [VIEW, CONTACT]
        paper = _paper(make, *texts, attachments=annexes)
        if _left_over(paper, set_paper(paper)):
            found.append(lines)
            for fit in (
                within_limits()
            ):  # whatever is set otherwise leaves it, or page 1 with less than three lines
                tried = typeset(paper, fit)
                whole = not _left_over(paper, tried.sheets) and all(
                    one.lines for one in tried.sheets
                )
                assert not whole or tried.begun < 3, (lines, fit)
    assert len(found) <= 1, found


@pytest.mark.parametrize("make", MAKES)
def test_nor_does_a_longer_paper_leave_them_over_by_itself(make: Callable[..., Paper]) -> None:
    """Seen in a joint opinion: page 2 was full to its last row, two annexes behind it; one line more goes over."""
    warned = "逾期未整改或者整改不到位的，我局将依照有关规定处理。"
    for lines in range(22, 42):
        texts = ["请认真整改。"] * lines + [VIEW, warned, "联系人：示例人员甲。"]
        paper = _paper(make, *texts, attachments=(ANNEX, ANNEX))
        assert not _left_over(paper, set_paper(paper)), lines


@pytest.mark.parametrize("make", MAKES)
def test_a_paper_of_whole_lines_is_set_as_before(make: Callable[..., Paper]) -> None:
    for lines in range(1, 23):
        paper = _paper(make, *(["请认真整改。"] * lines))
        assert fitted(paper).kept in (2, 3)
