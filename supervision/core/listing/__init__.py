"""Lists: filters, tabs, sorting and keyset pages declared once, read from the URL, reused by exports."""

from supervision.core.listing.columns import Column
from supervision.core.listing.filters import (
    AsOf,
    Choice,
    DateRange,
    Filter,
    Option,
    Text,
    any_word,
    options_of,
)
from supervision.core.listing.keyset import Sort
from supervision.core.listing.lists import Join, Listing, Tab
from supervision.core.listing.page import Page

__all__ = [
    "AsOf",
    "Choice",
    "Column",
    "DateRange",
    "Filter",
    "Join",
    "Listing",
    "Option",
    "Page",
    "Sort",
    "Tab",
    "Text",
    "any_word",
    "options_of",
]
