"""A paper over one problem, and over more than its text can bear: read page by page as whoever writes 公文 would.

Of texts.md 0.2: 只有一条时不编序号; 条目多于8条: 正文只写归类概述和条数，“具体问题见附件1”; every sentence ends as one.
"""

import io
from collections.abc import Sequence
from datetime import date

import pdfplumber
import pytest

from supervision.core.db import session
from supervision.core.documents.model import Table
from supervision.core.errors import DomainError
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.composing import document
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording.names import period
from supervision.interviews import notices
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem
from supervision.referrals import letters
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import interviews, referrals
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
CORRECTED = ("opinion", "rectification_notice", "supervision_notice")
EVERY = (*CORRECTED, "transfer_letter")


def _items(number: int, code: str, over: Sequence[Problem]) -> list[ItemFacts]:
    nature = Nature.MATTER if code == "transfer_letter" else Nature.CORRECTIVE
    held = [*over, *[None] * number]
    return [
        ItemFacts(
            heading=f"标题{n}",
            statement=f"事实{n}",
            demand=f"请改正{n}",
            nature=nature,
            problem=held[n],
        )
        for n in range(number)
    ]


def _draft(office: Office, code: str, number: int) -> Instrument:
    needed = code == "rectification_notice"
    over = [papers.problem(office, title=f"标题{n}") for n in range(number)] if needed else []
    with on(DAY, "handler") as handler:
        kind = papers.kind(office, code)
        facts = PaperFacts(kind=kind, unit=office.unit, items=_items(number, code, over))
        return drafting.draft(facts, actor=handler)


@pytest.mark.parametrize("code", EVERY)
def test_a_single_item_is_one_paragraph_and_every_sentence_ends(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, code: str
) -> None:
    """Its heading stood on a line of its own, without number and full stop, as if something were lost."""
    with inside():
        paper = _draft(office, code, 1)
        key, lines = paper.id, paper.text.split("\n")
    assert "标题0。事实0。" in lines
    [asked] = [line for line in lines if "请改正0" in line]
    assert asked.endswith("：请改正0。")
    assert [line for line in lines if not line.endswith(("。", "："))] in (
        [], [line for line in lines if line.startswith(("一、", "二、", "三、"))],
    )  # fmt: skip
    assert "标题0。事实0。" in page(sign_in("handler").get(f"/instruments/{key}")).text


def test_of_a_single_item_nothing_is_told_one_by_one(inside: Inside, office: Office) -> None:
    with inside():
        assert "反馈材料应当说明整改措施" in _draft(office, "opinion", 1).text
        assert "反馈材料应当逐条说明整改措施" in _draft(office, "opinion", 2).text
        assert "反馈材料应当说明整改措施" in _draft(office, "rectification_notice", 1).text


@pytest.mark.parametrize("code", EVERY)
def test_of_more_than_eight_the_text_gives_the_sum_and_the_list_all(
    inside: Inside, office: Office, code: str
) -> None:
    """Six pages of headings and demands stood before eleven pages with the same; of a 监督通知书 nothing named the list."""
    with inside():
        paper = _draft(office, code, 9)
        text, printed = paper.text, document(paper)
        [listed] = printed.attachments
    assert "标题3" not in text
    assert "请改正3" not in text
    assert "见附件。" in text
    assert "9" in text
    [table] = [one for one in listed.blocks if isinstance(one, Table)]
    cells = ["".join(row) for row in table.rows]
    assert len(cells) == 9
    assert "标题3\n事实3。" in cells[3]
    assert cells[3].endswith("请改正3。")


@pytest.mark.parametrize("code", EVERY)
def test_eight_stand_in_the_text_each_with_its_number(
    inside: Inside, office: Office, code: str
) -> None:
    with inside():
        text = _draft(office, code, 8).text
    assert "八、标题7" in text or "（八）标题7" in text
    assert "事实7。" in text
    assert "附件" not in text


def test_a_kind_whose_words_name_no_list_goes_on_listing(inside: Inside, office: Office) -> None:
    """Words of an office from before: nothing may vanish from the text that it doesn't point to."""
    with inside():
        kind = papers.kind(office, "supervision_notice")
        kind.parts = [
            one | {"text": one["text"].partition("〔{你单位}存在")[0]} for one in kind.parts
        ]
        session.flush()
        text = _draft(office, "supervision_notice", 9).text
    assert "九、标题8" in text
    assert "办理要求：请改正8。" in text


def test_a_list_without_cases_has_no_empty_column(inside: Inside, office: Office) -> None:
    with inside():
        [listed] = document(_draft(office, "supervision_notice", 9)).attachments
        [table] = [one for one in listed.blocks if isinstance(one, Table)]
    assert [one.heading for one in table.columns] == ["序号", "问题", "办理要求"]


