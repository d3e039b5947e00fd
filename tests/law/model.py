"""The law of one supervision matter in plain words; it imports nothing of the product.

Two problems at one unit, the 决定书 that carries them as its items, the unit's replies, conclusions,
销号, 延期 and 异议. `refusals` says why a person may not do an act now (empty: they may); `do` does it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

PEOPLE = {
    "first": "承办人", "second": "承办人", "chief": "审核人", "chief2": "审核人", "leader": "签发人",
    "clerk": "联络员", "stranger": "联络员",
}  # fmt: skip
ANSWERING = ("已送达", "退回补充整改")
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
    "opine": ("承办人", ("已反馈",), ""),
    "write_off": ("审核人", ("已反馈", "核查通过"), ""),
    "pass_verification": ("承办人", ("已反馈",), "核查通过"),
    "reopen": ("审核人", ("核查通过",), "已反馈"),
    "close": ("审核人", ("核查通过",), "办结"),
    "archive": ("承办人", ("办结",), "归档"),
    "void": ("审核人", (*UNSIGNED, "已签发"), "作废"),
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
ON_OBJECTION = ("decide", "not_accept", "withdraw_objection")
REASONED = {"send_back", "refuse", "return_reply", "reopen", "void", "reject", "ask", "object",
            "refuse_extension", "not_accept"}  # fmt: skip


@dataclass(eq=False)
class Problem:
    """A finding; once a paper carries it, also that paper's item."""

    grave: bool
    status: str = "待核实"  # its own, before any paper speaks for it
    explained: tuple[str, date] | None = None
    signers: list[str] = field(default_factory=list)
    worded: bool = False  # its box on the reply's one page holds words, of an earlier round perhaps
    answered: bool = False
    conclusion: str = ""
    opinions: dict[str, str] = field(default_factory=dict)
    written_off: date | None = None

    @property
    def agreed(self) -> bool:
        """Enough agree for the section head to confirm: three people in all for 严重, else two."""
        agreeing = sum(said == "同意销号" for said in self.opinions.values())
        return self.conclusion == "已整改" and agreeing >= (2 if self.grave else 1)


@dataclass
class Asked:
    """A request for 延期 or an 异议."""

    status: str
    until: date
    further: bool = False
    reviewed_by: str = ""


