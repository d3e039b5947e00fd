"""Walks through the law, by HTTP, each act signed in as the person who does it, in that person's scope.

Hypothesis chooses who does what, allowed or not; after every step the model, the store and the pages agree.
"""

import os
from datetime import timedelta
from time import perf_counter
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.law import hands, truth
from tests.law.facts import PEOPLE
from tests.law.model import (
    ACTS,
    ON_EXTENSION,
    ON_OBJECTION,
    ON_PROBLEM,
    ON_REVOCATION,
    REASONED,
    Matter,
)
from tests.law.world import BEGUN, World
from tests.support.telling import Tell

REFUSED = {  # reason of the model: what the product may answer
    "unseen": {403, 404},
    "role": {403, 422},
    "person": {403, 409, 422},
    "state": {409, 422},
    "input": {409, 422},
}
RARE = ("reject", "void", "revoke", "withdraw", "send_back", "refuse", "withdraw_extension",
        "withdraw_objection")  # fmt: skip
LAST = BEGUN + timedelta(days=60)  # then passwords grow old
WALKED = int(os.environ.get("WALK", "300"))  # seconds for each seed in the battery
ONE_BUTTON = ("grant", "forward", "grant_further")  # 同意: the extension's page knows which
AS_READ = ("submit", "pass_review", "sign")
CONCLUDED = (("已整改", "见佐证"), ("已整改", ""), ("部分整改", ""), ("未整改", ""))
SUBSETS = ([0, 1], [0], [1])


def arguments(act: str, matter: Matter) -> list[dict[str, Any]]:
    """What may be said in an act: few of each kind, the wrong ones too."""
    today, due = matter.today, matter.due or matter.today
    why = [{"reason": "理由"}, {"reason": ""}]
    some = [{"items": items} for items in SUBSETS]
    answers = [{**one, **said} for one in some
               for said in ({"words": f"{today:%m-%d}已整改。"}, {"again": True})]  # fmt: skip
    each = [{"item": n, "on": today} for n in (0, 1)]
    said: dict[str, list[dict[str, Any]]] = {
        "explain": [{**one, "text": text} for one in each for text in ("属实。", "部分属实。")],
        "establish": each,
        "confirm": each,
        "reject": [{**one, **two} for one in each for two in why],
        "answer": answers,
        "reply": answers,
        "write_off": some,
        "conclude": [{**one, "conclusion": word, "reason": note}
                     for one in some for word, note in CONCLUDED],
        "opine": [{**one, "opinion": word} for one in some for word in ("同意销号", "暂缓销号")],
        "register_delivery": [{"on": today}, {"on": today + timedelta(days=1)}],
        "revoke_deliver": [{"on": today}, {"on": today + timedelta(days=1)}],
        "return_reply": [{**one, "days": 15} for one in why],
        "ask": [{**why[0], "until": due + timedelta(days=n)} for n in (10, 0)],
    }  # fmt: skip
    return said.get(act, why if act in REASONED else [{}])


