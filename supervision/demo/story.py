"""The verbs of the demonstration, each a day in the bureau told through the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supervision.actions import service as actions
from supervision.actions.models import ActionForm, ProblemMeasure, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.documents import bound
from supervision.core.files.store import save_bytes
from supervision.demo.cases import Finding
from supervision.demo.stage import later, scene, workday
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import annexes
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.layout_facts import AttachedText, LayoutFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.receipts import service as receipts
from supervision.instruments.replying import service as replying
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, Nature, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.instruments.wording.parts import OwnWords, Part
from supervision.problems import service as problems
from supervision.problems.models import Problem
from supervision.roster.models import Pool, RosterEntry

BEST = {
    Nature.CORRECTIVE: Conclusion.MENDED,
    Nature.ADVISORY: Conclusion.ADOPTED,
    Nature.MATTER: Conclusion.FOUND_TRUE,
}


@dataclass(frozen=True)
class ActionPlan:
    """What an action of the demonstration is."""

    title: str
    form: ActionForm
    measure: ProblemMeasure
    starts_on: date
    ends_on: date
    unit_ids: Sequence[int]
    content: str
    partner: str = ""


def carry_out(plan: ActionPlan) -> int:
    """Plan, approve and begin an action; its id."""
    resident = plan.form is ActionForm.RESIDENT
    with scene(workday(plan.starts_on - timedelta(days=10)), "zhou") as zhou:
        team = session.query(RosterEntry).filter_by(pool=Pool.SUPERVISOR).order_by(RosterEntry.id)
        members = [
            actions.MemberFacts(entry, leader=not n, recusal_checked=True)
            for n, entry in enumerate(team)
        ]
        action = actions.record(
            actions.ActionFacts(
                title=plan.title,
                form=plan.form,
                starts_on=plan.starts_on,
                ends_on=plan.ends_on,
                team=members,
                units=[session.get_one(Unit, key) for key in plan.unit_ids],
                measure=plan.measure,
                partner=plan.partner,
                content=plan.content,
                subjects="市级行政执法部门",
                extent="近两年办结的行政执法案件",
                stationed_on=plan.starts_on if resident else None,
                withdrawn_on=plan.ends_on if resident else None,
            ),
            actor=zhou,
        )
        action_id = action.id
    with scene(workday(plan.starts_on - timedelta(days=5)), "chen") as chen:
        actions.approve(
            session.get_one(SupervisionAction, action_id),
            on=workday(plan.starts_on - timedelta(days=5)),
            actor=chen,
        )
    with scene(workday(plan.starts_on), "zhou") as zhou:
        actions.begin(
            session.get_one(SupervisionAction, action_id), on=workday(plan.starts_on), actor=zhou
        )
    return action_id


def find(
    action_id: int, unit_id: int, findings: Sequence[tuple[Finding, str]], *, on: date
) -> list[int]:
    """Record problems at one unit; `findings` are (pattern, case number)."""
    with scene(on, "zhou") as zhou:
        action, unit = session.get_one(SupervisionAction, action_id), session.get_one(Unit, unit_id)
        found = [
            problems.record(
                problems.ProblemFacts(
                    unit=unit,
                    title=pattern.title,
                    category=pattern.category,
                    found_on=on,
                    action=action,
                    facts=pattern.facts,
                    rule_breached=pattern.rule,
                    field=unit.field,
                    case_number=case,
                ),
                actor=zhou,
            )
            for pattern, case in findings
        ]
        return [problem.id for problem in found]


def establish(problem_ids: Sequence[int], *, on: date) -> None:
    """The unit explains, the handler establishes, the section head confirms: two people in all."""
    with scene(on, "zhou", hour=9) as zhou:
        for problem in _problems(problem_ids):
            problems.explain(problem, text="情况属实，无异议。", on=on, actor=zhou)
            problems.establish(problem, on=on, actor=zhou)
    with scene(on, "wang", hour=15) as wang:
        for problem in _problems(problem_ids):
            problems.confirm(problem, on=on, actor=wang)


def _problems(ids: Sequence[int]) -> list[Problem]:
    return [session.get_one(Problem, key) for key in ids]


def notice(unit_id: int, problem_ids: Sequence[int], demands: Sequence[str], *, on: date) -> int:
    """Draft a 整改通知书 over problems; its id."""
    with scene(on, "zhou") as zhou:
        items = [
            drafting.ItemFacts(
                heading=p.title,
                statement=p.facts,
                provision=p.rule_breached,
                demand=demand,
                problem=p,
            )
            for p, demand in zip(_problems(problem_ids), demands, strict=True)
        ]
        facts = drafting.PaperFacts(
            kind=_kind(zhou.body_id, "rectification_notice"),
            unit=session.get_one(Unit, unit_id),
            items=items,
            action_id=items[0].problem.action_id if items[0].problem else None,
        )
        return drafting.draft(facts, actor=zhou).id


def opinion(
    unit_id: int,
    action_id: int,
    opinions: Sequence[tuple[str, str]],
    *,
    on: date,
    problem_ids: Sequence[int] = (),
) -> int:
    """Draft a 意见书: items over a problem correct, the others advise; its id."""
    with scene(on, "zhou") as zhou:
        carried = dict(enumerate(_problems(problem_ids)))
        items = [
            drafting.ItemFacts(
                heading=heading,
                demand=demand,
                nature=Nature.CORRECTIVE if number in carried else Nature.ADVISORY,
                problem=carried.get(number),
            )
            for number, (heading, demand) in enumerate(opinions)
        ]
        facts = drafting.PaperFacts(
            kind=_kind(zhou.body_id, "opinion"),
            unit=session.get_one(Unit, unit_id),
            items=items,
            action_id=action_id,
        )
        return drafting.draft(facts, actor=zhou).id


def refer_away(problem_ids: Sequence[int], *, to: str, on: date) -> None:
    """移交终结: handed to `to`, which sees to the rest."""
    with scene(on, "wang") as wang:
        for problem in _problems(problem_ids):
            problems.refer_away(problem, on=on, reason=f"移交{to}处理", actor=wang)


def transfer(unit_id: int, matter: str, *, action_id: int | None, on: date) -> int:
    """Draft an outbound 转办函 with one matter; its id."""
    with scene(on, "li") as li:
        facts = drafting.PaperFacts(
            kind=_kind(li.body_id, "transfer_letter"),
            unit=session.get_one(Unit, unit_id),
            items=[drafting.ItemFacts(demand=matter)],
            action_id=action_id,
        )
        return drafting.draft(facts, actor=li).id


def to_many(
    code: str,
    unit_ids: Sequence[int],
    action_id: int,
    *,
    on: date,
    words: str = "",
    attached: Sequence[AttachedText] = (),
    files: Sequence[tuple[str, bytes]] = (),
) -> int:
    """Draft a paper to many units; its id. `files`: PDFs bound behind it, by name."""
    with scene(on, "zhou") as zhou:
        sent = [save_bytes(name, bound.PDF, content, actor=zhou) for name, content in files]
        fresh, uploaded, _ = annexes.read_all(sent, beside=attached)
        units = [session.get_one(Unit, key).name for key in unit_ids]
        facts = drafting.PaperFacts(
            kind=_kind(zhou.body_id, code),
            recipients="，".join(units),
            action_id=action_id,
            wording=[OwnWords(Part.MATTERS, words)],
            layout=LayoutFacts(attached=(*attached, *uploaded), fresh=fresh),
        )
        return drafting.draft(facts, actor=zhou).id


def sign_for(paper_id: int, clerk: str, *, on: date) -> None:
    """The unit's clerk signs its own receipt of a paper to many."""
    with scene(on, clerk, hour=9) as person:
        (own,) = [
            one for one in receipts.of_paper(_paper(paper_id)) if one.unit_id in person.unit_ids
        ]
        receipts.sign(own, actor=person)


