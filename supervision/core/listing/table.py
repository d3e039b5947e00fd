"""Rows of a list as markup. What each column draws is a macro of the slice's cells.html; a page has fifty rows of
ten of them, so all that a row shows is one template, made once a process: the macros' own words, one after the other.

How a column looks (`Column.look`), and the word before its values on a phone, is said once by the table, by its place,
not by each of its cells: `wide-5` is the fifth column, which static/css finds as `.at-wide` (core/bundle.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jinja2 import Environment, Template, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from supervision.core import marks
from supervision.core.addresses import url_to
from supervision.core.listing.columns import Cell, Column, words
from supervision.core.listing.rows import Line

ON_PAPER = {"num", "nowrap"}  # looks that mean something in a print
CHECK = "check"
LEAD = "cell-lead"
DIRECT = {"url_to": url_to, "light": marks.light, "status": marks.status, "badge": marks.badge}
_CHOICE = (
    "<td><input type=checkbox name=ids value={{ row.id }} form=bulk aria-labelledby=r{{ place }}>"
)


@dataclass(frozen=True)
class Cells:
    """A slice's cells.html as a page sees it (`cells("clues/cells.html")`)."""

    context: Context
    name: str

    def rows(
        self,
        columns: Sequence[Column],
        rows: Iterable[Line],
        *,
        select: bool,
        printed: bool = False,
    ) -> Markup:
        """The <tr>s of these rows."""
        environment = self.context.environment
        make = _made if environment.auto_reload else _kept
        template = make(environment, self.name, tuple(columns), select, printed)
        seen = {**self.context.get_all(), "rows": enumerate(rows, 1)}
        drawn = template.root_render_func(template.new_context(seen, shared=True))
        return Markup("".join(drawn))  # noqa: S704  (what the template has escaped)


@pass_context
def cells(context: Context, name: str) -> Cells:
    """The global of templates."""
    return Cells(context, name)


def looks(columns: Sequence[Column], *, select: bool, printed: bool = False) -> str:
    """Classes of the table: how each of its columns looks."""
    said = [f"{one.look} says-{one.phone}" if one.phone else one.look for one in columns]
    if select:
        said = [CHECK, *said]
    return " ".join(
        f"{look}-{place}"
        for place, column in enumerate(said, 1)
        for look in column.split()
        if not printed or look in ON_PAPER
    )


def _made(
    environment: Environment,
    name: str,
    columns: tuple[Column, ...],
    select: bool,  # noqa: FBT001
    printed: bool,  # noqa: FBT001
) -> Template:
    """The template of a row: the head of cells.html, then the words of each column's macro."""
    slice_cells = _Macros(environment, name)
    draws: dict[str, Callable[..., object]] = {}
    row: list[nodes.Node] = slice_cells.parsed("<tr>" + (_CHOICE if select else ""))
    named = next((one for one in columns if LEAD in one.look.split()), columns[0])
    for column in columns:
        cell = column.printed if printed else column.cell
        named_here = (
            select and column is named
        )  # the box of choice is called by it; no cell is closed, as HTML lets it be
        row += slice_cells.parsed("<td id=r{{ place }}>" if named_here else "<td>")
        if isinstance(cell, str) and cell:
            row += slice_cells.said_by(cell)
        else:
            draw = f"draw_{column.key}"
            draws[draw] = _said(column, cell)
            said = nodes.Filter(nodes.Name("row", "load"), draw, [], [], None, None)
            row.append(nodes.Output([said]))
    place_and_row = nodes.Tuple([nodes.Name("place", "store"), nodes.Name("row", "store")], "store")
    each = nodes.For(place_and_row, nodes.Name("rows", "load"), _joined(row), [], None, False)  # noqa: FBT003  (as Jinja's nodes are made)
    whole = nodes.Template([*slice_cells.head, _Direct().visit(each)])
    own = environment.overlay()
    own.filters = {**environment.filters, **DIRECT, **draws}
    whole.set_lineno(1).set_environment(own)
    return Template.from_code(own, own.compile(whole, name), own.globals)


_kept = lru_cache(maxsize=256)(_made)


class _Direct(NodeTransformer):
    """What cells call most is called as filters are, without a look at the context."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (Jinja's name)
        """`light(row.light)` as `row.light|light`."""
        self.generic_visit(node)
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in DIRECT or node.kwargs:
            return node
        first, *rest = node.args
        return nodes.Filter(first, called.name, rest, [], None, None)


@dataclass(frozen=True)
class _Macros:
    """The macros of a cells.html, each parsed anew for the place it is put in."""

    environment: Environment
    name: str

    @cached_property
    def source(self) -> str:
        loader = self.environment.loader
        return loader.get_source(self.environment, self.name)[0] if loader else ""

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(one.name for one in self._whole.find_all(nodes.Macro))

    @property
    def head(self) -> list[nodes.Node]:
        """What stands before the macros: imports."""
        return [one for one in self._whole.body if not _is_no_head(one)]

    @property
    def _whole(self) -> nodes.Template:
        return self.environment.parse(self.source, self.name)

    def parsed(self, words: str) -> list[nodes.Node]:
        return self.environment.parse(words, self.name).body

    def said_by(self, name: str) -> list[nodes.Node]:
        """What a macro says of `row`; where it calls another macro of it, what that says."""
        (macro,) = (one for one in self._whole.find_all(nodes.Macro) if one.name == name)
        return self._inlined(macro.body)

    def _inlined(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        return [part for one in body for part in self._parts(one)]

    def _parts(self, one: nodes.Node) -> Iterable[nodes.Node]:
        if isinstance(one, (nodes.If, nodes.For)):
            one.body, one.else_ = self._inlined(one.body), self._inlined(one.else_)
        if isinstance(one, nodes.If):
            one.elif_ = [part for part in self._inlined(one.elif_) if isinstance(part, nodes.If)]
        if not isinstance(one, nodes.Output):
            yield one
            return
        for part in one.nodes:
            called = part.node if isinstance(part, nodes.Call) else None
            if isinstance(called, nodes.Name) and called.name in self.names:
                yield from self.said_by(called.name)
            else:
                yield nodes.Output([part], lineno=one.lineno)


def _joined(row: Iterable[nodes.Node]) -> list[nodes.Node]:
    """What is said one after the other as one saying, so that markup between values is one piece."""
    said: list[nodes.Node] = []
    for one in row:
        if isinstance(one, nodes.Output) and said and isinstance(said[-1], nodes.Output):
            said[-1].nodes += one.nodes
        else:
            said.append(one)
    return said


def _is_no_head(one: nodes.Node) -> bool:
    direct = isinstance(one, nodes.FromImport) and all(name in DIRECT for name in one.names)
    return direct or isinstance(one, (nodes.Macro, nodes.Output))


def _said(column: Column, cell: Cell) -> Callable[[Line], str]:
    read, say = column.read, cell if callable(cell) else words
    return lambda row: say(read(row))
