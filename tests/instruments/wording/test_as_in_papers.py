"""What somebody who writes 公文 found in pictures of every kind: prejudged matters, cases unnamed, words twice, one word for all.

Of texts.md: 〔所涉案件：{案件文号、案由}。〕; 引导语按文种取，不得一律印“整改要求：”; 办理结论的词 of a 转办函 are 属实、部分属实、不属实:
so what is passed on is not yet found to break a rule.
"""

import io
from collections.abc import Sequence
from datetime import date

import docx
import pytest

from supervision.actions.models import ActionForm, ActionStatus
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.documents.model import Attachment, Paragraph, Table
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.composing import document
from supervision.instruments.drafting.layout_facts import PROBLEM_LIST, REPLY_FORM
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.kinds.samples import sample_text
from supervision.instruments.models import Instrument
from supervision.instruments.printing import paperwork
from supervision.instruments.replying import sheet
from supervision.instruments.states import Nature
from supervision.instruments.wording import blocks
from tests.make import actions
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside

DAY = date(2026, 2, 24)
RULE = "《示例条例》第三条"


def _words_of(content: bytes) -> str:
    """A Word document's paragraphs and cells."""
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def _paper(office: Office, code: str, **item: object) -> Instrument:
    """A draft of one item that states a fact against a rule."""
    facts = {
        "heading": "检查未出示证件", "statement": "检查时未出示执法证件", "provision": RULE,
        "demand": "请依法办理。", **item,
    }  # fmt: skip
    kind = papers.kind(office, code)
    if kind.needs_problems:
        facts["problem"] = papers.problem(office)
    with on(DAY, "handler") as handler:
        return drafting.draft(
            drafting.PaperFacts(
                kind=kind, unit=session.get_one(Unit, office.unit_id),
                items=[drafting.ItemFacts(**facts)],  # type: ignore[arg-type]
            ),
            actor=handler,
        )  # fmt: skip


def test_what_is_passed_on_is_not_found_to_break_a_rule(inside: Inside, office: Office) -> None:
    """The unit has yet to find out (属实、部分属实、不属实): the rule stands under that condition."""
    with inside():
        paper = _paper(office, "transfer_letter", nature=Nature.MATTER)
        said = "检查时未出示执法证件。如情况属实，上述做法不符合《示例条例》第三条的规定。"
        assert said in paper.text
        assert said in _words_of(sheet.write(paper))


def test_what_is_found_breaks_it_without_condition(inside: Inside, office: Office) -> None:
    with inside():
        text = _paper(office, "rectification_notice", nature=Nature.CORRECTIVE).text
        assert "检查时未出示执法证件。上述做法不符合《示例条例》第三条的规定。" in text


