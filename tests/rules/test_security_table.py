"""docs/security.md: every requirement of ASVS 5.0 at level 2 once; its files, tests, limits are the ones there are."""

import re
from collections import Counter

from supervision.accounts import braking, passwords, sessions
from supervision.core import config, drafts, intake, settings
from supervision.core.files.types import ALLOWED
from tests.rules.source import ROOT, expect_none

TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ")
]
VERDICTS = {"做到", "部分做到", "没有做到", "不适用"}
# How many requirements of levels 1 and 2 each section of OWASP ASVS 5.0.0 has; they are its first ones.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
NUMBERS = [
    f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)
]


def _judged() -> list[list[str]]:
    """The rows with a verdict: number, requirement, verdict, where or why, tests."""
    return [row for row in ROWS if len(row) == 5 and row[2] in VERDICTS]


def _of_asvs() -> list[tuple[list[str], list[str]]]:
    """Each row of ASVS with the numbers it speaks of; a range stands for all of them."""
    found = []
    for row in _judged():
        first, _, last = row[0].partition("–")
        if first in NUMBERS:
            begun = NUMBERS.index(first)
            found.append((NUMBERS[begun : NUMBERS.index(last or first) + 1], row))
    return found


def test_every_requirement_of_level_two_is_answered_once() -> None:
    assert len(NUMBERS) == 253
    told = [number for numbers, _ in _of_asvs() for number in numbers]
    assert told == NUMBERS


def test_the_numbers_told_are_the_numbers_counted() -> None:
    counted = Counter(dict.fromkeys(VERDICTS, 0))
    for numbers, row in _of_asvs():
        counted[row[2]] += len(numbers)
    said = re.search(r"共253条：做到(\d+)，部分做到(\d+)，没有做到(\d+)，不适用(\d+)。", TEXT)
    assert said
    order = ("做到", "部分做到", "没有做到", "不适用")
    assert tuple(map(int, said.groups())) == tuple(counted[verdict] for verdict in order)


def test_every_verdict_says_where_or_why() -> None:
    assert len(_judged()) > 200
    expect_none(f"{row[0]} {row[1]}" for row in _judged() if not row[3])


def test_the_security_table_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_[a-z_0-9]+)`", TEXT))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), flags=re.M)
    }
    assert len(named) > 100
    expect_none(sorted(named - written))


def test_the_security_table_names_places_that_exist() -> None:
    named = {
        place
        for row in ROWS
        for place in re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", " ".join(row))
        if not place.startswith("instance/")
    }
    assert len(named) > 40
    expect_none(sorted(p for p in named if not (ROOT / "supervision" / p).exists()))


def test_the_limits_told_are_the_limits_in_force() -> None:
    days = next(one.default for one in settings.DEFINITIONS if one.key == sessions.PASSWORD_DAYS)
    for said in (
        f"| 未登录的请求 | {intake.STRANGER // 1024} KB |",
        f"| 登录后的表单 | {intake.PERSON // config.MEGABYTE} MB、{intake.FIELDS}栏",
        f"每人{drafts.MOST}份，每份{drafts.MAX_CHARACTERS // 10_000}万字",
        f"{braking.KEPT.days}天",
        f"{braking.OWN.free}次以后递增等待（{braking.OWN.first.seconds}秒到{braking.OWN.most.seconds // 60}分钟）",
        f"至少{passwords.SHORTEST}个字符，建议{passwords.LONG}个",
        f"最多{passwords.LONGEST}个",
        f"默认{days}天",
        "、".join(kind for kind in ALLOWED if kind != "jpeg"),
    ):
        assert said in TEXT, said
