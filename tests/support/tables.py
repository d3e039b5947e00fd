"""Tables of a page as a person reads them: the words of each cell under its heading."""

from tests.support.pages import Page


def lines_of(
    page: Page, table: str = "//main//table[contains(@class, 'list-table')]"
) -> list[dict[str, str]]:
    """Each row of a table: heading → words. Columns without a heading (boxes to tick) are left out."""
    found = page.find(table)[0]
    headings = [
        _words(cell).removesuffix("（点击排序）").strip() for cell in found.xpath(".//thead/tr/th")
    ]
    rows = [[_words(cell) for cell in row.xpath("./td")] for row in found.xpath(".//tbody/tr")]
    return [{name: text for name, text in zip(headings, row, strict=True) if name} for row in rows]


def _words(cell: object) -> str:
    return " ".join(" ".join(cell.itertext()).split())  # type: ignore[attr-defined]
