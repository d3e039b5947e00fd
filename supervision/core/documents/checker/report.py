"""Owns what the checker says: one row a rule, with wanted, got, verdict and place."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from supervision.core.json_values import JsonObject
from supervision.core.words import Word


class Style(Word):
    """What a PDF is measured as."""

    OFFICIAL = "official", "公文"
    LETTER = "letter", "信函"
    PLAIN = "plain", "文书式"
    FORM = "form", "表单"
    OTHER = "other", "不是公文"


class Outcome(Word):
    """Verdict on one rule; a rule with nothing to measure is not a failure.

    SPECIAL: other than usual, recorded with the paper and within what the standard lets be changed.
    """

    PASSED = "passed", "合格", "done"
    SPECIAL = "special", "特殊情况", "done"
    FAILED = "failed", "不合格", "overdue"
    NOT_APPLICABLE = "not_applicable", "不适用", "draft"


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken."""

    place: str
    got: str


@dataclass(frozen=True)
class Row:
    """A rule as measured. `key` is stable, `rule` its Chinese name, `place` of the first faults."""

    key: str
    rule: str
    wanted: str
    got: str
    outcome: Outcome
    place: str = ""

    @property
    def passed(self) -> bool:
        return self.outcome is not Outcome.FAILED

    @property
    def sentence(self) -> str:
        """The failure in one Chinese sentence, naming rule and place."""
        where = f"（{self.place}）" if self.place else ""
        return f"{self.rule}{where}：应为{self.wanted}，实为{self.got}"


@dataclass(frozen=True)
class Report:
    """All rows of one PDF."""

    style: Style
    pages: int
    rows: tuple[Row, ...]
    missing_glyphs: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.passed)

    @property
    def passed(self) -> bool:
        return not self.failures

    @property
    def keys_failed(self) -> tuple[str, ...]:
        """Keys of the failed rows, in order."""
        return tuple(row.key for row in self.failures)

    def row(self, key: str) -> Row:
        """The row of a rule; KeyError when this style has no such rule."""
        return {row.key: row for row in self.rows}[key]

    def as_json(self) -> dict[str, object]:
        """The report as plain data for `--json`."""
        return {
            "style": self.style.value,
            "pages": self.pages,
            "passed": self.passed,
            "missing_glyphs": list(self.missing_glyphs),
            "rows": [{**asdict(row), "passed": row.passed} for row in self.rows],
        }

    @classmethod
    def from_json(cls, tree: JsonObject) -> Self:
        """The report of `as_json` data."""
        rows = [
            Row(**{**row, "outcome": Outcome(row["outcome"])})
            for row in ({k: v for k, v in row.items() if k != "passed"} for row in tree["rows"])
        ]
        return cls(Style(tree["style"]), tree["pages"], tuple(rows), tuple(tree["missing_glyphs"]))


_SHOWN = 3


def judged(
    key: str,
    rule: str,
    wanted: str,
    *,
    got: str,
    faults: Sequence[Fault] = (),
    special: bool = False,
) -> Row:
    """The row of a measured rule: failed when there are faults, which then say what was got."""
    if not faults:
        return Row(key, rule, wanted, got, Outcome.SPECIAL if special else Outcome.PASSED)
    rest = f"等{len(faults)}处" if len(faults) > _SHOWN else ""
    places = dict.fromkeys(fault.place for fault in faults[:_SHOWN] if fault.place)
    said = dict.fromkeys(fault.got for fault in faults[:_SHOWN])
    return Row(key, rule, wanted, "；".join(said), Outcome.FAILED, "、".join(places) + rest)


def idle(key: str, rule: str, wanted: str, why: str) -> Row:
    """The row of a rule with nothing to measure."""
    return Row(key, rule, wanted, why, Outcome.NOT_APPLICABLE)


def mm(value: float) -> str:
    """A measured length: 72.03 mm."""
    return f"{value:.2f} mm"
