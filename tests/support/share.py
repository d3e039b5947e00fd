"""Long rows of cases: a share of them in every `make test`, the others in the battery only."""

from collections.abc import Sequence

import pytest
from _pytest.mark.structures import ParameterSet


def share(values: Sequence[object], often: int) -> list[ParameterSet]:
    """Cases for one name of `parametrize`: `often` of them, evenly apart, stay; the rest is marked `battery`."""
    stay = {number * len(values) // often for number in range(often)}
    return [
        pytest.param(one, marks=() if place in stay else pytest.mark.battery)
        for place, one in enumerate(values)
    ]