def test_an_urging_paper_after_a_supervision_notice_speaks_as_that_does(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """The notice asks 办理完毕，并将办理情况书面报送; the 督办函 said 整改 of it."""
    with inside():
        paper = papers.sent(_draft(office, "supervision_notice", 2))
        key = paper.id
    clock("2026-04-08 09:00")
    handler = sign_in("handler")
    drafted = handler.submit(
        f"/instruments/{key}", form="//form[contains(@action, '/follow-up/urging_paper')]"
    )
    said = page(handler.get(drafted.location)).text
    assert "关于督办行政执法监督办理事项的函" in said
    assert "办理完毕并书面反馈。截至2026年4月8日，你单位尚未反馈办理情况。" in said
    with inside():
        [made] = [one for one in session.query(Instrument) if one.parent_id == key]
        assert "整改" not in made.text + made.title


def test_a_memo_and_the_forms_on_the_page_speak_as_their_paper_does(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """签报 put before a leader, of a matter passed on: 办理, not 整改; the page names forms as they are headed."""
    with inside():
        key = papers.sent(_draft(office, "transfer_letter", 1)).id
        other = papers.delivered(office).id
    clock("2026-04-08 09:00")
    handler = sign_in("handler")
    shown = page(handler.get(f"/instruments/{key}"))
    named = {a.get("href"): a.text_content().strip() for a in shown.find("//a[@href]")}
    assert "办理情况核查表" in named[f"/instruments/{key}/forms/verification.pdf"]
    assert "签报" in named[f"/instruments/{key}/forms/memo.pdf"]
    for paper, does in ((key, "办理"), (other, "整改")):
        content = handler.get(f"/instruments/{paper}/forms/memo.pdf").data
        with pdfplumber.open(io.BytesIO(content)) as pages:
            told = "".join("".join(one.extract_text().split()) for one in pages.pages)
        assert f"{does}逾期情况签报" in told
        assert f"示例市甲局逾期未反馈{does}情况" in told
        assert f"要求限期反馈{does}情况。妥否，请批示。" in told


def test_a_letter_that_hands_problems_over_tells_case_and_provision(
    inside: Inside, office: Office
) -> None:
    """Whoever is to act on it has to know in which case, and against what."""
    with inside():
        problem = papers.problem(office, title="缺少听证告知")
        problem.facts, problem.case_number = "没有告知听证", "示市监罚〔2025〕8号"
        problem.rule_breached = "《示例条例》第三条"
        with on(DAY, "handler") as handler:
            text = letters.draft(referrals.referral(problems=[problem]), actor=handler).text
    assert (
        "\n示例市甲局：缺少听证告知。没有告知听证。所涉案件：示市监罚〔2025〕8号。"
        "上述做法不符合《示例条例》第三条的规定。\n" in text
    )


def test_a_decision_orders_what_the_notice_before_asked(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """product.md: only a 决定书 may say 责令; it asked with 请."""
    with inside():
        paper = papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        key, found = paper.id, papers.problem(office, title="另一个").id
    clock("2026-04-08 09:00")
    handler = sign_in("handler")
    drafted = handler.submit(
        f"/instruments/{key}", form="//form[contains(@action, '/follow-up/decision')]"
    )
    assert "责令你单位依法纠正，举一反三" in page(handler.get(drafted.location)).text
    fresh = page(handler.get(f"/instruments/new?kind=decision&problems={found}"))
    assert "责令你单位依法纠正" in fresh.html


def test_what_is_told_to_the_superior_does_not_go_to_the_unit(
    inside: Inside, office: Office
) -> None:
    with inside(), on(DAY, "handler") as handler:
        kind = kinds.for_purpose(office.body_id, KindPurpose.SUPERIOR)
        assert kind is not None
        facts = PaperFacts(kind=kind, unit=office.unit, items=_items(1, "", []))
        letter = drafting.draft(facts, actor=handler)
        with pytest.raises(DomainError, match="主送不能是被监督单位自己"):
            drafting.submit(letter, actor=handler)
        letter.addressee = "示例省甲局"
        drafting.submit(letter, actor=handler)


def test_a_notice_of_an_interview_says_the_same_problem_once(
    inside: Inside, office: Office
) -> None:
    with inside():
        found = [papers.problem(office, title=title) for title in ("未公示", "未公示", "未归档")]
        with on(DAY, "handler") as handler:
            held = interviews.interview(
                InterviewStatus.APPROVED,
                on=DAY,
                interviewees=interviews.heads(1, 0),
                problems=found,
            )
            [notice] = notices.draft(held, actor=handler)
        assert "五、约谈内容：未公示；未归档\n" in notice.text


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (date(2026, 1, 5), date(2026, 1, 30), "2026年1月5日至30日"),
        (date(2026, 1, 5), date(2026, 3, 30), "2026年1月5日至3月30日"),
        (date(2025, 1, 5), date(2026, 1, 30), "2025年1月5日至2026年1月30日"),
    ],
)
def test_a_period_says_year_and_month_once(begin: date, end: date, said: str) -> None:
    assert period(begin, end) == said


def test_the_preview_of_a_kind_names_a_case(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """What every paper over a problem of a case says was in none of the samples."""
    with inside():
        key = papers.kind(office, "rectification_notice").id
    head = sign_in("reviewer")
    shown = page(head.submit(f"/instruments/kinds/{key}/words", {"preview": "1"}, form=FORM))
    assert "所涉案件：示例罚〔2025〕8号，示例案由。" in shown.text
