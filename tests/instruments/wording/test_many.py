"""A letter over more than eight matters or problems, and the list behind it: read page by page.

Of texts.md 0.2: 条目多于8条, 正文只写归类概述和条数, 附问题清单; 告知函、移交函不印要求; of product.md §3: each noun keeps its measure word.
"""

import pytest

from supervision.core.db import session
from supervision.core.documents.model import Attachment, Table
from supervision.instruments.drafting.composing import document
from supervision.instruments.drafting.layout_facts import PROBLEM_LIST, REPLY_FORM
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as onward
from supervision.instruments.printing import paperwork
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording import blocks, completeness
from tests.make import case_files as papers
from tests.make import every_kind
from tests.make.every_kind import ASKED, DAYS, DRAFTED, KINDS
from tests.make.offices import Office, on
from tests.support.work import Inside


def _table(attachment: Attachment) -> Table:
    [table] = [one for one in attachment.blocks if isinstance(one, Table)]
    return table


def _heads(paper: Instrument) -> tuple[str, list[str]]:
    [attached] = document(paper).attachments
    return attached.title, [one.heading for one in _table(attached).columns]


@pytest.mark.parametrize("number", [1, 8])
def test_a_letter_to_the_superior_tells_few_problems_itself(
    inside: Inside, office: Office, number: int
) -> None:
    with inside():
        every_kind.based(office)
        paper = KINDS["superior_letter"](office, number)
        assert "附件" not in paper.text
        assert "未在法定期限内公示行政处罚决定。抽查2025年办结的行政处罚案件46件" in paper.text


def test_and_many_in_a_list_that_asks_nothing(inside: Inside, office: Office) -> None:
    """Forty problems went on over six pages of the letter."""
    with inside():
        every_kind.based(office)
        paper = KINDS["superior_letter"](office, 9)
        lines = paper.text.split("\n")
        assert lines[0].endswith("行政执法工作中存在以下问题，现函告贵局，请予关注并督促整改：")
        assert lines[1] == "具体问题见附件。"
        assert "抽查" not in paper.text
        assert _heads(paper) == ("行政执法监督问题清单", ["序号", "问题"])
        with on(ASKED, "handler"):
            assert not completeness.lacks(paper)


def test_a_list_asked_for_behind_few_asks_nothing_either(inside: Inside, office: Office) -> None:
    with inside():
        every_kind.based(office)
        paper = KINDS["superior_letter"](office, 2)
        paper.annex = [PROBLEM_LIST]
        assert _heads(paper) == ("行政执法监督问题清单", ["序号", "问题"])


def test_the_superior_is_told_in_which_case(inside: Inside, office: Office) -> None:
    """The notice named the case, the letter about it did not: the item came without its problem."""
    with inside():
        found = papers.problem(office)
        found.case_number, found.case_cause = "示市监罚〔2025〕8号", "无照经营案"
        session.flush()
        before = papers.delivered(office, "rectification_notice", over=[found])
        with on(ASKED, "handler") as handler:
            letter = onward.follow(before, KindPurpose.SUPERIOR, actor=handler)
        said = "所涉案件：示市监罚〔2025〕8号，无照经营案。"
        assert letter.text.count(said) == 1
        with on(ASKED, "handler") as handler:
            again = onward.follow(before, KindPurpose.DECISION, actor=handler)
        assert again.text.count(said) == 1, "there by its problem"


def test_what_is_passed_on_is_listed_as_told_and_counted_as_matters(
    inside: Inside, office: Office
) -> None:
    """收到…有关事项一件, 共9件: one case with nine matters; and nobody has found a problem yet."""
    with inside():
        every_kind.based(office)
        paper = KINDS["transfer_letter"](office, 9)
        assert "有关事项一件（" in paper.text
        assert "\n共9项，具体见附件。\n" in paper.text
        title, heads = _heads(paper)
        assert title == "转办事项清单"
        assert heads == ["序号", "反映的内容", "办理要求"]
        form = paperwork.problem_list(paper)
        assert form.title == "转办事项清单"
        [table] = [one for one in form.blocks if isinstance(one, Table)]
        heads = [one.heading for one in table.columns]
        assert heads == ["序号", "反映的内容", "办理要求", "办理期限"], (
            "no column of cases where none is named"
        )
        paper.annex = [REPLY_FORM]
        reply = document(paper).attachments[1]
        assert _table(reply).columns[1].heading == "事项与要求"
        assert "共9项" in blocks.compose(paper)


