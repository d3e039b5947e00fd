"""The law of one supervision matter in plain words; it imports nothing of the product.

Two problems at one unit, the 决定书 that carries them as its items, the unit's replies, conclusions, 销号, 延期 and 异议, and the paper that revokes it. `refusals` says why a person may not do an act now (empty: they may); `do` does it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.law.facts import ANSWERING, PEOPLE, Asked, Facts, Problem

UNSIGNED = ("拟稿", "退回修改", "审核中", "待签发")
DELIVERED = (*ANSWERING, "已反馈", "核查通过", "办结", "归档")
ACTS = {  # act: (whose it is, in which states, what it makes of them; "" leaves the state)
    "explain": ("承办人", ("待核实",), ""),
    "establish": ("承办人", ("待核实",), ""),
    "confirm": ("审核人", ("待核实",), "已认定"),
    "reject": ("审核人", ("待核实",), "不予认定"),
    "draft": ("承办人", ("已认定",), ""),
    "submit": ("承办人", ("拟稿", "退回修改"), "审核中"),
    "withdraw": ("承办人", ("审核中",), "拟稿"),
    "pass_review": ("审核人", ("审核中",), "待签发"),
    "send_back": ("审核人", ("审核中",), "退回修改"),
    "refuse": ("签发人", ("待签发",), "退回修改"),
    "sign": ("签发人", ("待签发",), "已签发"),
    "send": ("承办人", ("已签发",), ""),
    "register_delivery": ("承办人", ("已签发",), "已送达"),
    "receive": ("联络员", ("已签发",), "已送达"),
    "answer": ("联络员", ANSWERING, ""),
    "reply": ("联络员", ANSWERING, "已反馈"),
    "return_reply": ("承办人", ("已反馈",), "退回补充整改"),
    "conclude": ("承办人", ("已反馈",), ""),
    "opine": ("承办人", ("已反馈", "退回补充整改"), ""),
    "write_off": ("审核人", ("已反馈", "退回补充整改", "核查通过"), ""),
    "pass_verification": ("承办人", ("已反馈",), "核查通过"),
    "reopen": ("审核人", ("核查通过",), "已反馈"),
    "close": ("审核人", ("核查通过",), "办结"),
    "archive": ("承办人", ("办结",), "归档"),
    "void": ("审核人", (*UNSIGNED, "已签发"), "作废"),
    "revoke": ("承办人", DELIVERED, ""),
    "revoke_submit": ("承办人", ("拟稿",), "审核中"),
    "revoke_review": ("审核人", ("审核中",), "待签发"),
    "revoke_sign": ("签发人", ("待签发",), "已签发"),
    "revoke_deliver": ("承办人", ("已签发",), "已送达"),
    "ask": ("联络员", ANSWERING, "待审核"),
    "grant": ("审核人", ("待审核",), "已批准"),
    "forward": ("审核人", ("待审核",), "待签发人批准"),
    "grant_further": ("签发人", ("待签发人批准",), "已批准"),
    "refuse_extension": ("审核人", ("待审核",), "未批准"),
    "withdraw_extension": ("联络员", ("待审核",), "已撤回"),
    "object": ("联络员", (*ANSWERING, "已反馈"), "复查中"),
    "decide": ("审核人", ("复查中",), "已作出复查决定"),
    "not_accept": ("审核人", ("复查中",), "不予受理"),
    "withdraw_objection": ("联络员", ("复查中",), "已撤回"),
}
ON_PROBLEM = ("explain", "establish", "confirm", "reject")
ON_EXTENSION = ("grant", "forward", "grant_further", "refuse_extension", "withdraw_extension")
ON_REVOCATION = ("revoke_submit", "revoke_review", "revoke_sign", "revoke_deliver")
ON_OBJECTION = ("decide", "not_accept", "withdraw_objection")
REASONED = {"send_back", "refuse", "return_reply", "reopen", "void", "revoke", "reject", "ask",
            "object", "refuse_extension", "not_accept"}  # fmt: skip


@dataclass
class Matter(Facts):
    """Everything the law has to say about one matter on one day."""

    def refusals(self, act: str, who: str, **how: Any) -> set[str]:
        """Why not: unseen (another's record), role, person, state, input."""
        return set(self._refusals(act, who, how))

    def _refusals(self, act: str, who: str, how: dict[str, Any]) -> Iterator[str]:
        role, states, _ = ACTS[act]
        if role != PEOPLE[who]:
            yield "role"
        if who == "stranger" or (who == "clerk" and not self._reached(act)):
            yield "unseen"
        if not set(self._states(act, how)) <= set(states) or not self._states(act, how):
            yield "state"
        if act in REASONED and not how.get("reason", "").strip():
            yield "input"
        yield from getattr(self, f"_{act}_refusals", self._nothing)(who, how)

    def _reached(self, act: str) -> bool:
        """Whether the paper that the act is on is the unit's to see."""
        if act in ON_REVOCATION:
            return self.revocation == "已送达"
        return self.sent or self.delivered is not None

    def _states(self, act: str, how: dict[str, Any]) -> list[str]:
        if act in ON_PROBLEM:
            return [self.problems[how["item"]].status]
        if act == "draft":
            return [one.status for one in self.problems] if not self.paper else []
        if act in ON_EXTENSION:
            return [one.status for one in self.extensions[-1:]] if self.paper in ANSWERING else []
        if act in ON_OBJECTION:
            return [one.status for one in self.objections[-1:]] if self.paper != "作废" else []
        if act in ON_REVOCATION:
            return [self.revocation] if self.revocation else []
        return [self.paper]

    def _nothing(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        yield from ()

    def _items(self, how: dict[str, Any]) -> list[Problem]:
        return [self.problems[n] for n in how.get("items", ())]

    # The conditions beyond role, state and reason ---------------------------------------------

    def _establish_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        one = self.problems[how["item"]]
        if one.explained is None:
            yield "input"
        if who in one.signers:
            yield "person"
        if len(one.signers) >= 2:
            yield "state"

    def _confirm_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        one = self.problems[how["item"]]
        if len(one.signers) < (2 if one.grave else 1):
            yield "person"

    def _pass_review_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if who == self.drafter:
            yield "person"

    def _sign_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if who in (self.drafter, self.reviewer):
            yield "person"

    def _send_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if self.sent:
            yield "state"

    def _register_delivery_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if how["on"] > self.today:
            yield "input"

    def _receive_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if not self.sent:
            yield "person"

    def _revoke_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if self.revocation:
            yield "person"  # one paper about a paper at a time

    def _revoke_deliver_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if how["on"] > self.today:
            yield "input"

    def _reply_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        filled = self._items(how)
        if not all(
            one.answered or (one in filled and self.anew(one, how)) for one in self.problems
        ):
            yield "input"

    def _return_reply_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if all(one.written_off or one.conclusion == "已整改" for one in self.problems):
            yield "state"  # nothing is left that the unit could supplement

    def _conclude_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        yield from self._chosen(how)
        if how["conclusion"] == "已整改" and not how.get("reason"):
            yield "input"  # 已整改 needs 佐证 or a reason; these walks have no 佐证

    def _opine_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        yield from self._chosen(how)
        for one in self._items(how):
            if not one.conclusion or (how["opinion"] == "同意销号" and one.conclusion != "已整改"):
                yield "input"

    def _write_off_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        yield from self._chosen(how)
        for one in self._items(how):
            if not one.agreed:
                yield "input"

    def _chosen(self, how: dict[str, Any]) -> Iterator[str]:
        if not how["items"]:
            yield "input"
        if any(one.written_off for one in self._items(how)):
            yield "state"

    def _pass_verification_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if not all(one.agreed for one in self.problems):
            yield "person"

    def _ask_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if self.due is None or self.today > self.due:
            yield "state"
        elif how["until"] <= self.due:
            yield "input"
        if any(one.status in ("待审核", "待签发人批准") for one in self.extensions):
            yield "state"
        if sum(one.status == "已批准" for one in self.extensions) >= 2:  # at most N times: 2 as set
            yield "state"

    def _grant_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if any(one.further for one in self.extensions[-1:]):
            yield "person"

    def _forward_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if not any(one.further for one in self.extensions[-1:]):
            yield "person"

    def _object_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if self.delivered and self.today > self.workdays_on(self.delivered, 10):
            yield "state"
        if any(one.status in ("复查中", "已作出复查决定") for one in self.objections):
            yield "state"

    def _decide_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        if who in {self.drafter, self.reviewer, self.signer} | self.verifiers:
            yield "person"

    _not_accept_refusals = _decide_refusals

    # What an act changes --------------------------------------------------------------------

    def do(self, act: str, who: str, **how: Any) -> None:
        """The act has its effect; ask `refusals` first."""
        target = ACTS[act][2]
        if act in ON_PROBLEM:
            self.problems[how["item"]].status = target or self.problems[how["item"]].status
        elif act in ON_EXTENSION:
            self.extensions[-1].status = target
        elif act in ON_OBJECTION:
            self.objections[-1].status = target
        elif act in ON_REVOCATION:
            self.revocation = target
        elif act not in ("ask", "object"):
            self.paper = target or self.paper
        getattr(self, f"_{act}", lambda who, how: None)(who, how)

    def _explain(self, who: str, how: dict[str, Any]) -> None:
        one = self.problems[how["item"]]
        said = (how["text"], how["on"])
        if said != one.explained:
            one.signers.clear()  # what was signed for is no longer what stands there
        one.explained = said

    def _establish(self, who: str, how: dict[str, Any]) -> None:
        one = self.problems[how["item"]]
        one.signers.append(who)
        if len(one.signers) == 2 and not one.grave:
            one.status = "已认定"

    def _draft(self, who: str, how: dict[str, Any]) -> None:
        self.paper, self.drafter = "拟稿", who

    def _pass_review(self, who: str, how: dict[str, Any]) -> None:
        self.reviewer = who

    def _send_back(self, who: str, how: dict[str, Any]) -> None:
        self.reviewer = ""

    _refuse = _send_back

    def _sign(self, who: str, how: dict[str, Any]) -> None:
        self.signer = who

    def _send(self, who: str, how: dict[str, Any]) -> None:
        self.sent = True

    def _receive(self, who: str, how: dict[str, Any]) -> None:
        self.delivered = how.get("on", self.today)
        self.due = self.next_workday(self.delivered + timedelta(days=30))

    _register_delivery = _receive

    def anew(self, one: Problem, how: dict[str, Any]) -> bool:
        """Whether this makes last round's words, or none, an answer of this round."""
        if one.conclusion == "已整改":
            return False  # settled in an earlier round: it has no box any more
        words = how.get("words", one.words)
        return words != one.words or (bool(how.get("again")) and bool(one.words))

    def _answer(self, who: str, how: dict[str, Any]) -> None:
        for one in self._items(how):
            if self.anew(one, how):
                one.answered, one.words = True, how.get("words", one.words)

    def _reply(self, who: str, how: dict[str, Any]) -> None:
        self._answer(who, how)
        self.begin_anew()
        self._lapse(self.extensions)

    def _return_reply(self, who: str, how: dict[str, Any]) -> None:
        self.due = self.next_workday(self.today + timedelta(days=how["days"]))
        for one in self.problems:
            one.answered = one.answered and one.conclusion == "已整改"

    def _conclude(self, who: str, how: dict[str, Any]) -> None:
        for one in self._items(how):
            one.conclusion, one.opinions = how["conclusion"], {}
        self.verifiers.add(who)

    def _opine(self, who: str, how: dict[str, Any]) -> None:
        for one in self._items(how):
            one.opinions[who] = how["opinion"]
        self.verifiers.add(who)

    def _write_off(self, who: str, how: dict[str, Any]) -> None:
        for one in self._items(how):
            one.written_off = self.today
        self.verifiers.add(who)

    def _close(self, who: str, how: dict[str, Any]) -> None:
        self._write_off(
            who, {"items": [n for n, one in enumerate(self.problems) if not one.written_off]}
        )

    def _void(self, who: str, how: dict[str, Any]) -> None:
        self._lapse(self.extensions + self.objections)

    def _revoke(self, who: str, how: dict[str, Any]) -> None:
        self.revocation = "拟稿"

    def _revoke_deliver(self, who: str, how: dict[str, Any]) -> None:
        if self.paper in ANSWERING:
            self.due = None  # the term that ran ends; one that was met stays
        self.paper, self.revoked = "已撤销", how["on"]
        self._lapse(self.extensions + self.objections)
        for one in self.problems:
            if not one.written_off:
                one.conclusion = ""  # no paper speaks for it any more

    def _lapse(self, asked: list[Asked]) -> None:
        for one in asked:
            if one.status in ("待审核", "待签发人批准", "复查中"):
                one.status = "已失效"

    def _ask(self, who: str, how: dict[str, Any]) -> None:
        further = any(one.status == "已批准" for one in self.extensions)
        self.extensions.append(Asked("待审核", how["until"], further))

    def _forward(self, who: str, how: dict[str, Any]) -> None:
        self.extensions[-1].reviewed_by = who

    def _grant(self, who: str, how: dict[str, Any]) -> None:
        self.due = self.extensions[-1].until

    _grant_further = _grant

    def _object(self, who: str, how: dict[str, Any]) -> None:
        self.objections.append(Asked("复查中", self.workdays_on(self.today, 15)))
