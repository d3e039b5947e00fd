"""The parent's half: starts the limited child, and turns whatever becomes of it into words."""

import json
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

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


Cells = list[object]  # str, int, float, bool, date mark
HEAD = 20  # rows looked at to tell what the columns are


@dataclass(frozen=True)
class Unread:
    """Another sheet of the workbook that holds something."""

    name: str
    rows: int
    hidden: bool

    def __str__(self) -> str:
        """As a person is told of it."""
        return f"{self.name}（{self.rows}行{'，已隐藏' if self.hidden else ''}）"


class Table:
    """A sheet as the child read it: its rows lie in a file and are taken from there one by one."""

    def __init__(self, name: str, kind: str, lines: IO[bytes]) -> None:
        self.name, self.kind, self._lines = name, kind, lines
        self.filled: int = json.loads(lines.readline())  # rows that say anything
        self.unread = [Unread(*one) for one in json.loads(lines.readline())]
        self._start = lines.tell()
        weakref.finalize(self, lines.close)

    def __iter__(self) -> Iterator[Cells]:
        """Every row from the first on; two readers at once would be in each other's way."""
        self._lines.seek(self._start)
        for line in self._lines:
            yield json.loads(line)

    @cached_property
    def head(self) -> list[Cells]:
        """The first rows."""
        return list(islice(self, HEAD))


@dataclass(frozen=True)
class Mark:
    """A fault in the user's own sheet: row and column from 1 (column 0: the row as a whole)."""

    row: int
    column: int
    reason: str


def read_table(name: str, content: bytes) -> Table:
    """The first sheet one sees with content. Raises Unreadable with a Chinese reason; never dies itself."""
    kind = check(name, content)
    return Table(name, kind, _run("read", kind, content))


def mark(name: str, content: bytes, marks: Iterable[Mark], *, heading_row: int) -> bytes:
    """The user's own sheet as .xlsx with every fault coloured, commented and listed in 错误."""
    kind = check(name, content)
    asked = {"marks": [asdict(one) for one in marks], "heading_row": heading_row}
    with _run("mark", kind, json.dumps(asked).encode() + b"\n" + content) as output:
        return output.read()


def _run(verb: str, kind: str, given: bytes) -> IO[bytes]:
    """What the child gives out, in a file without a name: nothing of it is in our memory."""
    output = tempfile.TemporaryFile()  # noqa: SIM115  (whoever is given it closes it)
    try:
        _wait_for_child(verb, kind, given, output)
    except BaseException:
        output.close()
        raise
    output.seek(0)
    return output


def _wait_for_child(verb: str, kind: str, given: bytes, output: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(CHILD), verb, kind, str(MEGABYTES), str(SECONDS)]
    try:
        ended = subprocess.run(  # noqa: S603  (our own script, no shell)
            command,
            input=given,
            stdout=output,
            stderr=subprocess.DEVNULL,
            timeout=WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_DIED) from None
    if ended.returncode:
        raise Unreadable(_REASONS.get(ended.returncode, _DIED))
    if output.seek(0, 2) > MOST_OUTPUT:
        raise Unreadable(_DIED)
