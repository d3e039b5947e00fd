"""Before anything is served: what is wrong with folder, keys, database or clock, in one sentence.

A fault raises SystemExit with what it is and the way out; what only deserves attention is returned.
"""

from supervision.core.startup.attention import cannot_serve
from supervision.core.startup.check import check, unusable
from supervision.core.startup.holding import serve_from
from supervision.core.startup.presence import (
    refuse_anothers,
    refuse_emptied,
    refuse_lost,
    refuse_what_is_no_database,
)
from supervision.core.startup.settling import settle

__all__ = [
    "cannot_serve",
    "check",
    "refuse_anothers",
    "refuse_emptied",
    "refuse_lost",
    "refuse_what_is_no_database",
    "serve_from",
    "settle",
    "unusable",
]
