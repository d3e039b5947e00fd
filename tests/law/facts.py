"""What there is to one supervision matter, and what everybody must see of it; no import of the product."""

from dataclasses import dataclass, field
from datetime import date, timedelta

PEOPLE = {
    "first": "承办人", "second": "承办人", "chief": "审核人", "chief2": "审核人", "leader": "签发人",
    "clerk": "联络员", "stranger": "联络员",
}  # fmt: skip
RECORDER = "first"  # who recorded the problems is their 承办人
GONE = ("作废", "已撤销")
ANSWERING = ("已送达", "退回补充整改")


@dataclass(eq=False)
class Problem:
    """A finding; once a paper carries it, also that paper's item."""

    grave: bool
    status: str = "待核实"  # its own, before any paper speaks for it
    explained: tuple[str, date] | None = None
    signers: list[str] = field(default_factory=list)
    words: str = ""  # what stands in its box on the reply's one page, of an earlier round perhaps
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
class Facts:
    """The matter on one day, and what follows from it for every page."""

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
    revocation: str = ""  # the state of the paper that is to revoke it; "" before there is one
    revoked: date | None = None
    extensions: list[Asked] = field(default_factory=list)
    objections: list[Asked] = field(default_factory=list)

    def standing(self, item: int) -> str:
        """A problem's status as everybody must see it."""
        one = self.problems[item]
        if one.written_off:
            return "已销号"
        if one.status != "已认定" or self.paper in GONE:
            return one.status
        if self.mended(item):
            return "待核查"
        if self.paper in ANSWERING:
            return "整改中"
        return "待核查" if self.paper in ("已反馈", "核查通过") else "已认定"

    def mended(self, item: int) -> bool:
        """An item that waits for 销号 by itself while another one of its paper went back."""
        one = self.problems[item]
        return self.paper == "退回补充整改" and one.answered and one.conclusion == "已整改"

    def light(self, item: int) -> str:
        """What the ledger says of its deadline."""
        status = self.standing(item)
        if status == "已认定":
            if self.paper in ("", *GONE):
                return "待下发"
            return "待签收" if self.paper == "已签发" else "文书办理中"
        if status != "整改中" or self.due is None:
            return status
        if self.today > self.due:
            return "逾期"
        return "临期" if self.workdays_until(self.due) <= 1 else "期限内"

    def workday(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def begin_anew(self) -> None:
        """What was said of the answer before is not said of the new one."""
        for one in self.problems:
            if one.conclusion != "已整改":
                one.conclusion, one.opinions = "", {}

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
        if self.paper == "已撤销" and not self.problems[item].written_off:
            return "原文书已撤销"
        if self.paper == "退回补充整改":
            return "已反馈" if self.mended(item) else "退回补充"
        if self.paper in ("已反馈", "核查通过", "办结", "归档", "已撤销"):
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
                "待送达": (self.paper == "已签发" and not self.sent)
                + (self.revocation == "已签发"),
                "待核查": self.paper == "已反馈",
                "待我认定": sum(
                    one.status == "待核实" and one.explained is not None and not one.signers
                    for one in self.problems
                )
                * (who == RECORDER),
                "待认定": sum(who not in one.signers for one in one_signed),
            },
            "审核人": {
                "待我审核": (self.paper == "审核中") + (self.revocation == "审核中"),
                "待确认销号": self.paper == "核查通过",
                "待逐条确认销号": self.paper in ("已反馈", "退回补充整改")
                and any(
                    one.agreed and not one.written_off and who not in one.opinions
                    for one in self.problems
                ),
                "待办结": self.revocation == "已送达",
                "待批延期": asked == ["待审核"],
                "待复查异议": objected and who not in case,
                "待确认认定": sum(self.confirmable(one) for one in self.problems),
            },
            "签发人": {
                "待我签发": (self.paper == "待签发") + (self.revocation == "待签发"),
                "待批再次延期": asked == ["待签发人批准"],
            },
        }
        return {title: int(number) for title, number in duties[PEOPLE[who]].items() if number}

    def confirmable(self, one: Problem) -> bool:
        return one.status == "待核实" and len(one.signers) >= (2 if one.grave else 1)
