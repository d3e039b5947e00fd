"""The problems of a referral as its letter tells them: in the text, or of many in a list behind it.

The list is typed with the draft and is the drafter's from then on; where it no longer has a row a problem, or was taken out,
the text tells them all itself.
"""

from collections.abc import Sequence

from supervision.core.documents.model import Align, Column, Table
from supervision.core.documents.text import format_text
from supervision.instruments.drafting.layout_facts import AttachedText, attached_of
from supervision.instruments.models import Instrument
from supervision.instruments.wording.items import MANY, against, ended, named_case
from supervision.instruments.wording.names import chinese_number
from supervision.problems.models import Problem
from supervision.referrals.models import Referral


def annexed(referral: Referral) -> tuple[AttachedText, ...]:
    """The list of more problems than a text can bear."""
    problems = _problems(referral)
    if len(problems) <= MANY:
        return ()
    return (AttachedText(_title(referral), format_text([_table(problems)])),)


def told(referral: Referral, paper: Instrument) -> str:
    """Why they are handed over, and each of them or where they stand."""
    problems = _problems(referral)
    where = _where(referral, paper)
    lines = [f"具体问题见{where}。"] if where else _lines(problems)
    return "\n".join([referral.reasons, *lines]).strip()


def _problems(referral: Referral) -> list[Problem]:
    return [link.problem for link in referral.problem_links]


def _title(referral: Referral) -> str:
    return f"{referral.way.label}问题清单"


def _where(referral: Referral, paper: Instrument) -> str:
    """附件, 附件2: the annex that lists every problem."""
    attached, wanted = attached_of(paper), len(_problems(referral))
    for number, one in enumerate(attached, start=1):
        if one.title == _title(referral) and _rows(one) == wanted > MANY:
            return "附件" if len(attached) == 1 else f"附件{number}"
    return ""


def _rows(one: AttachedText) -> int:
    """Of the tables typed in it; the first line of each is its head."""
    if one.file is not None:
        return 0
    lines = [line.strip().startswith("|") for line in one.text.split("\n")]
    heads = sum(line and not before for before, line in zip([False, *lines], lines, strict=False))
    return sum(lines) - heads


def _table(problems: Sequence[Problem]) -> Table:
    """序号, 单位 where there are several, 问题, 所涉案件 where any has one."""
    units = len({one.unit_id for one in problems}) > 1
    cases = any(one.case_number or one.case_cause for one in problems)
    columns = (
        Column("序号", 1, Align.CENTER),
        *((Column("单位", 2.5),) if units else ()),
        Column("问题", 7),
        *((Column("所涉案件", 3),) if cases else ()),
    )
    rows = tuple(
        (
            str(number),
            *((one.unit.name,) if units else ()),
            f"{one.title}\n{ended(one.facts)}{against(one.rule_breached)}",
            *((" ".join(part for part in (one.case_number, one.case_cause) if part),) if cases else ()),
        )
        for number, one in enumerate(problems, start=1)
    )  # fmt: skip
    return Table(columns, rows)


def _lines(problems: Sequence[Problem]) -> list[str]:
    alone = len(problems) == 1
    return [
        f"{'' if alone else f'{chinese_number(number)}、'}{_sentence(problem)}"
        for number, problem in enumerate(problems, start=1)
    ]


def _sentence(problem: Problem) -> str:
    """示例市甲局：…。 with its case and the provision, as every paper tells a problem."""
    title, facts = ended(problem.title), ended(problem.facts)
    case = named_case(problem, f"{title}{facts}")
    return f"{problem.unit.name}：{title}{facts}{case}{against(problem.rule_breached)}"
