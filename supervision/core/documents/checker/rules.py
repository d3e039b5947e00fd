"""Which rules a page of each style is measured by, and the measuring."""

from collections.abc import Callable

from supervision.core.documents.checker import (
    rules_close,
    rules_file,
    rules_foot,
    rules_head,
    rules_page,
    rules_type,
)
from supervision.core.documents.checker.anatomy import Anatomy
from supervision.core.documents.checker.reading import read
from supervision.core.documents.checker.report import Report, Row, Style

Rule = Callable[[Anatomy], Row]
_GRID: tuple[Rule, ...] = (
    rules_page.page_size,
    rules_page.top_margin,
    rules_page.left_margin,
    rules_page.type_area,
    rules_page.lines_per_page,
    rules_page.heading_place,
    rules_page.line_pitch,
    rules_page.grid_drift,
    rules_page.characters_per_line,
    rules_page.line_ends,
    rules_type.line_breaks,
    rules_type.unbroken,
    rules_type.faces,
    rules_type.sizes,
    rules_type.colour,
)
_BODY: tuple[Rule, ...] = (
    rules_head.number_gap,
    rules_head.number_form,
    rules_type.title,
    rules_close.date_form,
    rules_close.date_place,
    rules_close.seal,
    rules_close.not_alone,
    rules_foot.page_numbers,
    rules_foot.imprint_place,
    rules_foot.imprint_rules,
    rules_foot.imprint_foot,
)
_FILE: tuple[Rule, ...] = (rules_file.glyphs, rules_file.embedded, rules_file.extractable)
RULES: dict[Style, tuple[Rule, ...]] = {
    Style.OFFICIAL: (*_GRID, rules_head.mark, rules_head.red_rule, *_BODY, *_FILE),
    Style.LETTER: (*_GRID, rules_head.mark, rules_head.letter_rules, *_BODY, *_FILE),
    Style.FORM: (rules_page.page_size, rules_type.line_breaks, rules_type.title, *_FILE),
}


def measure(pdf: bytes, *, layout: Style | None, duplex: bool) -> Report:
    """What `check` gives."""
    paper = Anatomy(read(pdf), layout, duplex=duplex)
    rows = tuple(rule(paper) for rule in RULES[paper.style])
    missing = tuple(f"{f.place}：{f.got}" for f in rules_file.missing_glyphs(paper))
    return Report(paper.style, len(paper.pages), rows, missing)
