"""Which samples differ from one another in length only: `make test` takes a spread of them."""

from collections.abc import Iterable

import pytest

OF_A_LENGTH = {
    *(f"official-lines-{lines}" for lines in range(1, 26) if lines not in (1, 13, 25)),
    *(f"{kind}-items-{count}" for kind in ("official", "letter") for count in (7, 20)),
    "letter-items-1",
}


def spread(names: Iterable[str]) -> list[object]:
    """The names as parameters of a test: papers that differ in length only wait for the battery."""
    long = pytest.mark.battery
    return [pytest.param(one, marks=long) if one in OF_A_LENGTH else one for one in names]
