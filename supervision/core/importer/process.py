"""The parent's half: starts the limited child, and turns whatever becomes of it into words."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from supervision.core.importer.check import Unreadable, check
from supervision.core.importer.child import EXIT_BROKEN, EXIT_ENCODING, EXIT_LOCKED

CHILD = Path(__file__).with_name("child.py")
MEGABYTES = 700  # address space; what is really used stays under 300 MB
SECONDS = 20
WAIT = 60
MOST_OUTPUT = 200 * 1024 * 1024
_REASONS = {
    EXIT_LOCKED: "文件设有打开密码，请在Excel中去掉密码（另存为不加密的副本）后再导入",
    EXIT_BROKEN: "文件已损坏，请在Excel中打开后另存一次再导入",
    EXIT_ENCODING: "文字编码无法识别，请在Excel中另存为“CSV UTF-8”或.xlsx后再导入",
}
_DIED = "表格范围过大或文件已损坏，无法读取。请删除数据以外的空行空列，另存一次再导入"


@dataclass(frozen=True)
class Table:
    """A sheet as read: every row of cells from the first on (str, int, float, bool, date mark)."""

    kind: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Mark:
    """A fault in the user's own sheet: row and column from 1 (column 0: the row as a whole)."""

    row: int
    column: int
    reason: str


def read_table(name: str, content: bytes) -> Table:
    """The first sheet with content. Raises Unreadable with a Chinese reason; never dies itself."""
    kind = check(name, content)
    output = _run("read", kind, content)
    return Table(kind, [json.loads(line) for line in output.decode("utf-8").splitlines()])


def mark(name: str, content: bytes, marks: Iterable[Mark], *, heading_row: int) -> bytes:
    """The user's own sheet as .xlsx with every fault coloured, commented and listed in 错误."""
    kind = check(name, content)
    asked = {"marks": [asdict(one) for one in marks], "heading_row": heading_row}
    return _run("mark", kind, json.dumps(asked).encode() + b"\n" + content)


def _run(verb: str, kind: str, given: bytes) -> bytes:
    command = [sys.executable, "-I", str(CHILD), verb, kind, str(MEGABYTES), str(SECONDS)]
    try:
        ended = subprocess.run(  # noqa: S603  (our own script, no shell)
            command, input=given, capture_output=True, timeout=WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_DIED) from None
    if ended.returncode:
        raise Unreadable(_REASONS.get(ended.returncode, _DIED))
    if len(ended.stdout) > MOST_OUTPUT:
        raise Unreadable(_DIED)
    return ended.stdout
