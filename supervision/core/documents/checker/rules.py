"""Which rules a page of each style is measured by, and the measuring."""

from collections.abc import Callable

from supervision.core.documents.checker import (
    rules_bound,
    rules_close,
    rules_file,
    rules_foot,
    rules_head,
    rules_names,
    rules_page,
    rules_parts,
    rules_type,
    rules_words,
)
from supervision.core.documents.checker.anatomy import Anatomy
from supervision.core.documents.checker.reading import Reading, read
from supervision.core.documents.checker.report import Report, Row, Style
from supervision.core.documents.model import Paper

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
_PARTS: tuple[Rule, ...] = (
    rules_names.mark_names,
    rules_names.copy_number,
    rules_names.urgency,
    rules_head.number_form,
    rules_parts.title_place,
    rules_type.title,
    rules_parts.addressees,
    rules_parts.first_page,
    rules_words.heading_order,
    rules_words.quotes,
    rules_parts.attachments,
    rules_bound.bound,
    rules_names.signed_names,
    rules_close.date_form,
    rules_close.date_place,
    rules_close.seal,
    rules_close.not_alone,
    rules_parts.note,
    rules_names.copies,
    rules_parts.order,
    rules_foot.page_numbers,
)
_IMPRINT: tuple[Rule, ...] = (
    rules_foot.imprint_place,
    rules_foot.imprint_rules,
    rules_foot.imprint_foot,
)
_FILE: tuple[Rule, ...] = (rules_file.glyphs, rules_file.embedded, rules_file.extractable)
RULES: dict[Style, tuple[Rule, ...]] = {
    Style.OFFICIAL: (
        rules_parts.is_paper,
        *_GRID,
        rules_head.mark,
        rules_head.red_rule,
        rules_head.number_gap,
        rules_names.signatories,
        *_PARTS,
        rules_names.printed,
        *_IMPRINT,
        *_FILE,
    ),
    Style.LETTER: (
        rules_parts.is_paper,
        *_GRID,
        rules_head.mark,
        rules_head.letter_rules,
        rules_head.number_gap,
        *_PARTS,
        *_IMPRINT,
        *_FILE,
    ),
    Style.PLAIN: (
        rules_parts.is_paper,
        *_GRID,
        rules_parts.plain_head,
        *_PARTS,
        rules_parts.no_imprint,
        *_FILE,
    ),
    Style.FORM: (
        rules_parts.is_paper,
        rules_page.page_size,
        rules_type.line_breaks,
        rules_type.title,
        *_FILE,
    ),
    Style.OTHER: (rules_parts.is_paper, rules_page.page_size, *_FILE),
}


def measure(pdf: bytes, *, layout: Style | None, duplex: bool, record: Paper | None) -> Report:
    """What `check` gives."""
    return judge(read(pdf), layout=layout, duplex=duplex, record=record)


def judge(reading: Reading, *, layout: Style | None, duplex: bool, record: Paper | None) -> Report:
    """The rows of what was read."""
    paper = Anatomy(reading, layout, duplex=duplex, record=record)
    rows = tuple(rule(paper) for rule in RULES[paper.style])
    missing = tuple(f"{f.place}：{f.got}" for f in rules_file.missing_glyphs(paper))
    return Report(paper.style, len(paper.pages), rows, missing)
