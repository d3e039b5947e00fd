"""Titles are broken by meaning into allowed shapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.title import LONGEST, measure, title_lines, well_shaped
from tests.support.properties import examples

TITLES = (
    "示例市司法局行政执法监督意见书",
    "示例市司法局关于转办行政执法投诉举报事项的函",
    "示例市司法局关于开展2026年度涉企行政执法专项监督检查情况的通报",
    "示例市司法局关于印发《示例市规范涉企行政检查专项行动实施方案》的通知",
    "示例市司法局关于对示例市生态环境综合行政执法支队未按规定落实行政执法全过程记录制度等问题的行政执法监督意见书",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_a_trapezium_or_a_rhombus_and_keeps_its_words(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert well_shaped([measure(line) for line in lines])
    assert max(measure(line) for line in lines) <= LONGEST
    assert not any(line[0] in "的了和与及、，。）》" for line in lines)


def test_a_title_breaks_after_the_unit_and_not_inside_a_word():
    assert title_lines("示例市司法局关于转办行政执法投诉举报事项的函") == [
        "示例市司法局",
        "关于转办行政执法投诉举报事项的函",
    ]


def test_an_hourglass_is_not_allowed():
    assert not well_shaped([10, 6, 10])
    assert well_shaped([6, 10, 8])


def test_a_line_feed_typed_by_a_person_is_kept():
    assert title_lines("示例市司法局\n行政执法监督意见书") == ["示例市司法局", "行政执法监督意见书"]


def test_a_title_of_200_characters_is_refused_with_its_length():
    with pytest.raises(DocumentError, match="标题有200字"):
        title_lines("长" * 200)


@examples(60)
@given(
    st.lists(
        st.sampled_from(
            ["行政执法", "监督", "关于", "的", "《办法》", "示例市", "2026年", "和", "通知"]
        ),
        min_size=1,
        max_size=18,
    ).map("".join)
)
def test_no_title_loses_a_character(title):
    assert "".join(title_lines(title)) == title
