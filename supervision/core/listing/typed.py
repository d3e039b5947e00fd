"""Words typed into a list. Few records have them: these lead. Many have: the list's own order does.

A word of a few records is found by the search index, and each of them is asked itself. A word of very
many is met soon along the order of the list, so that is walked, only so far for one page: a page
says when it stopped, and the next goes on from there. Either way no page reads a whole list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from supervision.core.listing.filters import Criterion, Reading
from supervision.core.search import places

FEW = 5_000  # records that the index may lead to
STRETCH = 20_000  # rows of a list that one page looks through for words of many records


@dataclass
class Typed:
    """What was typed into the filters of a list that the search index answers."""

    readings: Sequence[Reading]

    @property
    def kind(self) -> str:
        """The kind of record the index is asked for; one list shows one kind."""
        return self.readings[0].filter.found_in

    @property
    def words(self) -> list[str]:
        return [one.shown for one in self.readings]

    @cached_property
    def in_many(self) -> bool:
        """Whether so many records have the words that the list's order leads."""
        return bool(self.readings) and places.more_than(FEW, self.kind, self.words)

    @property
    def leads(self) -> bool:
        """Whether the index leads."""
        return bool(self.readings) and not self.in_many

    def among(self, key: sa.ColumnElement[int]) -> Criterion:
        """Records the index leads to; of words of many the latest."""
        return key.in_(places.keys_of(self.kind, self.words, most=FEW))

    @property
    def exact(self) -> list[Criterion]:
        """What the record itself must say."""
        return [one.criterion for one in self.readings]

    @property
    def note(self) -> str:
        """What the reader must know of words of many records."""
        return (
            f"含“{'”“'.join(self.words)}”的记录很多：页签上是其中最近{FEW}件里的数目；"
            f"一页最多查找{STRETCH}行，没有查完可往后翻，多输几个字更快。"
        )
