"""The same pages are drawn once a process: hundreds of tests sign the same letter.

A drawing depends on nothing but what it is given (`tests/core/documents/test_pdf.py` compares those of
two processes), so the second one may be the first. Where drawing itself is tested it is never skipped.
"""

import pickle
import sys
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.support.of_sqlite import ROOT

DRAWING = "supervision.core.documents.drawing"  # imported by whoever draws first
DRAWING_ITSELF = ("tests/core/documents/", "tests/instruments/printing/", "tests/look/")
KEPT = 200  # drawings of some 40 KB


def pytest_runtest_setup(item: pytest.Item) -> None:
    drawing: Any = sys.modules.get(DRAWING)
    if drawing is not None:
        remembering, plain = _both(drawing)
        here = item.path.resolve().relative_to(ROOT).as_posix()
        drawing.draw = plain if here.startswith(DRAWING_ITSELF) else remembering


@cache
def _both(drawing: Any) -> tuple[Callable[..., bytes], Callable[..., bytes]]:
    plain: Callable[..., bytes] = drawing.draw
    kept: OrderedDict[bytes, bytes] = OrderedDict()

    def remembering(*given: object, **named: object) -> bytes:
        key = pickle.dumps((given, named))
        if key not in kept:
            kept[key] = plain(*given, **named)
        if len(kept) > KEPT:
            kept.popitem(last=False)
        return kept[key]

    return remembering, plain
