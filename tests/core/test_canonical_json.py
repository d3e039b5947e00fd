"""The canonical form of a value is one form, whichever way it is made."""

import json
from datetime import date

import pytest

from supervision.core.canonical import as_json

VALUES = ("示例市甲局", 'a"b\\c\n\u2028\x00\x7f', "", 0, -7, 2**70, True, False, date(2026, 3, 2))


@pytest.mark.parametrize("value", VALUES)
def test_a_simple_value_is_written_as_it_stands_in_a_list(value: object) -> None:
    assert as_json([value]) == f"[{as_json(value)}]"
    if not isinstance(value, date):
        assert json.loads(as_json(value)) == value