def sign_for_on_paper(paper_id: int, unit_id: int, *, recipient: str, on: date) -> None:
    """A unit signed on paper; the handler registers it."""
    with scene(on, "zhou", hour=15) as zhou:
        (own,) = [one for one in receipts.of_paper(_paper(paper_id)) if one.unit_id == unit_id]
        receipts.register(own, on=on, recipient=recipient, actor=zhou)


def _kind(body_id: int | None, code: str) -> InstrumentKind:
    kind = kinds.in_force(body_id or 0, code)
    if kind is None:
        raise LookupError(code)
    return kind


def issue(paper_id: int, *, on: date, drafter: str = "zhou") -> date:
    """Submit, review, sign and send; the day of signing."""
    with scene(on, drafter, hour=14) as person:
        drafting.submit(_paper(paper_id), actor=person)
    with scene(later(on, 1), "wang") as wang:
        drafting.pass_review(_paper(paper_id), actor=wang)
    signed = later(on, 2)
    with scene(signed, "zhao", hour=15) as zhao:
        signing.sign(_paper(paper_id), actor=zhao)
    with scene(signed, drafter, hour=16) as person:
        delivery.send(_paper(paper_id), actor=person)
    return signed


def receive(paper_id: int, clerk: str, *, on: date) -> None:
    """The unit's clerk signs for a paper."""
    with scene(on, clerk, hour=9) as person:
        delivery.receive(_paper(paper_id), actor=person)


def reply(paper_id: int, clerk: str, *, on: date, missing: int = 0) -> None:
    """Answer every item but the last `missing`, and send when none is missing."""
    with scene(on, clerk, hour=14) as person:
        paper = _paper(paper_id)
        for item in paper.items[: len(paper.items) - missing]:
            if replying.is_open(item):
                replying.answer(item, "已按要求整改到位，制度已修订，相关材料附后。", actor=person)
        if not missing:
            replying.send(paper, actor=person)


def close(paper_id: int, *, on: date) -> None:
    """Conclude and agree, the section head confirms: 销号 and 办结 by two people."""
    with scene(on, "zhou", hour=9) as zhou:
        paper = _paper(paper_id)
        for item in paper.items:
            verifying.conclude(
                [item], BEST[item.nature], note="已核对整改材料，整改到位。", actor=zhou
            )
        verifying.opine(paper.items, Opinion.AGREE, actor=zhou)
        verifying.pass_verification(paper, actor=zhou)
    with scene(on, "wang", hour=16) as wang:
        verifying.close(_paper(paper_id), actor=wang)


def _paper(paper_id: int) -> Instrument:
    return session.get_one(Instrument, paper_id)
