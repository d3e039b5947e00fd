"""A paper of every kind as an office would write it, over any number of problems: drafted from records by the services."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from supervision.actions import service
from supervision.actions.models import ActionForm, ActionStatus, SupervisionAction
from supervision.agencies.models import Unit
from supervision.clues.states import ClueStatus
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.layout_facts import AttachedText, LayoutFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision
from supervision.instruments.onward import service as onward
from supervision.instruments.revoking import service as revoking
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording.names import chinese_number
from supervision.instruments.wording.parts import OwnWords, Part
from supervision.interviews import notices
from supervision.interviews.states import InterviewStatus
from supervision.problems import service as problems
from supervision.problems.models import Problem
from supervision.referrals import letters
from tests.make import actions, interviews, people, referrals, worded
from tests.make import case_files as papers
from tests.make.clues import clue
from tests.make.offices import Office, on

FOUND, DRAFTED = date(2026, 2, 2), date(2026, 2, 24)
ASKED = date(2026, 4, 8)  # the week after a paper of `papers.delivered` was due
BASIS = "《示例省行政执法监督条例》第二十三条"

_FACTS = (  # heading, fact, provision, 文号, 案由, category, demand
    ("未在法定期限内公示行政处罚决定", "抽查2025年办结的行政处罚案件46件，其中9件未在作出决定之日起7个工作日内公示，最长的超期31日",
     "《示例省行政执法公示办法》第十二条", "", "", "执法公示",
     "请对2025年以来作出的行政处罚决定逐件核对，未公示的于10个工作日内补充公示，并明确专人负责。"),
    ("案卷缺少听证告知材料", "对示例公司作出罚款12万元的决定前，没有告知当事人有要求听证的权利",
     "《中华人民共和国行政处罚法》第六十三条", "示市监罚〔2025〕118号", "销售不符合安全标准的产品案", "程序不规范",
     "请依法纠正，并对同类案件开展自查，完善听证告知的审核环节。"),
    ("检查时未出示执法证件", "2025年11月3日对示例商行检查时，两名执法人员未主动出示执法证件",
     "", "", "", "程序不规范", "请规范检查程序，组织执法人员学习有关规定。"),
    ("同类案件处罚幅度相差较大", "2025年对情节相近的7件占道经营案件，罚款数额从200元至5000元不等，没有说明裁量理由",
     "《示例市行政处罚裁量权基准》", "", "", "裁量不当", "请对照裁量基准逐件复核，今后在决定书中写明裁量理由。"),
    ("案卷归档不及时", "12件案卷办结后超过三个月未归档", "", "", "", "案卷管理", "请于30日内完成归档。"),
    ("罚没票据与决定书不符", "抽查的罚没票据中，有3张的金额与处罚决定书不一致，涉及金额1.86万元",
     "《罚款决定与罚款收缴分离实施办法》第七条", "示市监罚〔2025〕97号", "", "罚缴分离", "请查清原因，依法处理，并报送财务核对材料。"),
)  # fmt: skip


def problems_of(
    place: Office, number: int, *, action: SupervisionAction | None = None
) -> list[Problem]:
    """That many established problems of the first unit, each told as an office would."""
    made = [_problem(place, at, action) for at in range(number)]
    with on(FOUND, "reviewer") as reviewer:
        for one in made:
            problems.confirm(one, on=FOUND, actor=reviewer)
    return made


def _problem(place: Office, at: int, action: SupervisionAction | None) -> Problem:
    heading, told, rule, case, cause, category, _demand = _FACTS[at % len(_FACTS)]
    with on(FOUND, "handler") as handler:
        facts = problems.ProblemFacts(
            unit=place.unit, title=heading, category=category, found_on=FOUND, facts=told,
            rule_breached=rule, case_number=case, case_cause=cause, action=action,
        )  # fmt: skip
        made = problems.record(facts, actor=handler)
        problems.explain(made, text="属实。", on=FOUND, actor=handler)
        problems.establish(made, on=FOUND, actor=handler)
    return made


def action_of(place: Office, **changes: object) -> SupervisionAction:
    """An action of January that looked at the first unit."""
    given: dict[str, object] = {
        "title": "2026年度涉企行政执法“回头看”专项监督", "form": ActionForm.FILE_REVIEW,
        "starts_on": date(2026, 1, 5), "ends_on": date(2026, 1, 30), "units": [place.unit],
        **changes,
    }  # fmt: skip
    day = date(2026, 1, 5)
    with on(day, "signatory") as leader, on(day, "handler") as handler:
        made = actions.action(ActionStatus.PREPARING, by=handler, leader=leader, **given)  # type: ignore[arg-type]
    with on(day, "signatory") as leader:
        service.approve(made, on=day, actor=leader)
    with on(day, "handler") as handler:
        service.begin(made, on=day, actor=handler)
    return made


def based(place: Office) -> None:
    """The office has filled in the basis of every kind, and who leads the unit."""
    with crossing("an office sets its texts"):
        place.unit.superior_name = "示例省市场监督管理局"
        for kind in session.scalars(sa.select(InstrumentKind)):
            if kind.body_id == place.body_id:
                kind.legal_basis = BASIS
        session.flush()


def items_of(found: Sequence[Problem], code: str) -> list[drafting.ItemFacts]:
    """The problems as items, each with the demand that fits it."""
    demands = [one[6] for one in _FACTS]
    if code == "decision":
        demands = [one.replace("请", "责令你单位", 1) for one in demands]
    made = drafting.items_from_problems(found)
    return [replace(one, demand=demands[at % len(demands)]) for at, one in enumerate(made)]


def _draft(
    place: Office, code: str, items: Sequence[drafting.ItemFacts] = (), **said: object
) -> Instrument:
    kind = papers.kind(place, code)
    with on(DRAFTED, "handler") as handler:
        given: dict[str, object] = {"unit": place.unit, **said}
        facts = drafting.PaperFacts(kind=kind, items=items, **given)  # type: ignore[arg-type]
        drafted = drafting.draft(facts, actor=handler)
        worded.by_hand(drafted, actor=handler)
        return drafted


def over_problems(code: str) -> Callable[[Office, int], Instrument]:
    """A paper of an action over problems of the unit."""

    def made(place: Office, number: int) -> Instrument:
        action = action_of(place)
        found = items_of(problems_of(place, number, action=action), code)
        if not papers.kind(place, code).needs_problems and code == "supervision_notice":
            found = [replace(one, problem=None) for one in found]
        return _draft(place, code, found, action_id=action.id)

    return made


def transfer(place: Office, number: int) -> Instrument:
    """What the province passed on."""
    with on(FOUND, "handler"):
        passed = clue(ClueStatus.ACCEPTED, on=FOUND)
    told = [
        drafting.ItemFacts(heading=one[0], statement=one[1], demand=one[6], nature=Nature.MATTER)
        for one in (_FACTS[at % len(_FACTS)] for at in range(number))
    ]  # fmt: skip
    return _draft(place, "transfer_letter", told, clue_id=passed.id)


def _delivered(place: Office, number: int) -> Instrument:
    """A notice over problems, delivered on 2 March."""
    action = action_of(place)
    found = items_of(problems_of(place, number, action=action), "rectification_notice")
    paper = _draft(place, "rectification_notice", found, action_id=action.id)
    return papers.sent(paper)


def following(purpose: KindPurpose, day: date = ASKED) -> Callable[[Office, int], Instrument]:
    """What follows from a notice."""

    def made(place: Office, number: int) -> Instrument:
        before = _delivered(place, number)
        with on(day, "handler") as handler:
            return worded.follow(before, purpose=purpose, actor=handler)

    return made


def about(how: str) -> Callable[[Office, int], Instrument]:
    """What revokes or corrects a notice."""
    said = {
        "draft_revocation": "第二项所列问题经核查由其他单位的执法人员造成，认定事实有误。",
        "draft_correction": "第二项中的“2025年2月3日”更正为“2025年2月13日”。",
    }[how]

    def made(place: Office, number: int) -> Instrument:
        before = _delivered(place, number)
        with on(date(2026, 3, 9), "reviewer"), on(date(2026, 3, 9), "handler") as handler:
            return getattr(revoking, how)(before, reason=said, actor=handler)  # type: ignore[no-any-return]

    return made


def review(place: Office, number: int) -> Instrument:
    """What answers an objection against a decision."""
    before = papers.sent(over_problems("decision")(place, number))
    with on(date(2026, 3, 9), "liaison") as liaison:
        facts = ObjectionFacts("第二项所涉案件已于2025年12月20日补充归档，请求撤销该项。")
        objection = objecting.raise_(before, facts, actor=liaison)
    with on(date(2026, 3, 16), "reviewer2") as other:
        decided = DecisionFacts(
            Decision.UPHELD, "补充归档在监督检查之后完成，不影响对当时事实的认定。"
        )
        objecting.decide(objection, decided, actor=other)
    with on(date(2026, 3, 17), "handler") as handler:
        made = onward.review_decision(objection, actor=handler)
        worded.by_hand(made, actor=handler)
        return made


def interview(place: Office, number: int) -> Instrument:
    """A notice to the head of the unit."""
    found = problems_of(place, number)
    with on(DRAFTED, "handler") as handler:
        held = interviews.interview(
            InterviewStatus.APPROVED, on=DRAFTED, interviewees=interviews.heads(1, 0), problems=found,
            reason="行政执法监督发现的问题逾期未整改",
        )  # fmt: skip
        return notices.draft(held, actor=handler)[0]


def referral(place: Office, number: int) -> Instrument:
    """A letter to the office for inspections of the Party committee."""
    found = problems_of(place, number)
    with on(DRAFTED, "handler") as handler:
        made = referrals.referral(on=DRAFTED, problems=found)
        return letters.draft(made, actor=handler)


def _many(place: Office) -> str:
    """The units of the office and two more."""
    held = {one.name for one in session.scalars(sa.select(Unit))}
    for name in MANY:
        if name not in held:
            people.unit(name, by=place.handler)
    return "\n".join(MANY)


def circular(place: Office, number: int) -> Instrument:
    """A circular to many units about what an action found."""
    action = action_of(place)
    problems_of(place, number, action=action)
    told = [
        f"（{chinese_number(at + 1)}）{one[0]}。{one[1]}。"
        for at, one in enumerate(_FACTS[at % len(_FACTS)] for at in range(number))
    ]
    words = OwnWords(
        Part.MATTERS,
        "\n".join(
            ["一、主要做法", "各单位对照要求开展自查，按期报送材料。", "二、存在的问题", *told]
        ),
    )
    return _draft(
        place, "circular", action_id=action.id, recipients=_many(place), unit=None, wording=(words,)
    )


def issuing(place: Office, number: int) -> Instrument:
    """A notice with the plan of an action."""
    action = action_of(place)
    plan = AttachedText(
        action.title + "方案",
        "\n".join(
            [
                "一、监督内容",
                *(
                    f"（{chinese_number(at + 1)}）{_FACTS[at % len(_FACTS)][0]}的情况。"
                    for at in range(number)
                ),
            ]
        ),
    )
    return _draft(
        place,
        "issuing_notice",
        action_id=action.id,
        recipients=_many(place),
        unit=None,
        layout=LayoutFacts(attached=(plan,)),
    )


MANY = ("示例市甲局", "示例市乙局", "示例市生态环境局", "示例市综合行政执法局")
KINDS: dict[str, Callable[[Office, int], Instrument]] = {
    "opinion": over_problems("opinion"),
    "rectification_notice": over_problems("rectification_notice"),
    "supervision_notice": over_problems("supervision_notice"),
    "decision": over_problems("decision"),
    "transfer_letter": transfer,
    "referral_letter": referral,
    "urging_paper": following(KindPurpose.URGING),
    "reminder": following(KindPurpose.REMINDER, date(2026, 3, 25)),
    "interview_notice": interview,
    "review_decision": review,
    "superior_letter": following(KindPurpose.SUPERIOR),
    "revocation": about("draft_revocation"),
    "correction": about("draft_correction"),
    "circular": circular,
    "issuing_notice": issuing,
}
DAYS = {  # on which they are written, where not before a notice was due
    "urging_paper": ASKED, "superior_letter": ASKED, "reminder": date(2026, 3, 25),
    "revocation": date(2026, 3, 9), "correction": date(2026, 3, 9), "review_decision": date(2026, 3, 17),
}  # fmt: skip
