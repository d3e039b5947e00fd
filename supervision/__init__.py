"""明督: the supervision system. What an application is made of is loaded when one is made."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["create_app"]


def create_app(overrides: Mapping[str, object] | None = None) -> "Flask":
    """The application; `overrides` win over environment and defaults (tests, benches)."""
    from supervision.application import compose  # noqa: PLC0415  (who imports a part pays for it alone)

    return compose(overrides)