@pytest.mark.parametrize(
    ("told", "asked", "widths"),
    [(90, 30, (7.5, 2.5)), (60, 60, (5.0, 5.0)), (30, 90, (3.5, 6.5)), (200, 10, (6.5, 3.5))],
)
def test_the_columns_are_as_wide_as_what_they_hold(
    inside: Inside, office: Office, told: int, asked: int, widths: tuple[float, float]
) -> None:
    """Of four lines of facts beside one of demand, half of the list was empty; none gets less than a third."""
    with inside():
        paper = papers.draft(office, items=2)
        for item in paper.items:
            item.heading, item.statement, item.demand = "", "事" * (told - 1), "改" * (asked - 1)
        paper.annex = [PROBLEM_LIST]
        with on(DAYS.get("opinion", DRAFTED), "handler"):
            [attached] = document(paper).attachments
        _, facts, demands = _table(attached).columns
        assert (facts.share, demands.share) == (min(widths[0], 6.5), max(widths[1], 3.5))


@pytest.mark.parametrize("number", [8, 9])
def test_an_urging_paper_over_many_lists_them(inside: Inside, office: Office, number: int) -> None:
    """Forty headings and demands went on over six pages; nothing of eight stands in a list."""
    with inside():
        every_kind.based(office)
        paper = KINDS["urging_paper"](office, number)
        with on(ASKED, "handler"):
            assert not completeness.lacks(paper)
            lines = blocks.compose(paper).split("\n")
            if number == 8:
                assert "八、案卷缺少听证告知材料" in lines
                assert not document(paper).attachments
                return
            assert lines[0].endswith("现就下列事项予以督办：")
            assert lines[1] == "共9项，具体见附件。"
            assert _heads(paper) == ("督办事项清单", ["序号", "督办事项", "督办要求"])
            [attached] = document(paper).attachments
        assert _table(attached).rows[1] == (
            "2", "案卷缺少听证告知材料", "请依法纠正，并对同类案件开展自查，完善听证告知的审核环节。",
        )  # fmt: skip


def _letter(office: Office, number: int) -> Instrument:
    every_kind.based(office)
    return KINDS["referral_letter"](office, number)


def test_a_referral_of_few_tells_them_itself(inside: Inside, office: Office) -> None:
    with inside():
        paper = _letter(office, 8)
        assert not paper.annex
        assert "八、示例市甲局：案卷缺少听证告知材料。" in paper.text


def test_a_referral_of_many_has_them_in_a_list(inside: Inside, office: Office) -> None:
    """34 of 41 problems go to the 巡察办: they went on over seven pages of the letter, each with the unit's name."""
    with inside():
        paper = _letter(office, 9)
        lines = paper.text.split("\n")
        assert lines[0] == "现将我局发现的下列9个问题移交贵办，请予研处："
        assert lines[1] == "具体问题见附件。"
        assert "示例市甲局" not in paper.text
        assert _heads(paper) == ("移交问题清单", ["序号", "问题", "所涉案件"])
        [attached] = document(paper).attachments
        second = _table(attached).rows[1]
        assert second == (
            "2",
            (
                "案卷缺少听证告知材料\n对示例公司作出罚款12万元的决定前，没有告知当事人有要求听证的权利。"
                "上述做法不符合《中华人民共和国行政处罚法》第六十三条的规定。"
            ),
            "示市监罚〔2025〕118号 销售不符合安全标准的产品案",
        )
        with on(DRAFTED, "handler"):
            assert not completeness.lacks(paper)


def test_where_the_list_is_taken_out_or_lacks_one_the_text_tells_all(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _letter(office, 9)
        [held] = paper.annex
        assert isinstance(held, dict)
        paper.annex = [{**held, "text": str(held["text"]).rsplit("\n", 1)[0]}]
        assert "九、示例市甲局：检查时未出示执法证件。" in blocks.compose(paper)
        paper.annex = []
        assert "九、示例市甲局：检查时未出示执法证件。" in blocks.compose(paper)
        paper.annex = [{"title": "会议纪要", "text": "见原件。", "landscape": False}, held]
        assert "具体问题见附件2。" in blocks.compose(paper)
