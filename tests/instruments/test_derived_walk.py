"""After every act of a paper's life, by whoever does it and in that person's own scope, all that is
stored of others says what follows from them: seeded walks over every public verb."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.core import clock, duedates, settings
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.principal import SYSTEM, Principal, acting
from supervision.core.access.scope import scope_of
from supervision.core.db import session, unit_of_work
from supervision.core.deadlines import Term, Unit, fixed
from supervision.core.derived import verify
from supervision.core.duedates import DueDate, DueState, current_calendar
from supervision.core.errors import DomainError
from supervision.instruments.back_entry import correcting
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.chasing import service as chasing
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.objecting import registering
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts
from supervision.instruments.objecting.states import Decision, Effect
from supervision.instruments.onward import service as onward
from supervision.instruments.replying import service as replying
from supervision.instruments.revoking import service as revoking
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, DeliveryMethod, KindPurpose, Opinion
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import service as verifying
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make import handing, on_paper, papers, second_person, worded
from tests.make.offices import SMALL, Office, found_office
from tests.support.work import Inside

BEGUN = date(2026, 3, 2)
ACTS_A_WALK = 90
Act = Callable[["Walk", Instrument, Principal], Any]


class Walk:
    """One bureau, its days, and the dice."""

    def __init__(self, app: Flask, desk: Office, seed: int) -> None:
        self.app, self.desk, self.dice, self.day = app, desk, random.Random(seed), BEGUN  # noqa: S311
        self.done: Counter[str] = Counter()

    @contextmanager
    def as_(self, person: Principal) -> Iterator[None]:
        """`person` acts today and sees what is theirs to see."""
        with (
            self.app.app_context(), clock.reliving(self.day), acting(person),
            seeing(scope_of(person)), unit_of_work(),
        ):  # fmt: skip
            yield

    def step(self) -> str:
        """One act on one paper; what was done, or nothing where it was refused."""
        self.day += timedelta(days=self.dice.choice((0, 0, 0, 1, 3)))
        paper_id, status = self._some_paper()
        name, who, act = self.dice.choice(ACTS[status])
        try:
            with self.as_(getattr(self.desk, who)):
                paper = session.get(Instrument, paper_id)
                if paper is None:
                    return ""  # not to be seen by whoever would act
                act(self, paper, getattr(self.desk, who))
        except DomainError:
            return ""
        self.done[name] += 1
        return f"{name} on {paper_id} ({status.value})"

    def _some_paper(self) -> tuple[int, S]:
        with self.app.app_context(), seeing(EVERYTHING), unit_of_work(write=False) as own:
            answered = sa.select(Instrument.id, Instrument.status).join(InstrumentKind)
            rows = own.execute(answered.where(InstrumentKind.reply_wanted)).all()
        fresh = [row for row in rows if row.status not in (S.ARCHIVED, S.VOID, S.REVOKED)]
        key, status = self.dice.choice(fresh or rows)
        return key, status

    def item(self, paper: Instrument) -> list[Any]:
        """One item, or all of them."""
        return list(paper.items) if self.dice.random() < 0.6 else [self.dice.choice(paper.items)]


def _facts(walk: Walk, paper: Instrument) -> drafting.PaperFacts:
    """The paper over other problems than before."""
    found = session.scalars(sa.select(Problem).where(Problem.in_hand)).all()
    chosen = walk.dice.sample(list(found), k=min(len(found), walk.dice.choice((1, 2))))
    kind = session.get_one(InstrumentKind, paper.kind_id)
    items = drafting.items_from_problems(chosen, kind=kind) if "corrective" in kind.natures else []
    return drafting.PaperFacts(kind=kind, unit=walk.desk.unit, items=items)


def _draft(walk: Walk, paper: Instrument, actor: Principal) -> None:
    code = walk.dice.choice(("opinion", "rectification_notice", "transfer_letter"))
    facts = _facts(walk, paper)
    kind = kinds.in_force(walk.desk.body_id, code)
    assert kind is not None
    drafting.draft(
        drafting.PaperFacts(kind=kind, unit=facts.unit, items=facts.items if kind.natures else []),
        actor=actor,
    )


def _register_delivery(walk: Walk, paper: Instrument, actor: Principal) -> None:
    facts = delivery.DeliveryFacts(DeliveryMethod.DIRECT, walk.day, recipient="示例收件人")
    delivery.register_delivery(paper, facts, actor=actor)


def _send(walk: Walk, paper: Instrument, actor: Principal) -> None:
    settings.put("delivered_on_sending", walk.dice.random() < 0.3)
    delivery.send(paper, actor=actor)


def _answer(walk: Walk, paper: Instrument, actor: Principal) -> None:
    for item in walk.item(paper):
        replying.answer(item, "已整改。", actor=actor)


def _reply_on_paper(walk: Walk, paper: Instrument, actor: Principal) -> None:
    facts = replying.RegisteredReply(
        "示甲〔2026〕1号", walk.day, walk.day, {item.id: "见来文" for item in paper.items}
    )
    replying.register(paper, facts, actor=actor)


def _conclude(walk: Walk, paper: Instrument, actor: Principal) -> None:
    made = walk.dice.choice((Conclusion.MENDED, Conclusion.MENDED, Conclusion.NOT_MENDED))
    verifying.conclude(walk.item(paper), made, actor=actor)


def _return(_walk: Walk, paper: Instrument, actor: Principal) -> None:
    verifying.return_reply(paper, reason="佐证不足", term=Term(10, Unit.DAY), actor=actor)


def _extend(walk: Walk, paper: Instrument, actor: Principal) -> None:
    until = walk.day + timedelta(days=60)
    extending.ask(paper, extending.ExtensionFacts("工作量大", until), actor=actor)


def _grant(walk: Walk, paper: Instrument, actor: Principal) -> None:
    [*_, last] = extending.extensions_of(paper) or [None]
    if last is not None:
        extending.grant(last, new_due=walk.day + timedelta(days=50), actor=actor)


def _object(_walk: Walk, paper: Instrument, actor: Principal) -> None:
    objecting.raise_(paper, objecting.ObjectionFacts("事实有出入"), actor=actor)


def _decide(walk: Walk, paper: Instrument, actor: Principal) -> None:
    effect = walk.dice.choice(tuple(Effect))
    later = walk.day + timedelta(days=70)
    facts = DecisionFacts(Decision.UPHELD, "维持。", effect, later, reviewers="示例外人")
    for one in objecting.objections_of(paper):
        second_person.confirm(registering.ask(one, facts, actor=actor), one)


def _take_back(_walk: Walk, paper: Instrument, actor: Principal) -> None:
    for one in objecting.objections_of(paper):
        objecting.withdraw(one, actor=actor)


def _hand_back(_walk: Walk, paper: Instrument, actor: Principal) -> None:
    act = onward.hand_back if actor.is_unit else onward.register_hand_back
    act(paper, reason="不属本单位职责", actor=actor)


def _chase(walk: Walk, paper: Instrument, actor: Principal) -> None:
    rung = walk.dice.choice(tuple(chasing.Rung))
    on = walk.day - timedelta(days=walk.dice.choice((0, 2)))
    chasing.chase(paper, chasing.ChaseFacts(rung, on=on), actor=actor)


def _move(walk: Walk, _paper: Instrument, _actor: Principal) -> None:
    with seeing(EVERYTHING):
        rows = session.scalars(sa.select(DueDate).where(DueDate.state == DueState.OPEN)).all()
        for row in rows:
            result = fixed(row.due + timedelta(days=walk.dice.choice((1, 3))), current_calendar())
            duedates.move(row, result, reason="试", actor=SYSTEM)


def _end_problem(walk: Walk, paper: Instrument, actor: Principal) -> None:
    verb = walk.dice.choice((problems.cannot_fix, problems.refer_away))
    for item in paper.items:
        if item.problem is not None:
            verb(item.problem, on=walk.day, reason="试", actor=actor)


def _back_enter(walk: Walk, _paper: Instrument, actor: Principal) -> None:
    back_entry.enter(_past(walk), actor=actor)


def _past(walk: Walk) -> back_entry.PastPaper:
    found = session.scalars(sa.select(Problem).where(Problem.in_hand)).all()
    kind = kinds.in_force(walk.desk.body_id, "opinion")
    assert kind is not None
    items = drafting.items_from_problems(found[:1])
    far = walk.dice.choice((1, 2, 3, 4))
    return back_entry.PastPaper(
        drafting.PaperFacts(kind=kind, unit=walk.desk.unit, items=items),
        number=f"示司监意〔2025〕{walk.dice.randrange(1, 9999)}号", signed_on=date(2025, 5, 5),
        signatory_name="示例局长", delivered_on=date(2025, 5, 6) if far > 1 else None,
        replied_on=date(2025, 6, 1) if far > 2 else None,
        closed_on=date(2025, 6, 9) if far > 3 else None,
    )  # fmt: skip


def _correct(walk: Walk, paper: Instrument, actor: Principal) -> None:
    past = _past(walk)
    held = correcting.past_of(paper)
    entry = back_entry.PastPaper(
        held.paper, number=held.number, signed_on=past.signed_on, signatory_name="示例局长",
        delivered_on=past.delivered_on, replied_on=past.replied_on, closed_on=past.closed_on,
    )  # fmt: skip
    correcting.correct(paper, entry, reason="试", actor=actor)


def _register_signature(walk: Walk, paper: Instrument, actor: Principal) -> None:
    on_paper.sign(paper, by=actor, on=walk.day)


def _pass_on(walk: Walk, _paper: Instrument, actor: Principal) -> None:
    one, other = (session.get_one(User, walk.desk.id_of(who)) for who in ("handler", "second"))
    handing.hand_over(one, other, reason="试", actor=actor)


def _revoke(walk: Walk, paper: Instrument, actor: Principal) -> None:
    """The whole way of the paper that revokes, by those whose acts they are."""
    made = revoking.draft_revocation(paper, reason="误", actor=actor)
    with seeing(EVERYTHING):
        drafting.submit(made, actor=walk.desk.handler)
        drafting.pass_review(made, actor=walk.desk.reviewer)
        signing.sign(made, actor=walk.desk.signatory)
        facts = delivery.DeliveryFacts(DeliveryMethod.DIRECT, walk.day, recipient="示例收件人")
        delivery.register_delivery(made, facts, actor=walk.desk.second)


def _plain(verb: Callable[..., Any], **given: Any) -> Act:
    return lambda _walk, paper, actor: verb(paper, actor=actor, **given)


def _of_items(verb: Callable[..., Any], *given: Any) -> Act:
    return lambda walk, paper, actor: verb(walk.item(paper), *given, actor=actor)


def _amend(walk: Walk, paper: Instrument, actor: Principal) -> None:
    drafting.amend(paper, _facts(walk, paper), actor=actor)


Line = tuple[str, str, Act]
EARLY: list[Line] = [
    ("draft", "handler", _draft), ("submit", "handler", _plain(drafting.submit)),
    ("submit", "handler", _plain(drafting.submit)), ("amend", "handler", _amend),
    ("pass", "reviewer", _plain(drafting.pass_review)),
    ("pass", "reviewer", _plain(drafting.pass_review)),
    ("sign", "signatory", _plain(signing.sign)), ("sign", "signatory", _plain(signing.sign)),
    ("withdraw", "handler", _plain(drafting.withdraw)),
    ("send back", "reviewer", _plain(drafting.send_back, reason="补")),
    ("register signature", "handler", _register_signature),
    ("void", "reviewer", _plain(revoking.void, reason="误")),
    ("back enter", "handler", _back_enter), ("hand over", "reviewer", _pass_on),
    ("end problem", "reviewer", _end_problem),
]  # fmt: skip
SENT: list[Line] = [
    ("send", "handler", _send), ("receive", "liaison", _plain(delivery.receive)),
    ("receive", "liaison", _plain(delivery.receive)), ("deliver", "second", _register_delivery),
    ("chase", "handler", _chase), ("void", "reviewer", _plain(revoking.void, reason="误")),
    ("correct", "handler", _correct),
]  # fmt: skip
WITH_UNIT: list[Line] = [
    ("answer", "liaison", _answer), ("answer", "liaison", _answer),
    ("reply", "liaison", _plain(replying.send)), ("reply", "liaison", _plain(replying.send)),
    ("reply on paper", "handler", _reply_on_paper), ("chase", "handler", _chase),
    ("extend", "liaison", _extend), ("grant", "reviewer", _grant), ("object", "liaison", _object),
    ("decide", "second", _decide), ("take back", "liaison", _take_back), ("move", "handler", _move),
    ("hand back", "liaison", _hand_back), ("draft", "handler", _draft), ("correct", "handler", _correct),
    ("decision", "handler", _plain(worded.follow, purpose=KindPurpose.DECISION)),
    ("carry on", "reviewer", _plain(onward.carry_on)),
    ("finish", "reviewer", _plain(verifying.finish)),
    ("insist", "handler", _plain(onward.insist, reason="仍由你办")),
    ("end problem", "reviewer", _end_problem),
    ("revoke", "handler", _revoke),
]  # fmt: skip
CHECKED: list[Line] = [
    ("conclude", "handler", _conclude), ("conclude", "handler", _conclude),
    ("agree", "handler", _of_items(verifying.opine, Opinion.AGREE)),
    ("agree", "second", _of_items(verifying.opine, Opinion.AGREE)),
    ("agree", "second", _of_items(verifying.opine, Opinion.AGREE)),
    ("write off", "reviewer", _of_items(verifying.write_off)),
    ("pass verification", "handler", _plain(verifying.pass_verification)),
    ("close", "reviewer", _plain(verifying.close)), ("close", "reviewer", _plain(verifying.close)),
    ("reopen", "reviewer", _plain(verifying.reopen, reason="再查")), ("return", "handler", _return),
    ("archive", "handler", _plain(verifying.archive)), ("decide", "second", _decide),
    ("revoke", "handler", _revoke),
]  # fmt: skip
ACTS: dict[S, list[Line]] = {
    **dict.fromkeys(
        (S.DRAFT, S.RETURNED, S.REVIEWING, S.AWAITING_SIGNATURE, S.VOID, S.REVOKED), EARLY
    ),
    S.SIGNED: SENT,
    **dict.fromkeys((S.DELIVERED, S.SUPPLEMENT, S.HANDED_BACK), WITH_UNIT),
    **dict.fromkeys((S.REPLIED, S.VERIFIED, S.CLOSED, S.ARCHIVED), CHECKED),
}


@pytest.fixture
def unarchived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are signed without being typeset: that is another test's matter."""
    monkeypatch.setattr(signing, "_archive_if_possible", lambda *_a, **_k: True)


SEEDS = [1, 2, 3, *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(4, 24))]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_stored_follows_after_every_act(
    app: Flask, inside: Inside, unarchived: None, seed: int
) -> None:
    with clock.reliving(BEGUN), inside():
        desk = found_office(seats=SMALL)
        for kind in session.scalars(sa.select(InstrumentKind).where(InstrumentKind.reply_wanted)):
            kind.returnable = True
        for _ in range(3):
            papers.opinion(desk, "依法纠正。")
    walk = Walk(app, desk, seed)
    story: list[str] = []
    for _ in range(ACTS_A_WALK):
        if told := walk.step():
            story.append(told)
            with app.app_context(), unit_of_work(write=False) as own:
                wrong = [str(one) for one in verify(own)]
            assert not wrong, "\n".join([*story, *wrong])
    assert len(story) > ACTS_A_WALK // 4, story
    assert len(walk.done) > 10, walk.done
