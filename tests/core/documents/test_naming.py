"""Several 主送 and 抄送 as an office writes them: 同类机关用顿号，不同类机关用逗号."""

import pytest

from supervision.core.documents.checker import check
from supervision.core.documents.fit import Fit
from supervision.core.documents.naming import listed
from supervision.core.documents.pdf import render
from supervision.core.documents.typeset import text_of, typeset
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official

MADE = (official, letter, plain)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("示例市公安局", "示例市财政局"), "示例市公安局、示例市财政局"),
        (("示例市公安局", "示例市发展和改革委员会", "示例市政府办公室"), "示例市公安局、示例市发展和改革委员会、示例市政府办公室"),
        (("示例县人民政府", "示例区人民政府", "示例市公安局"), "示例县人民政府、示例区人民政府，示例市公安局"),
        (("示例市委宣传部", "示例市委政法委", "示例市公安局"), "示例市委宣传部、示例市委政法委，示例市公安局"),
        (("示例市卫生健康委员会", "示例市委组织部"), "示例市卫生健康委员会，示例市委组织部"),
        (("示例市中级人民法院", "示例市人民检察院", "示例市公安局"), "示例市中级人民法院、示例市人民检察院，示例市公安局"),
        (("各县、区人民政府", "市政府各委、办、局"), "各县、区人民政府，市政府各委、办、局"),
        (("各县、区人民政府", "示例开发区管委会"), "各县、区人民政府，示例开发区管委会"),
        (("示例市公安局",), "示例市公安局"),
        ((), ""),
    ],
)  # fmt: skip
def test_alike_by_a_mark_of_enumeration_others_by_a_comma(
    names: tuple[str, ...], said: str
) -> None:
    assert listed(names) == said


@pytest.mark.parametrize("make", MADE)
def test_a_paper_prints_them_so_and_the_checker_reads_them(make) -> None:  # type: ignore[no-untyped-def]
    sent, copied = (
        ("示例市公安局", "示例市财政局"),
        ("示例市委宣传部", "示例市公安局", "示例市财政局"),
    )
    paper = make(addressees=sent, copies_to=copied)
    pages = "".join(line for page in text_of(typeset(paper, Fit()).sheets) for line in page)
    assert "示例市公安局、示例市财政局：" in pages
    assert "示例市委宣传部，示例市公安局、示例市财政局。" in pages
    assert not check(render(paper).pdf, record=paper).failures


def test_what_was_frozen_before_keeps_its_commas() -> None:
    paper = official(addressees=("示例市公安局", "示例市财政局"))
    pages = "".join(line for page in text_of(typeset(paper, Fit(rules=4)).sheets) for line in page)
    assert "示例市公安局，示例市财政局：" in pages