@dataclass
class Matter:
    """Everything the law has to say about one matter on one day."""

    today: date
    off: frozenset[date]  # weekdays on which nobody works
    worked: frozenset[date]  # weekends on which people do
    problems: list[Problem]
    paper: str = ""  # its state; "" before there is one
    drafter: str = ""
    reviewer: str = ""
    signer: str = ""
    verifiers: set[str] = field(default_factory=set)
    sent: bool = False
    delivered: date | None = None
    due: date | None = None
    extensions: list[Asked] = field(default_factory=list)
    objections: list[Asked] = field(default_factory=list)

    def refusals(self, act: str, who: str, **how: Any) -> set[str]:
        """Why not: unseen (another's record), role, person, state, input."""
        return set(self._refusals(act, who, how))

    def _refusals(self, act: str, who: str, how: dict[str, Any]) -> Iterator[str]:
        role, states, _ = ACTS[act]
        if role != PEOPLE[who]:
            yield "role"
        if who == "stranger" or (who == "clerk" and not (self.sent or self.delivered)):
            yield "unseen"
        if not set(self._states(act, how)) <= set(states) or not self._states(act, how):
            yield "state"
        if act in REASONED and not how.get("reason", "").strip():
            yield "input"
        yield from getattr(self, f"_{act}_refusals", self._nothing)(who, how)

    def _states(self, act: str, how: dict[str, Any]) -> list[str]:
        if act in ON_PROBLEM:
            return [self.problems[how["item"]].status]
        if act == "draft":
            return [one.status for one in self.problems] if not self.paper else []
        if act in ON_EXTENSION:
            return [one.status for one in self.extensions[-1:]] if self.paper in ANSWERING else []
        if act in ON_OBJECTION:
            return [one.status for one in self.objections[-1:]] if self.paper != "作废" else []
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

    def _reply_refusals(self, who: str, how: dict[str, Any]) -> Iterator[str]:
        filled = self._items(how)
        if not all(one.worded or one in filled for one in self.problems):
            yield "input"

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

    def _answer(self, who: str, how: dict[str, Any]) -> None:
        for one in self._items(how):
            one.worded = True
        for one in self.problems:
            one.answered = one.worded  # the page is one form: what stands in a box is sent along

    def _reply(self, who: str, how: dict[str, Any]) -> None:
        self._answer(who, how)
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

    # What follows ---------------------------------------------------------------------------

    def standing(self, item: int) -> str:
        """A problem's status as everybody must see it."""
        one = self.problems[item]
        if one.written_off:
            return "已销号"
        if one.status != "已认定" or self.paper == "作废":
            return one.status
        if self.paper in ANSWERING:
            return "整改中"
        return "待核查" if self.paper in ("已反馈", "核查通过") else "已认定"

    def light(self, item: int) -> str:
        """What the ledger says of its deadline."""
        status = self.standing(item)
        if status == "已认定":
            if self.paper in ("", "作废"):
                return "待下发"
            return "待签收" if self.paper == "已签发" else "文书办理中"
        if status != "整改中" or self.due is None:
            return status
        if self.today > self.due:
            return "逾期"
        return "临期" if self.workdays_until(self.due) <= 1 else "期限内"

    def workday(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def next_workday(self, day: date) -> date:
        """A 自然日 term that ends on a day off moves to the next working day."""
        while not self.workday(day):
            day += timedelta(days=1)
        return day

    def workdays_on(self, start: date, number: int) -> date:
        """The last of `number` working days after `start`, which is not counted."""
        day = start
        while number:
            day += timedelta(days=1)
            number -= self.workday(day)
        return day

    def workdays_until(self, until: date) -> int:
        days = (until - self.today).days
        return sum(self.workday(self.today + timedelta(days=n)) for n in range(1, days + 1))

    def reply_state(self, item: int) -> str:
        """The ledger's word on the unit's reply."""
        if self.paper in ("", "作废"):
            return ""
        if self.paper == "退回补充整改":
            return "退回补充"
        if self.paper in ("已反馈", "核查通过", "办结", "归档"):
            return f"已反馈 {sum(one.answered for one in self.problems)}/{len(self.problems)}"
        return "办理中" if self.problems[item].answered else "未反馈"

    def tab(self, name: str) -> list[int]:
        """The problems that stand under a tab of the ledger."""
        return [n for n in range(len(self.problems)) if self._under(name, n)]

    def _under(self, name: str, item: int) -> bool:
        status = self.standing(item)
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        late = status == "整改中" and self.due is not None and self.due < self.today
        return {
            "在办": status not in ("不予认定", "已销号"),
            "本周到期": status == "整改中"
            and not late
            and self.due is not None
            and self.due <= sunday,
            "逾期": late,
            "未签收": status == "已认定" and self.paper == "已签发",
            "待核查": status == "待核查",
            "已销号": status == "已销号",
            "全部": status != "不予认定",
        }[name]

    def duties(self, who: str) -> dict[str, int]:
        """What stands on a person's desk under 等我办理, and how much of it."""
        asked = [one.status for one in self.extensions[-1:]]
        objected = any(one.status == "复查中" for one in self.objections)
        case = {self.drafter, self.reviewer, self.signer} | self.verifiers
        one_signed = [
            one for one in self.problems if one.status == "待核实" and len(one.signers) == 1
        ]
        duties: dict[str, dict[str, int]] = {
            "承办人": {
                "退回我修改": self.paper == "退回修改" and who == self.drafter,
                "待送达": self.paper == "已签发" and not self.sent,
                "待核查": self.paper == "已反馈",
                "待认定": sum(who not in one.signers for one in one_signed),
            },
            "审核人": {
                "待我审核": self.paper == "审核中",
                "待确认销号": self.paper == "核查通过",
                "待批延期": asked == ["待审核"],
                "待复查异议": objected and who not in case,
                "待确认认定": sum(self.confirmable(one) for one in self.problems),
            },
            "签发人": {
                "待我签发": self.paper == "待签发",
                "待批再次延期": asked == ["待签发人批准"],
            },
        }
        return {title: int(number) for title, number in duties[PEOPLE[who]].items() if number}

    def confirmable(self, one: Problem) -> bool:
        return one.status == "待核实" and len(one.signers) >= (2 if one.grave else 1)
