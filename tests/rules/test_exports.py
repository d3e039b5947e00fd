"""Every list goes out as XLSX and CSV with exactly the rows its filters leave."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from tests.support.seats import SignIn

LISTS = (
    "/actions/export", "/agencies/export", "/clues/export", "/instruments/export",
    "/interviews/export", "/problems/ledger/export", "/problems/problems/export",
    "/referrals/export", "/classified/export", "/roster/observer/export",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_a_list_goes_out_as_sheet_and_as_csv_with_a_bom(sign_in: SignIn, address: str) -> None:
    handler = sign_in("handler")
    sheet = openpyxl.load_workbook(BytesIO(handler.get(f"{address}.xlsx").data)).worksheets[0]
    text = handler.get(f"{address}.csv").data
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    assert len(lines) == sheet.max_row
    assert [f'"{cell.value}"' for cell in sheet[1]] == lines[0].split(",")


def test_no_list_is_left_out(app: Flask) -> None:
    """Whoever adds an export route adds it above."""
    rules = {rule.rule for rule in app.url_map.iter_rules() if "<any(xlsx, csv):kind>" in rule.rule}
    assert len(rules) == len(LISTS) - 1  # the ledger and the problems share a route