class Walk(RuleBasedStateMachine):
    """One matter on its way."""

    world: World
    steps = 0

    @initialize(start=st.sampled_from(("found", "signed", "signed", "replied", "revoking")))
    def begin(self, start: str) -> None:
        self.matter, self.keys = self.world.begin(start)
        self.held: Any = None  # a form opened and not sent yet, and how much had happened then
        self.changes = self.step = 0
        self.last: Any = None  # the form carried out last, and whose it was

    def teardown(self) -> None:
        self.world.leave()

    def acts(
        self, *, lawful: bool, among: tuple[str, ...] | None = None
    ) -> list[tuple[str, str, dict[str, Any]]]:
        return [
            (act, who, how)
            for act in (among or tuple(ACTS))
            if self._sensible(act)
            for who in PEOPLE
            for how in arguments(act, self.matter)
            if (not self._why(act, who, how)) is lawful
            and (lawful or not self._same_button(act, who))
        ]

    def _same_button(self, act: str, who: str) -> bool:
        """Whether the button of `act` does, for this person and now, another act that is lawful."""
        return act in ONE_BUTTON and any(not self._why(one, who, {}) for one in ONE_BUTTON)

    def _sensible(self, act: str) -> bool:
        """Whether there is a record to act on, so that an address can be written down at all."""
        if act == "draft":
            return not self.matter.paper
        if act in ON_EXTENSION:
            return bool(self.matter.extensions)
        if act in ON_OBJECTION:
            return bool(self.matter.objections)
        if act in ON_REVOCATION:
            return bool(self.matter.revocation)
        return act in ON_PROBLEM or bool(self.matter.paper)

    @rule(data=st.data())
    def onward(self, data: st.DataObject) -> None:
        """Somebody does what they may."""
        usual = tuple(act for act in ACTS if act not in RARE)
        self._choose(data, self.acts(lawful=True, among=usual))

    @rule(data=st.data())
    def onward_too(self, data: st.DataObject) -> None:
        """The same, so that walks come far."""
        usual = tuple(act for act in ACTS if act not in RARE)
        self._choose(data, self.acts(lawful=True, among=usual))

    @rule(data=st.data())
    def aside(self, data: st.DataObject) -> None:
        """Something rarer that they may, too."""
        self._choose(data, self.acts(lawful=True, among=RARE))

    @rule(data=st.data(), role=st.booleans())
    def forbidden(self, data: st.DataObject, role: bool) -> None:
        """Somebody tries what they may not, thrice: the wrong state, person or words, or the wrong role."""
        for _ in range(3):
            tries = self.acts(lawful=False)
            self._choose(data, [one for one in tries if role or "role" not in self._why(*one)])

    def _why(self, act: str, who: str, how: dict[str, Any]) -> set[str]:
        return self.matter.refusals(act, who, **how)

    def _choose(self, data: st.DataObject, options: list[tuple[str, str, dict[str, Any]]]) -> None:
        names = sorted({act for act, _, _ in options})
        if not names:
            return
        act = data.draw(st.sampled_from(names), label="act")
        who, how = data.draw(
            st.sampled_from([(who, how) for one, who, how in options if one == act]),
            label="who, how",
        )
        form = hands.opened(self.world.door.of(who), self.keys, act, how)
        lawful = not self.matter.refusals(act, who, **how)
        if lawful:
            assert form.offered, f"{who} may {act}, and no page offers it"
        self._send(form, act, who, how)

    def _send(
        self, form: hands.Form, act: str, who: str, how: dict[str, Any], *, stale: bool = False
    ) -> None:
        said = self.matter.refusals(act, who, **how) | ({"state"} if stale else set())
        since = self.world.store.last_event()
        repeats = act == "answer" and self._stands_already(how)
        code = form.send(self.world.door.of(who))
        if said:
            allowed = set().union(*(REFUSED[one] for one in said))
            assert code in allowed or (code == 200 and act in ON_PROBLEM), (
                f"{who} {act} {how}: {code}, the law says {said}"
            )
            assert self.world.store.last_event() == since, (
                f"{who} {act}: refused, and yet in the trail"
            )
        else:
            assert code == 302, f"{who} {act} {how}: {code}, the law allows it"
            self.matter.do(act, who, **how)
            self.keys = self.world.keys()
            self.changes += 1
            self.last = (form, who) if form.offered else None
            events = self.world.store.rows(truth.TRAIL, since=since)
            named = {one.username for one in events} - {None}
            assert named == ({who} if not repeats else set()), (
                f"{who} {act}: the trail names {events}"
            )
        self._agree(who)

    def _stands_already(self, how: dict[str, Any]) -> bool:
        """Whether the reply's page would save nothing new."""
        chosen = [self.matter.problems[n] for n in how["items"]]
        return not any(
            self.matter.anew(one, how) and (not one.answered or "words" in how) for one in chosen
        )

    @precondition(lambda self: self.matter.today < LAST)
    @rule(days=st.sampled_from((1, 3, 15, 29)))
    def later(self, days: int) -> None:
        """Time passes."""
        self.matter.today += timedelta(days=days)
        self.held = self.last = None
        self.world.on(self.matter.today)
        self._agree("first")

    @precondition(lambda self: self.last is not None)
    @rule()
    def again(self) -> None:
        """The same form once more, as after a lost answer: the same answer, and nothing is done."""
        form, who = self.last
        self._changes_nothing(form, who, {302})

    @precondition(lambda self: self.last is not None)
    @rule()
    def again_otherwise(self) -> None:
        """The key of a form already carried out, with other content: refused."""
        form, who = self.last
        other = hands.Form(form.target, {**form.fields, "added": ["1"]}, offered=True)
        shown = {200} if "/bulk/" in form.target else set()  # many rows' answers stand on a page
        self._changes_nothing(other, who, {409, 422} | shown)

    def _changes_nothing(self, form: hands.Form, who: str, answers: set[int]) -> None:
        since = self.world.store.last_event()
        code = form.send(self.world.door.of(who))
        assert code in answers, f"{who} once more: {code}"
        assert self.world.store.last_event() == since, f"{who} once more: something was done"
        self._agree(who)

    @precondition(
        lambda self: (
            self.held is None and self.matter.paper in ("拟稿", "退回修改", "审核中", "待签发")
        )
    )
    @rule(data=st.data())
    def hold(self, data: st.DataObject) -> None:
        """Somebody opens the page of a paper and looks at it for a while."""
        options = self.acts(lawful=True, among=AS_READ)
        if options:
            act, who, how = data.draw(st.sampled_from(options), label="held")
            self.held = (
                hands.opened(self.world.door.of(who), self.keys, act, how),
                act,
                who,
                self.changes,
            )

    @precondition(lambda self: self.held is not None)
    @rule()
    def send_held(self) -> None:
        """What is submitted, passed or signed is what the person was looking at."""
        form, act, who, seen = self.held
        self.held = None
        self._send(form, act, who, {}, stale=seen != self.changes)

    def _agree(self, who: str) -> None:
        """Model, store and pages say the same."""
        type(self).steps += 1
        self.step += 1
        truth.compare_store(self.world.store, self.matter)
        reader = ("first", "second", "chief", "leader")[self.step % 4]
        tab = list(truth.TABS)[self.step % len(truth.TABS)]
        truth.compare_ledger(self.world.door.of(reader), self.keys.problems, tab, self.matter)
        if self.matter.paper:
            truth.compare_paper(self.world.door.of(reader), self.keys.paper, self.matter)
        on_duty = list(PEOPLE)[self.step % len(PEOPLE)]
        truth.compare_desk(self.world.door.of(on_duty), on_duty, self.matter)
        if self.step % 10 == 0:
            truth.compare_derived(self.world.app)


