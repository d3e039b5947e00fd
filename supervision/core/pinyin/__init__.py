"""How a name is read in pinyin, told by pypinyin in a process of its own.

Its dictionaries take 55 MB, and a name is new once: no process that serves holds them.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from supervision.core.kept_child import KeptChild

_CHILD = Path(__file__).with_name("child.py")


class Reading(NamedTuple):
    """A name in letters: 市场监督管理局 is shichangjianduguanliju, scjdglj."""

    whole: str
    letters: str


def reading(name: str) -> Reading:
    """How `name` is read; what has no pinyin is left out."""
    return Reading(*_child().ask(name))


@cache
def _child() -> KeptChild:
    return KeptChild(_CHILD)
