"""The samples of docs/documents.md and of the kinds' preview are whole papers: nothing is announced and then not said."""

from dataclasses import replace

import pytest

from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.kinds.samples import sample_text
from tests.core.documents.checker.gallery import PAGE

CLOSING = ("《", "联系人：", "各单位要", "特此", "请你单位")


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.code)
def test_what_is_announced_is_said(kind: KindFacts) -> None:
    lines = sample_text(replace(kind, legal_basis="《示例规定》第三条")).split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        assert "【" not in line
        if line.endswith("："):
            assert below, line
            assert not below.startswith(CLOSING), (line, below)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("review_decision", "一、维持《行政执法监督整改通知书》（示司监改〔2026〕1号）。"),
        ("review_decision", "二、整改期限不变，仍为2026年4月20日（含当日）。"),
        ("decision", "一、责令你单位规范检查程序，开展一次自查。"),
        (  # nobody has looked into what is passed on
            "transfer_letter",
            "两名执法人员未出示执法证件。如情况属实，上述做法不符合《示例条例》有关规定。",
        ),
        (
            "referral_letter",
            "现将我局在示例专项监督行动中发现的下列2个问题移交你单位，请予研处：",
        ),
    ],
)
def test_the_docs_show_it(code: str, said: str) -> None:
    [kind] = [one for one in BUILT_IN if one.code == code]
    assert said in sample_text(kind)
    assert said in PAGE.read_text("utf-8")
