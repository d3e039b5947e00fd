"""Full-text index of our own making: every Chinese word of one character up is found, on both stores."""

from supervision.core.search.index import rebuild
from supervision.core.search.models import SearchEntry
from supervision.core.search.query import CALLED, Hit, Question, ask, counts, found, read, show
from supervision.core.search.sources import Source, TokenIndex
from supervision.core.search.tokens import fold, highlight

__all__ = [
    "CALLED",
    "Hit",
    "Question",
    "SearchEntry",
    "Source",
    "TokenIndex",
    "ask",
    "counts",
    "fold",
    "found",
    "highlight",
    "read",
    "rebuild",
    "show",
]