@pytest.mark.parametrize(
    ("number", "cause", "told", "said"),
    [
        ("示市监罚〔2025〕8号", "无照经营案", "卷内无听证告知书",
         "卷内无听证告知书。所涉案件：示市监罚〔2025〕8号，无照经营案。"),
        ("示市监罚〔2025〕8号", "", "卷内无听证告知书。",
         "卷内无听证告知书。所涉案件：示市监罚〔2025〕8号。"),
        ("", "无照经营案", "卷内无听证告知书。", "卷内无听证告知书。所涉案件：无照经营案。"),
        ("示市监罚〔2025〕8号", "无照经营案", "示市监罚〔2025〕8号无照经营案卷内无听证告知书。",
         "示市监罚〔2025〕8号无照经营案卷内无听证告知书。"),
        ("", "", "卷内无听证告知书。", "卷内无听证告知书。"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", ["rectification_notice", "opinion", "decision"])
def test_the_case_is_named_where_no_table_names_it(
    inside: Inside, office: Office, code: str, number: str, cause: str, told: str, said: str
) -> None:
    """Whoever mends 案卷缺少听证告知 has to know in which case; once, not again where the fact names it."""
    with inside():
        problem = papers.problem(office)
        problem.case_number, problem.case_cause, problem.facts = number, cause, told
        problem.rule_breached = RULE
        session.flush()
        paper = papers.draft(office, code, over=[problem])
        assert f"{said}上述做法不符合《示例条例》第三条的规定。" in paper.text


def test_a_table_names_the_case_in_its_own_column_alone(inside: Inside, office: Office) -> None:
    with inside():
        problem = papers.problem(office)
        problem.case_number = "示市监罚〔2025〕8号"
        paper = papers.draft(office, over=[problem])
        paper.annex = [PROBLEM_LIST]
        [row] = _table(document(paper).attachments[0]).rows
        assert "示市监罚" not in row[1]
        assert row[2] == "示市监罚〔2025〕8号"
        form = paperwork.problem_list(paper)
        [found] = [one for one in form.blocks if isinstance(one, Table)]
        assert "示市监罚" not in found.rows[0][1]


def _table(attachment: Attachment) -> Table:
    [table] = [one for one in attachment.blocks if isinstance(one, Table)]
    return table


def _heads(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


@pytest.mark.parametrize(
    ("code", "nature", "asked", "form", "answered"),
    [
        ("rectification_notice", Nature.CORRECTIVE, "整改要求", "整改情况反馈表", "整改措施和结果"),
        ("opinion", Nature.CORRECTIVE, "监督意见", "整改情况反馈表", "整改措施和结果"),
        ("transfer_letter", Nature.MATTER, "办理要求", "办理情况反馈表", "办理情况和结果"),
    ],
)
def test_the_tables_speak_as_the_text_does(
    inside: Inside, office: Office, code: str, nature: Nature, asked: str, form: str, answered: str
) -> None:
    """A 转办函 asks 办理, an opinion gives 监督意见: annexes, working forms and the sheet say no other word."""
    with inside():
        paper = _paper(office, code, nature=nature)
        paper.annex = [PROBLEM_LIST, REPLY_FORM]
        listed, reply = document(paper).attachments
        assert asked in _heads(_table(listed))
        assert reply.title == form
        assert answered in _heads(_table(reply))
        words = _words_of(sheet.write(paper))
        assert form in words
        assert f"{answered}（请填写）" in words
        [found] = [one for one in paperwork.problem_list(paper).blocks if isinstance(one, Table)]
        assert asked in _heads(found)
        checked = paperwork.verification(paper)
        assert checked.title == form.replace("反馈表", "核查表")


def test_the_tables_of_a_decision_say_what_is_carried_out(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.draft(office, "decision", over=[papers.problem(office)])
        paper.annex = [REPLY_FORM]
        [reply] = document(paper).attachments
        assert reply.title == "执行情况反馈表"
        assert "执行情况和结果" in _heads(_table(reply))


@pytest.mark.parametrize(
    ("form", "title", "said"),
    [
        (ActionForm.RESIDENT, "示例“驻在式”监督检查", "我局在示例“驻在式”监督检查中，指派"),
        (ActionForm.RESIDENT, "示例驻在式检查", "我局在示例驻在式检查中，指派"),
        (ActionForm.SPOT_CHECK, "示例“双随机”抽查", "我局在示例“双随机”抽查中，指派"),
        (ActionForm.RESIDENT, "示例监督检查", "我局在示例监督检查中，采取驻在式监督方式，指派"),
    ],
)
def test_a_form_that_the_name_says_is_not_said_again(
    inside: Inside, office: Office, form: ActionForm, title: str, said: str
) -> None:
    """在…“驻在式”监督检查中，采取驻在式监督方式: the quotes hid that the name says it."""
    with inside():
        units: Sequence[Unit] = [session.get_one(Unit, office.unit_id)]
        with on(DAY, "handler") as handler:
            action = actions.action(
                ActionStatus.PREPARING, by=handler, leader=handler, form=form, title=title,
                units=units, starts_on=DAY, ends_on=date(2027, 1, 31),
            )  # fmt: skip
            facts = drafting.PaperFacts(
                kind=papers.kind(office, "opinion"), unit=units[0], action_id=action.id,
                items=[drafting.ItemFacts(heading="一个问题", statement="事实。", demand="请改正。")],
            )  # fmt: skip
            text = blocks.compose(drafting.draft(facts, actor=handler))
        assert text.startswith(said)


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.code)
def test_a_sample_counts_as_its_kind_does(kind) -> None:  # type: ignore[no-untyped-def]
    """逐项 where the kind counts 项: the preview said 逐条 of every kind."""
    other = {"条": "逐项", "项": "逐条"}.get(kind.item_noun)
    assert other is None or other not in sample_text(kind)


def test_the_paragraphs_of_an_annexed_form_name_the_unit(inside: Inside, office: Office) -> None:
    with inside():
        paper = _paper(office, "opinion", nature=Nature.CORRECTIVE)
        paper.annex = [REPLY_FORM]
        [reply] = document(paper).attachments
        said = [one.text for one in reply.blocks if isinstance(one, Paragraph)]
        assert said[0] == f"反馈单位（盖章）：{paper.addressee}"
