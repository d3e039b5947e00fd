"""2023: the figures of a real annual report, rebuilt record by record with fictional names."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

from supervision.actions import service as actions
from supervision.actions.models import ActionForm, ProblemMeasure, SupervisionAction
from supervision.core.db import session
from supervision.demo import side, story
from supervision.demo.cases import FINDINGS, OPINIONS, Finding
from supervision.demo.cast import UNITS, Cast
from supervision.demo.stage import later, scene, workday

SPECIAL = "重点执法领域解决市场主体和群众“办事难”执法突出问题专项监督行动"
RESIDENT = "执法监督与专项巡察联动“驻在式”监督检查"
SPECIAL_SHARES = {"shijian": 8, "chengguan": 7, "jiaotong": 6, "nongye": 6, "wenlv": 5, "yingji": 5}
RESIDENT_SHARES = {"weijian": 15, "zhujian": 14, "ziran": 12}
# Of each unit's problems the first few stay with the bureau; 34 of the 41 go to the partner.
KEPT_FROM_REFERRAL = {"weijian": 3, "zhujian": 2, "ziran": 2}
PARTNER = "示例市委巡察办"
TRANSFERS = 11


def relive(cast: Cast) -> None:
    """Both actions of the year with every paper they led to, and what went on beside them."""
    side.build_strength()
    side.interview_all(_special(cast))
    side.clear_clues(cast)
    _resident(cast)


def _findings(key: str, count: int) -> list[tuple[Finding, str]]:
    offset = sum(map(ord, key)) % len(FINDINGS)
    patterns: Iterator[Finding] = islice(cycle(FINDINGS), offset, offset + count)
    return [(pattern, f"示执〔2022〕{offset * 3 + n + 11}号") for n, pattern in enumerate(patterns)]


def _special(cast: Cast) -> int:
    """The 专项监督行动; its id."""
    action_id = story.carry_out(
        story.ActionPlan(
            title=SPECIAL,
            form=ActionForm.SPECIAL,
            measure=ProblemMeasure.GE,
            starts_on=date(2023, 3, 6),
            ends_on=date(2023, 6, 30),
            unit_ids=[cast.units[key] for key in SPECIAL_SHARES],
            content="行政检查、行政处罚、执法公示和投诉举报办理",
        )
    )
    for number, (key, count) in enumerate(SPECIAL_SHARES.items()):
        _rectify(cast, action_id, key, count, found=later(date(2023, 3, 20), number * 7))
    _transfers(cast, action_id)
    _wind_up(
        action_id,
        fed_back=date(2023, 5, 31),
        tracked=date(2023, 7, 3),
        archived=date(2023, 9, 28),
        summary="37个问题全部整改销号。",
    )
    return action_id


def _rectify(cast: Cast, action_id: int, key: str, count: int, *, found: date) -> None:
    """From the findings at one unit to the closed 整改通知书."""
    findings = _findings(key, count)
    problem_ids = story.find(action_id, cast.units[key], findings, on=found)
    story.establish(problem_ids, on=later(found, 7))
    paper_id = story.notice(
        cast.units[key],
        problem_ids,
        [pattern.demand for pattern, _ in findings],
        on=later(found, 9),
    )
    signed = story.issue(paper_id, on=later(found, 10))
    story.receive(paper_id, key, on=later(signed, 1))
    story.reply(paper_id, key, on=later(signed, 24))
    story.close(paper_id, on=later(signed, 32))


def _transfers(cast: Cast, action_id: int) -> None:
    keys = list(cast.units)
    for number in range(TRANSFERS):
        key = keys[number % len(keys)]
        day = later(date(2023, 3, 15), number * 20)
        matter = f"群众反映{number + 1}号执法事项办理不及时，请核查处理。"
        paper_id = story.transfer(cast.units[key], matter, action_id=action_id, on=day)
        signed = story.issue(paper_id, on=day, drafter="li")
        story.receive(paper_id, key, on=later(signed, 1))
        story.reply(paper_id, key, on=later(signed, 20))
        story.close(paper_id, on=later(signed, 25))


def _resident(cast: Cast) -> None:
    action_id = story.carry_out(
        story.ActionPlan(
            title=RESIDENT,
            form=ActionForm.RESIDENT,
            measure=ProblemMeasure.XIANG,
            starts_on=date(2023, 7, 10),
            ends_on=date(2023, 9, 15),
            unit_ids=[cast.units[key] for key in RESIDENT_SHARES],
            content="执法队伍、执法程序、案卷质量和执法作风",
            partner=PARTNER,
        )
    )
    for number, (key, count) in enumerate(RESIDENT_SHARES.items()):
        found = later(date(2023, 7, 24), number * 10)
        problem_ids = story.find(action_id, cast.units[key], _findings(key, count), on=found)
        story.establish(problem_ids, on=later(found, 7))
        on_paper, kept = problem_ids[:4], KEPT_FROM_REFERRAL[key]
        paper_id = story.opinion(
            cast.units[key], action_id, OPINIONS, on=later(found, 40), problem_ids=on_paper
        )
        signed = story.issue(paper_id, on=later(found, 41))
        story.receive(paper_id, key, on=later(signed, 1))
        story.reply(paper_id, key, on=later(signed, 26))
        story.close(paper_id, on=later(signed, 33))
        referred = problem_ids[kept:]
        side.refer(
            side.HandOver(_short(key), referred, later(found, 45), answered=key != "ziran"),
            to=PARTNER,
        )
        story.refer_away(
            [one for one in referred if one not in on_paper], to=PARTNER, on=later(signed, 34)
        )
    _wind_up(
        action_id,
        fed_back=date(2023, 9, 18),
        tracked=date(2023, 9, 25),
        archived=date(2023, 12, 15),
        summary="41项问题分别整改销号、移交处理。",
    )


def _short(key: str) -> str:
    return next(short for name, _full, short, *_ in UNITS if name == key)


def _wind_up(
    action_id: int, *, fed_back: date, tracked: date, archived: date, summary: str
) -> None:
    """问题反馈 and 整改跟踪; archived once every problem has ended."""
    with scene(workday(fed_back), "zhou") as zhou:
        actions.feed_back(_action(action_id), on=workday(fed_back), actor=zhou)
    with scene(workday(tracked), "zhou") as zhou:
        actions.track(_action(action_id), on=workday(tracked), actor=zhou)
    with scene(workday(archived), "zhou") as zhou:
        actions.archive(_action(action_id), on=workday(archived), summary=summary, actor=zhou)


def _action(action_id: int) -> SupervisionAction:
    return session.get_one(SupervisionAction, action_id)
