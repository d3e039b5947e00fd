"""What is refused is marked in the cell that holds it: by the kind's own rule, or by the verb that was to carry it out."""

import pytest

from tests.make import sheets, years
from tests.make.imported import checked
from tests.make.offices import found_office
from tests.support.work import Inside

ONE = years.PAPERS[:2]
LATE = "2023-5-3"  # the day before its 成文日期


def _marked(inside: Inside, heading: str, said: str) -> list[tuple[int, str, str]]:
    """Row, heading of the column, and what is said, of the one paper with this in that column."""
    headings = [*ONE[0]] if heading in ONE[0] else [*ONE[0], heading]
    paper = dict(zip(ONE[0], ONE[1], strict=True)) | {heading: said}
    with inside():
        batch = checked(
            found_office(), sheets.xlsx([headings, [paper[one] for one in headings]]), "papers"
        )
        return [(row, headings[place - 1], why) for row, place, why in batch.report["marks"]]


@pytest.mark.parametrize(
    ("heading", "said", "why"),
    [
        ("送达方式", "留置送达", "留置"),
        ("送达日期", LATE, "成文日期"),
        ("标题", "题" * 201, "最多200个字"),
    ],
)
def test_a_past_paper_is_refused_in_its_column(
    inside: Inside, heading: str, said: str, why: str
) -> None:
    marked = _marked(inside, heading, said)
    assert [(row, where) for row, where, _ in marked] == [(2, heading)], marked
    assert why in marked[0][2]


def test_a_title_of_two_hundred_characters_is_taken(inside: Inside) -> None:
    assert _marked(inside, "标题", "题" * 200) == []
