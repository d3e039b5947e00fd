"""The page of the search box; what can be found is declared by the slices."""

from supervision.core.access.records import Record
from supervision.core.slices import Slice
from supervision.search.routes import bp

SLICE = Slice(name="search", blueprints=(bp,), records=(Record("search", "搜索"),))
