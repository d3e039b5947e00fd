"""docs/reliability.md: a row a trial and store, each with its day; a run renews the rows it made."""

import re
from collections.abc import Mapping
from typing import Any

from bench.reliability.outcome import Outcome
from supervision.core import clock
from supervision.core.version import VERSION

_HEAD = """# 可靠性试验

`python -m bench.reliability --write` 的结果，由它逐行写入：各项都在两种数据库上用真实部件做，故障是真的弄出来的；只做其中几项时，只更新那几行。`make battery PART=reliability` 全部重做。“用时”含建库，受机器当时的负荷影响。

| 试验 | 数据库 | 数字 | 结论 | 版本、日期、用时 |
|---|---|---|---|---|
"""
_ROW = re.compile(r"\| ([a-z-]+)：.* \| (sqlite|postgresql) \| .*")
Rows = Mapping[tuple[str, str], str]


def row(one: Outcome) -> str:
    """What comes after trial and store."""
    told = "，".join(f"{name} {value}" for name, value in one.numbers.items())
    when = f"{VERSION}，{clock.today().isoformat()}，{one.seconds:.0f} 秒"
    return f"{told} | {one.verdict} | {when} |"


def read(text: str) -> dict[tuple[str, str], str]:
    """The rows of a report as it stands; those of another form are left behind."""
    found = {}
    for line in text.splitlines():
        known = _ROW.fullmatch(line)
        if known and line.count(" | ") == 4:
            found[known[1], known[2]] = line.split(" | ", 2)[2]
    return found


def written(rows: Rows, trials: Mapping[str, tuple[Any, str]]) -> str:
    """The whole report, in the order of the trials; what has no result is said as well."""
    wanted = [(trial, store) for trial in trials for store in ("sqlite", "postgresql")]
    lines = [
        f"| {trial}：{trials[trial][1]} | {store} | {rows[trial, store]}"
        for trial, store in wanted
        if (trial, store) in rows
    ]
    missing = [f"{trial}（{store}）" for trial, store in wanted if (trial, store) not in rows]
    if missing:
        lines += ["", f"还没有结果：{'、'.join(missing)}。"]
    return _HEAD + "\n".join([*lines, ""])
