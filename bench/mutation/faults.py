"""Small faults a person could have typed: each is one changed place of one file."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}

OF_MIGRATIONS = {"primary_key", "autoincrement"}  # a table is as the migrations made it

Place = ast.expr | ast.stmt | ast.keyword


@dataclass(frozen=True)
class Fault:
    """One mutant: the place in its file, in words, and its number among the faults of that file."""

    path: str
    line: int
    last_line: int
    what: str
    number: int

    @property
    def name(self) -> str:
        """How the report calls it."""
        return f"{self.path}:{self.line} {self.what}"


def faults_of(root: Path, path: Path) -> list[Fault]:
    """Every fault this module can be given."""
    name = str(path.relative_to(root))
    tree = ast.parse(path.read_text("utf-8"))
    return [
        Fault(name, old.lineno, old.end_lineno or old.lineno, what, number)
        for number, (old, what, _new) in enumerate(_changes(tree))
    ]


def with_fault(root: Path, fault: Fault) -> str:
    """The whole file with the fault in it, typed anew."""
    return ast.unparse(tree_with_fault(root, fault))


def tree_with_fault(root: Path, fault: Fault) -> ast.Module:
    """The module with the fault in it, every line where it was."""
    tree = ast.parse((root / fault.path).read_text("utf-8"))
    old, _what, new = next(
        change for number, change in enumerate(_changes(tree)) if number == fault.number
    )
    _Put(old, new).visit(tree)
    return ast.fix_missing_locations(tree)


def _changes(tree: ast.Module) -> Iterator[tuple[Place, str, ast.AST]]:
    for node in _places(tree):
        for what, replacement in _replacements(node):
            yield node, what, replacement


def _places(tree: ast.Module) -> Iterator[Place]:
    """Nodes that do something: not annotations, docstrings, nor what only type checkers read."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.keyword) and node.arg in OF_MIGRATIONS:
            continue
        if isinstance(node, (ast.expr, ast.stmt, ast.keyword)):
            yield node
        for field, child in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "bases"):
                continue
            children = child if isinstance(child, list) else [child]
            waiting.extend(one for one in children if isinstance(one, ast.AST))


def _replacements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    yield from _of_expression(node)
    yield from _of_statement(node)


def _of_expression(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            new = copy.copy(node)
            new.ops = [SWAPPED[type(op)]()]
            yield f"{_short(node)} → {_short(new)}", new
        case ast.BoolOp(op=op):
            new = copy.copy(node)
            new.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{_short(node)} → {_short(new)}", new
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"{_short(node)} → {_short(operand)}", operand
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            new = copy.copy(node)
            new.op = ARITHMETIC[type(op)]()
            yield f"{_short(node)} → {_short(new)}", new
        case ast.Constant(value=bool() as value):
            yield f"{value} → {not value}", ast.copy_location(ast.Constant(not value), node)
        case ast.Constant(value=int() as value):
            yield f"{value} → {value + 1}", ast.copy_location(ast.Constant(value + 1), node)
        case ast.keyword(arg="guard"):
            yield f"guard={_short(node.value)} → none", ast.keyword("guard", ast.Constant(None))


def _of_statement(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.If(test=test):
            for value in (True, False):
                new = copy.copy(node)
                new.test = ast.copy_location(ast.Constant(value), test)
                yield f"if {_short(test)} → if {value}", new
        case ast.Raise():
            yield f"{_short(node)} → pass", ast.copy_location(ast.Pass(), node)
        case ast.Expr(value=ast.Call()):
            yield f"{_short(node)} → pass", ast.copy_location(ast.Pass(), node)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            new = copy.copy(node)
            new.value = ast.copy_location(ast.Constant(None), value)
            yield f"return {_short(value)} → return None", new


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)