def _walk(world: World, *, number: int | None = None, **how: Any) -> int:
    """Walk, the same way every time or as the seed `number` says; how many steps were taken."""
    machine: type[Walk] = type("Walk", (Walk,), {"world": world, "steps": 0})
    told = settings(
        deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate), derandomize=number is None, **how,
    )  # fmt: skip
    chosen = machine if number is None else hypothesis.seed(number)(machine)
    run_state_machine_as_test(chosen, settings=told)
    return int(machine.steps)


def test_model_and_product_agree(world: World, tell: Tell) -> None:
    """The same walks every time, a few hundred steps."""
    steps = _walk(world, max_examples=13, stateful_step_count=30)
    tell(f"law: {steps} steps walked, model, store and pages agree")
    assert steps >= 200


@pytest.mark.postgres
@pytest.mark.battery
def test_model_and_product_agree_on_postgres(postgres_world: World, tell: Tell) -> None:
    steps = _walk(postgres_world, max_examples=14, stateful_step_count=30)
    tell(f"law: {steps} steps walked on PostgreSQL")


@pytest.mark.battery
@pytest.mark.parametrize("seed", range(4))
def test_longer_walks(world: World, tell: Tell, seed: int) -> None:
    """Other walks, five minutes for each seed."""
    until, steps, part = perf_counter() + WALKED, 0, 0
    while perf_counter() < until:
        steps += _walk(world, number=1_000 * seed + part, max_examples=10, stateful_step_count=50)
        part += 1
    tell(f"law: {steps} steps walked from seed {seed}")
