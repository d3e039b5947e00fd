"""The frozen form of a paper comes back as it was, and damage is noticed."""

import pytest

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import Cell, Column, Form, Grid, Paper, Paragraph, Table
from supervision.core.documents.text import format_text, parse_text
from tests.core.documents.samples import forms, official, papers

PAPERS, FORMS = dict(papers()), dict(forms())


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_survives_its_json(name):
    text = PAPERS[name].to_json()
    assert Paper.from_json(text) == PAPERS[name]
    assert Paper.from_json(text).to_json() == text


@pytest.mark.parametrize("name", FORMS)
def test_a_form_survives_its_json(name):
    assert Form.from_json(FORMS[name].to_json()) == FORMS[name]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "已损坏"),
        ("{}", "已损坏"),
        ('{"format":9,"document":{}}', "格式版本"),
        ('{"format":1,"document":{"type":"Nothing"}}', "不认识的部分"),
        ('{"format":1,"document":{"type":"Paper","colour":1}}', "不认识的字段"),
        ('{"format":1,"document":{"type":"Paragraph","text":"甲","level":9}}', "层级"),
        ('{"format":1,"document":{"type":"Paragraph","text":"甲","level":0}}', "不是Paper"),
    ],
)
def test_damaged_json_is_refused(text, said):
    with pytest.raises(DocumentError, match=said):
        Paper.from_json(text)


def test_a_field_added_later_takes_its_default():
    text = official().to_json().replace('"duplex":true,', "")
    assert Paper.from_json(text) == official()


def test_ragged_tables_are_refused():
    with pytest.raises(DocumentError, match="第2行有1格，应为2格"):
        Table((Column("甲"), Column("乙")), (("1", "2"), ("1",)))
    with pytest.raises(DocumentError, match="第1行"):
        Grid((1, 1), ((Cell("甲"),),))


@pytest.mark.parametrize("name", PAPERS)
def test_edited_text_gives_the_same_blocks_back(name):
    blocks = PAPERS[name].blocks
    assert tuple(parse_text(format_text(blocks))) == blocks


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、总体要求", 1),
        ("十二、总体要求", 1),
        ("（三）基本情况", 2),
        ("1.落实责任", 3),
        ("12．落实责任", 3),
        ("（1）期限", 4),
        ("1.5万元罚款", 0),
        ("一是落实责任", 0),
        ("<b>粗</b>", 0),
    ],
)
def test_the_numbering_gives_the_level(line, level):
    assert parse_text(line) == [Paragraph(line, level)]


def test_a_ragged_table_in_the_editor_is_refused_with_its_row():
    with pytest.raises(DocumentError, match="表格第1行有1格，表头有2格"):
        parse_text("|甲|乙|\n|1|")


def test_bars_and_line_feeds_inside_cells_survive_the_editor():
    table = Table((Column("甲"), Column("乙", 2.5)), (("a|b", "一\n二"),), "表", landscape=True)
    assert parse_text(format_text([table])) == [table]
