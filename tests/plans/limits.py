"""What a statement may cost, by the table it leads with; what is a walk by its plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.plans.effort import Spent, plan_of, read_whole

MOST_QUERIES = 12
FEW = 20  # the caps of what is shown and counted, so that what is bounded stands out
A_ROW = 400  # rows a node of PostgreSQL's plan may look at for each that a page shows
GROWING = (
    "problem", "instrument", "instrument_item", "supervision_action", "action_unit", "clue",
    "interview", "interviewee", "referral", "referral_problem", "due_date", "notice", "delivery",
    "reply_round", "attachment", "write_off_opinion", "text_version", "audit_event", "audit_value",
    "search_entry",
)  # fmt: skip
ACROSS = re.compile(
    r"\b(closed|held|sent|signed)_(from|to)="
)  # a wide range of other days than the order's
COUNTING = ("/reports/", "/own-terms/")  # exact by nature: told from walks by their plan
IN_HAND = (
    re.compile(  # the last two: the queue of a person, what waits under each duty; who holds what
        r"problem\.in_hand = |due_date\.state = |instrument\.status IN \(.*anon_|^SELECT \("
        r"|^SELECT anon_\d+\.duty|GROUP BY instrument\.handler_id"
    )
)
ROWS_IN_HAND = (
    "SELECT count(*) FROM problem WHERE in_hand",
    "SELECT count(*) FROM instrument WHERE status NOT IN ('closed', 'archived', 'void', 'revoked')",
    "SELECT count(*) FROM due_date WHERE state = 'open'",
)
LEADS = re.compile(rf"FROM ({'|'.join(GROWING)})\b")
WALK = re.compile(
    rf"^(SCAN ({'|'.join(GROWING)})\b"
    rf"|SEARCH ({'|'.join(GROWING)}) USING [A-Z ]*INDEX \w+ \(body_id=\?\))"
)


@dataclass(frozen=True)
class Limits:
    """Steps of SQLite's machine (a walk costs five and more a row), or rows that one node of PostgreSQL's plan
    looked at: there so many for each row that a page shows, for it reads a small table from end to end
    sooner than its index. A walk of any table that has more rows than that in the city is a fault.

    `rows`: of each growing table. What is in hand is bounded by its own rows, which are never a whole body.
    """

    rows: dict[str, int]
    a_row: float
    least: int
    most: int
    in_hand: int

    def of(self, statement: str) -> int:
        """The most that a statement may cost."""
        found = LEADS.search(" ".join(statement.split()))
        if found is None or IN_HAND.search(statement):
            return self.in_hand
        return max(self.least, min(self.most, int(self.a_row * self.rows[found[1]])))


def limits_on(engine: sa.Engine) -> Limits:
    """The limits by what the tables of the city hold."""
    with engine.connect() as connection:
        rows = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
            for name in GROWING
        }
        in_hand = sum(connection.exec_driver_sql(count).scalar_one() for count in ROWS_IN_HAND)
    if engine.dialect.name == "sqlite":
        return Limits(rows, a_row=3, least=45_000, most=120_000, in_hand=14 * in_hand)
    page = A_ROW * FEW
    return Limits(rows, a_row=0, least=page, most=page, in_hand=in_hand)


def faults(engine: sa.Engine, limits: Limits, address: str, spent: list[Spent]) -> Iterator[str]:
    """What is wrong with a page, in words."""
    asked = [one for one in spent if one.reads]
    path = urlsplit(address).path
    if len(asked) > MOST_QUERIES:
        yield f"{address}: {len(asked)} queries"
    for one in asked:
        if path.startswith(COUNTING):
            walks = _walks(engine, limits, one)
        else:
            limit = limits.in_hand if ACROSS.search(address) else limits.of(one.statement)
            walks = [f"{one.work} of {limit}"] if one.work > limit else []
        if walks:
            yield f"{address}: {walks[0].strip()}\n    {' '.join(one.statement.split())[-300:]}"


def _walks(engine: sa.Engine, limits: Limits, one: Spent) -> list[str]:
    """The tables or bodies that a plan reads from end to end."""
    if engine.dialect.name == "sqlite":
        return [line for line in plan_of(engine, one).splitlines() if WALK.match(line.strip())]
    whole = read_whole(one) if one.plan else ()
    return [f"reads all {n} of {name}" for name, n in whole if name in GROWING and n > limits.most]
