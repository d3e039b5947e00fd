"""A large synthetic database: the demonstration lived many times over, by set-based SQL.

Whatever the demonstration holds is valid, so its copies are: keys are moved by a stride, days by
whole weeks, numbers of papers by a prefix of their own. New tables and columns come along by
themselves; a column whose meaning cannot be told from its name fails loudly.
"""

from bench.city.clones import Size, clones_for
from bench.city.growing import grow

__all__ = ["Size", "clones_for", "grow"]
