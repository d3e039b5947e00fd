"""Stored columns that follow from other rows: declared once, computed by the store, carried by nobody.

A slice declares a `Derivation`: the columns, the one statement that computes them, and whose change
moves them. The kernel runs it at every flush for what was touched, free of anybody's row scope
(`running`), compares all of it with its recomputation and makes it anew (`comparing`).
"""

from supervision.core.derived.comparing import Difference, rebuild, verify
from supervision.core.derived.model import Agreement, Derivation, Only, Rows, Touch

__all__ = [
    "Agreement",
    "Derivation",
    "Difference",
    "Only",
    "Rows",
    "Touch",
    "rebuild",
    "verify",
]
