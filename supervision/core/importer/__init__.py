"""Sheets people send: checked, read and marked in a limited child process; templates to fill in."""

from supervision.core.importer.book import Heading, workbook
from supervision.core.importer.cells import BadCell, as_date, as_text, as_yes, without_result
from supervision.core.importer.check import Unreadable, check
from supervision.core.importer.process import Mark, Table, mark, read_table

__all__ = [
    "BadCell",
    "Heading",
    "Mark",
    "Table",
    "Unreadable",
    "as_date",
    "as_text",
    "as_yes",
    "check",
    "mark",
    "read_table",
    "without_result",
    "workbook",
]
