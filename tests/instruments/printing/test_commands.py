"""`flask documents`: any PDF measured from the shell, every paper listed with its archive."""

import json
from dataclasses import replace
from pathlib import Path

from supervision.core.documents.pdf import render
from tests.core.documents.samples import official
from tests.make import issued
from tests.make.offices import found_office


def written(tmp_path, document):
    path = tmp_path / "文书.pdf"
    path.write_bytes(render(document).pdf)
    return str(path)


def test_a_good_paper_prints_its_table_and_exits_with_0(app, tmp_path):
    result = app.test_cli_runner().invoke(
        args=["documents", "check", written(tmp_path, official())]
    )
    assert result.exit_code == 0, result.output
    assert "公文，共2页" in result.output
    assert "避头尾" in result.output
    assert "全部合格" in result.output


def test_a_fault_exits_with_1_and_json_names_rule_and_place(app, tmp_path):
    path = written(tmp_path, replace(official(), number="示司执监[2026]12号"))
    result = app.test_cli_runner().invoke(args=["documents", "check", path, "--json"])
    assert result.exit_code == 1
    report = json.loads(result.output)
    (row,) = [row for row in report["rows"] if not row["passed"]]
    assert (row["key"], row["got"]) == ("number_form", "示司执监[2026]12号")
    assert row["place"].startswith("第1面第")
    assert report["style"] == "official"


def test_the_layout_may_be_given_and_one_side_allows_an_odd_last_page(app, tmp_path):
    path = written(tmp_path, official(duplex=False, attachments=()))
    run = app.test_cli_runner().invoke
    assert run(args=["documents", "check", path, "--single-sided"]).exit_code == 0
    as_letter = run(args=["documents", "check", path, "--layout", "letter", "--json"])
    assert "letter_rules" in {
        r["key"] for r in json.loads(as_letter.output)["rows"] if not r["passed"]
    }


def test_what_is_no_pdf_exits_with_2(app, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"hello")
    result = app.test_cli_runner().invoke(args=["documents", "check", str(path)])
    assert result.exit_code == 2


def test_every_paper_is_listed_with_its_archive(app, inside):
    with inside():
        team = found_office()
        issued.drafted(team)
        issued.signed(team)
    result = app.test_cli_runner().invoke(args=["documents", "list", "--json"])
    draft, signed = json.loads(result.output)
    assert (draft["status"], draft["number"], draft["path"]) == ("draft", None, None)
    assert signed["number"].startswith("示司监意〔")
    assert Path(signed["path"]).read_bytes().startswith(b"%PDF-")
    assert signed["unit"] == "示例市甲局"
