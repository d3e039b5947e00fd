"""2023 beside the papers: interviews, clues and 转办件, referrals, rosters, the joint document.

Each part holds the traps of the count too: a cancelled interview, a person interviewed twice, a
clue closed in the next year, one found untrue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supervision.accounts.models import User
from supervision.agencies.models import Officer, Unit
from supervision.clues import service as clues
from supervision.clues.models import Clue
from supervision.clues.states import Finding, Source
from supervision.core.db import session
from supervision.demo.cast import Cast, fictional
from supervision.demo.stage import later, scene, workday
from supervision.interviews import people
from supervision.interviews import service as interviews
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.problems.models import Problem
from supervision.referrals import service as referrals
from supervision.referrals.models import Referral
from supervision.referrals.states import Way
from supervision.roster import documents
from supervision.roster import service as rosters
from supervision.roster.models import Pool
from supervision.roster.service import RosterFacts

HEADS, OFFICERS = 9, 31
OFFICERS_A_SITTING = 8
SUPERIOR_CASES, SITE_CLUES = 7, 4
CONTACT_POINTS, OBSERVERS, INSPECTORS = 12, 60, 60
MATTERS = (
    "企业反映许可变更办理超过承诺时限",
    "群众反映投诉举报未依法答复",
    "企业反映重复提交证明材料",
    "商户反映检查人员未出示执法证件",
    "企业反映罚款未开具法定票据",
    "群众反映行政处罚信息公示有误",
    "企业反映查封物品逾期未作决定",
    "上级检查发现行政检查未制定年度计划",
    "上级检查发现执法记录仪资料保存不足",
    "上级检查发现案件审核流于形式",
    "上级检查发现裁量基准未向社会公布",
)


def interview_all(action_id: int) -> None:
    """Nine heads in one sitting, 31 officers in several, one of them twice; one was cancelled."""
    with scene(date(2023, 5, 8), "zhou"):
        units = [unit.id for unit in session.query(Unit).order_by(Unit.id)]
        known = session.query(Officer).order_by(Officer.unit_id, Officer.id).all()
        heads = [one.id for one in known if one.in_leadership and one.unit_id in units][:HEADS]
        officers = [one.id for one in known if not one.in_leadership][:OFFICERS]
    _sitting(action_id, heads, "整改责任落实不力", planned=date(2023, 5, 10))
    for number, start in enumerate(range(0, OFFICERS, OFFICERS_A_SITTING)):
        group = officers[start : start + OFFICERS_A_SITTING]
        _sitting(action_id, group, "执法程序不规范", planned=later(date(2023, 5, 17), number * 14))
    _sitting(action_id, officers[:1], "整改进度滞后", planned=date(2023, 9, 6))
    _sitting(action_id, heads[:2], "执法公示不到位", planned=date(2023, 9, 20), cancelled=True)


def _sitting(
    action_id: int,
    officer_ids: Sequence[int],
    reason: str,
    *,
    planned: date,
    cancelled: bool = False,
) -> None:
    day = workday(planned)
    with scene(day - timedelta(days=6), "zhou") as zhou:
        bench = {one.name: one for one in people.supervisors(zhou.body_id or 0, day)}
        facts = interviews.InterviewFacts(
            reason=reason,
            planned_on=day,
            planned_at="9时30分",
            place="示例市司法局会议室",
            interviewees=[
                IntervieweeFacts(one.name, officer=one)
                for one in (session.get_one(Officer, key) for key in officer_ids)
            ],
            interviewers=[bench["周某甲"], bench["李某乙"]],
            recorder=bench["王某丙"],
            action_id=action_id,
        )
        key = interviews.plan(facts, actor=zhou).id
    with scene(day - timedelta(days=5), "wang") as wang:
        leads = _interview(key).of_heads
        if not leads:
            interviews.approve(_interview(key), on=day - timedelta(days=5), actor=wang)
    if leads:
        with scene(day - timedelta(days=5), "zhao", hour=11) as zhao:
            interviews.approve(_interview(key), on=day - timedelta(days=5), actor=zhao)
    with scene(day - timedelta(days=4), "zhou") as zhou:
        interviews.notify(_interview(key), on=day - timedelta(days=4), actor=zhou)
    if cancelled:
        with scene(day - timedelta(days=1), "wang") as wang:
            said = "问题已提前整改到位"
            interviews.cancel(_interview(key), on=day - timedelta(days=1), reason=said, actor=wang)
        return
    _hold(key, day)


def _hold(key: int, day: date) -> None:
    with scene(day, "zhou", hour=15) as zhou:
        held = interviews.Record(
            minutes="通报有关问题，听取情况说明，提出整改要求。被约谈人员表示认可。",
            held_at="9时30分至10时40分",
        )
        interviews.hold(_interview(key), held, on=day, actor=zhou)
    closed = later(day, 30)
    with scene(closed, "zhou") as zhou:
        interviews.close(_interview(key), on=closed, actor=zhou)


def _interview(key: int) -> Interview:
    return session.get_one(Interview, key)


def clear_clues(cast: Cast) -> None:
    """Seven cases of the province closed and four of its site clues dealt with within the year."""
    keys = list(cast.units)
    for number in range(SUPERIOR_CASES):
        day = later(date(2023, 2, 13), number * 25)
        _clue(cast.units[keys[number]], number, Source.PROVINCE, received=day)
    for number in range(SITE_CLUES):
        index = SUPERIOR_CASES + number
        day = later(date(2023, 6, 19), number * 3)
        _clue(cast.units[keys[number]], index, Source.PROVINCE_SITE, received=day)
    _clue(cast.units[keys[8]], 3, Source.PROVINCE, received=date(2023, 12, 18))
    _clue(
        cast.units[keys[7]], 8, Source.PROVINCE_SITE, received=date(2023, 7, 3),
        outcome=clues.Outcome(Finding.FALSE, result="经核查，情况不属实。"),
    )  # fmt: skip


def _clue(
    unit_id: int,
    matter: int,
    source: Source,
    *,
    received: date,
    outcome: clues.Outcome | None = None,
) -> None:
    received = workday(received)
    with scene(received, "zhou") as zhou:
        facts = clues.ClueFacts(
            source=source,
            subject=MATTERS[matter],
            received_on=received,
            source_organ="示例省司法厅",
            source_number=f"示例省司转〔{received.year}〕{received.timetuple().tm_yday}号",
            due_on=later(received, 45),
            unit=session.get_one(Unit, unit_id),
            content="请依法核查处理，并按期回告结果。",
        )
        key = clues.register(facts, actor=zhou).id
    with scene(later(received, 1), "wang") as wang:
        clues.accept(_of(key), on=later(received, 1), actor=wang)
    with scene(later(received, 2), "zhou") as zhou:
        clues.check(_of(key), on=later(received, 2), actor=zhou)
    closed, told = later(received, 30), later(received, 33)
    with scene(closed, "zhou") as zhou:
        found = clues.Outcome(
            Finding.TRUE,
            "经核查，情况属实。",
            dealt_with=True,
            handling="已责成有关单位整改并反馈。",
        )
        clues.close(_of(key), outcome or found, on=closed, actor=zhou)
    with scene(told, "zhou") as zhou:
        clues.report(_of(key), on=told, number=f"示司函〔{told.year}〕{key}号", actor=zhou)


def _of(key: int) -> Clue:
    return session.get_one(Clue, key)


@dataclass(frozen=True)
class HandOver:
    """Problems of one unit that go to the 巡察办; `answered`: it told us what became of them."""

    unit_name: str
    problem_ids: Sequence[int]
    on: date
    answered: bool = True


def refer(what: HandOver, *, to: str) -> None:
    """移交, received with a receipt; answered, or archived where no answer was asked."""
    with scene(workday(what.on), "zhou") as zhou:
        facts = referrals.ReferralFacts(
            way=Way.MECHANISM,
            recipient=to,
            subject=f"“驻在式”监督检查发现的{what.unit_name}执法问题",
            basis="执法监督与专项巡察联动工作机制",
            reasons="有关问题涉及作风和责任落实，按联动机制移交。",
            answer_wanted=what.answered,
            term_number=30 if what.answered else None,
            problems=[session.get_one(Problem, key) for key in what.problem_ids],
            approver=session.query(User).filter_by(username="chen").one(),
            viewers=session.query(User).filter(User.username.in_(["wang", "li"])).all(),
        )
        referral = referrals.draft(facts, actor=zhou)
        referrals.submit(referral, on=workday(what.on), actor=zhou)
        key = referral.id
    sent = later(what.on, 3)
    with scene(later(what.on, 1), "chen") as chen:
        referrals.approve(session.get_one(Referral, key), on=later(what.on, 1), actor=chen)
    with scene(sent, "zhou") as zhou:
        referrals.send(
            session.get_one(Referral, key), on=sent, number=f"示司监移函〔2023〕{key}号", actor=zhou
        )
    _follow(key, sent, answered=what.answered)


def _follow(key: int, sent: date, *, answered: bool) -> None:
    with scene(later(sent, 2), "zhou") as zhou:
        referrals.receive(
            session.get_one(Referral, key), on=later(sent, 2), by="巡察办经办人", actor=zhou
        )
    if answered:
        told = later(sent, 30)
        with scene(told, "zhou") as zhou:
            answer = referrals.Answer("已纳入专项巡察反馈意见，由被巡察单位一并整改。")
            referrals.answer(session.get_one(Referral, key), answer, on=told, actor=zhou)
    with scene(later(sent, 45), "zhou") as zhou:
        referrals.archive(session.get_one(Referral, key), on=later(sent, 45), actor=zhou)


def build_strength() -> None:
    """Contact points, 监督员 and the separate pool of 督察员; the paper agreed with 工商联."""
    with scene(date(2023, 4, 20), "zhou") as zhou:
        for number in range(CONTACT_POINTS):
            facts = RosterFacts(
                name=f"示例{'商会企业园区社区'[number % 4 * 2 :][:2]}{number + 1}号联系点",
                appointed_on=date(2023, 4, 20),
                contact=fictional(120 + number),
            )
            rosters.enter(Pool.CONTACT_POINT, facts, actor=zhou)
    _appoint(Pool.OBSERVER, OBSERVERS, first=140, on=date(2023, 5, 24))
    _appoint(Pool.INSPECTOR_TALENT, INSPECTORS, first=220, on=date(2023, 6, 14))
    with scene(date(2023, 8, 16), "zhou") as zhou:
        agreed = documents.DocumentFacts(
            title="关于加强行政执法监督、维护企业合法权益的意见",
            partner="示例市工商联",
            dated_on=date(2023, 8, 16),
            number="示司联〔2023〕3号",
        )
        documents.enter_document(agreed, files=(), actor=zhou)


def _appoint(pool: Pool, count: int, *, first: int, on: date) -> None:
    with scene(on, "zhou") as zhou:
        for number in range(count):
            facts = RosterFacts(name=fictional(first + number), appointed_on=on)
            rosters.enter(pool, facts, actor=zhou)
