"""A unit is chosen by any of its names, in every form and filter."""

from collections.abc import Sequence
from typing import Any

from supervision.agencies.models import Unit
from supervision.agencies.naming import called, options
from supervision.agencies.service import active_units
from supervision.core.forms import offer
from supervision.core.listing import Option


def offer_units(field: Any, units: Sequence[Unit], *, blank: bool = True) -> None:
    """Fill a field with units, each under all it is called."""
    names = called(units)
    offer(
        field, units, label=lambda unit: unit.name, blank=blank, names=lambda unit: names[unit.id]
    )


def unit_options() -> list[Option]:
    """Units in being, as a filter offers them."""
    return options(active_units())
