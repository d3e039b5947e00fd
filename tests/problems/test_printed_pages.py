"""台账打印 on several sheets of A3: each says which it is, for whoever finds them on the printer."""

import io
import re

import pypdf
import pytest

from supervision.problems.models import ProblemStatus
from tests.make import people
from tests.make import problems as make
from tests.make.clues import the_unit
from tests.support.browser import NewTab
from tests.support.work import Inside


@pytest.mark.usefixtures("bureau")
def test_each_sheet_says_which_of_how_many_it_is(inside: Inside, new_tab: NewTab) -> None:
    with inside():
        for number in range(45):
            make.problem(ProblemStatus.ESTABLISHED, unit=the_unit(), title=f"示例问题{number}")
    tab = new_tab()
    tab.goto("/accounts/sign-in?next=/problems/ledger/print?tab=all")
    tab.get_by_label("用户名").fill("handler")
    tab.get_by_label("口令").fill(people.PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="整改台账").wait_for()
    sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        said = re.sub(r"\W", "", sheet.extract_text())
        # Now and then 页 reads as a radical.
        assert re.search(f"第{number}页?共{len(sheets)}", said)
