"""A slice is what its manifest declares: nothing registers itself, nothing is declared twice."""

import ast
import pkgutil
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from importlib import import_module

import pytest
from flask import Flask

import supervision
from supervision.core.access.policy import Permission
from supervision.core.access.records import Record
from supervision.core.jobs import Job, daily, table
from supervision.core.places import PLACES
from supervision.core.seams import Seam
from supervision.core.slices import Slice, install
from supervision.problems.guards import TAKEN_OVER
from supervision.slices import SLICES
from tests.rules.source import Module, expect_none, modules

NO_SLICE = {"migrations"}
EMPTY = {"dict", "list", "set", "defaultdict", "WeakKeyDictionary", "WeakSet"}
ITS_OWN = {
    "FLOW.bind",
    "EXTENSION_FLOW.bind",
    "OBJECTION_FLOW.bind",
}  # a flow and the column it guards are one declaration
REGISTERING = {"register", "install", "append", "add", "update", "setdefault", "listen", "connect"}
DECLARED: dict[str, Callable[[Slice], Iterable[Hashable]]] = {
    "blueprint": lambda one: (blueprint.name for blueprint in one.blueprints),
    "place": lambda one: (place.endpoint for place in one.places),
    "rank of a place": lambda one: ((place.group, place.rank) for place in one.places),
    "record of permissions": lambda one: (record.name for record in one.records),
    "page of a record": lambda one: (page.table for page in one.pages),
    "search": lambda one: (source.kind for source in one.searches),
    "rank of a search": lambda one: (source.rank for source in one.searches),
    "derivation": lambda one: (row.name for row in (*one.derivations, *one.agreements)),
    "confined class": lambda one: one.confined,
    "job": lambda one: (job.name for job in one.jobs),
    "work": lambda one: (work.name for work in one.works),
    "command": lambda one: (command.name for command in one.commands),
    "join": lambda one: one.joins,
}


def test_every_slice_declares_itself_in_its_manifest() -> None:
    packages = {one.name for one in pkgutil.iter_modules(supervision.__path__) if one.ispkg}
    assert [one.name for one in SLICES] == list(dict.fromkeys(one.name for one in SLICES))
    assert {one.name for one in SLICES} == packages - NO_SLICE
    for one in SLICES:
        assert import_module(f"supervision.{one.name}.manifest").SLICE is one


@pytest.mark.parametrize("what", sorted(DECLARED))
def test_nothing_is_declared_twice(what: str) -> None:
    declared = Counter(thing for one in SLICES for thing in DECLARED[what](one))
    assert declared
    expect_none(str(thing) for thing, times in declared.items() if times > 1)


def test_what_is_declared_twice_is_refused_when_the_application_is_made() -> None:
    twice = Slice(name="one", records=(Record("clue", "线索"), Record("clue", "线索和转办件")))
    with pytest.raises(ValueError, match="Record declared twice: clue"):
        install(Flask("bare"), (twice,))
    with pytest.raises(ValueError, match="Slice declared twice: same"):
        install(Flask("bare"), (Slice(name="same"), Slice(name="same")))


def test_permissions_and_their_words_are_the_same_records() -> None:
    named = {record.name for one in SLICES for record in one.records}
    assert named == {permission.value.partition(":")[0] for permission in Permission}


def test_what_is_joined_belongs_to_one_application(app: Flask) -> None:
    """A second application of fewer slices takes nothing from the first and gives nothing to it."""
    other = Flask("other")
    install(other, (Slice(name="alone", jobs=(Job("only", "唯一", daily(1), lambda: None),)),))
    with other.app_context():
        assert [job.name for job in table()] == ["only"]
        assert TAKEN_OVER.parts() == ()
        assert PLACES.parts() == ()
    with app.app_context():
        assert "only" not in {job.name for job in table()}
        assert len(TAKEN_OVER.parts()) == 1
    with pytest.raises(RuntimeError, match="application context"):
        TAKEN_OVER.parts()


def test_every_seam_is_joined_by_some_slice(app: Flask) -> None:
    """A seam nobody joins is a door to no room."""
    seams = {
        seam
        for module in modules("supervision/*.py")
        if "seams import" in module.text
        for seam in vars(import_module(module.name.removesuffix(".py").replace("/", "."))).values()
        if isinstance(seam, Seam)
    }
    assert len(seams) > 10
    with app.app_context():
        expect_none(seam.what for seam in seams if not seam.parts())


def _fills(module: Module) -> Iterator[str]:
    """What stands ready at the top of a module to be filled, and what is filled by importing it."""
    for node in module.tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        empty = (isinstance(value, ast.Dict) and not value.keys) or (
            isinstance(value, ast.List | ast.Set) and not value.elts
        )
        called = isinstance(value, ast.Call) and not value.args and _last(value.func) in EMPTY
        if empty or called or (isinstance(value, ast.Call) and _last(value.func) == "defaultdict"):
            yield f"{module.name}:{node.lineno} waits to be filled"
        act = node.value if isinstance(node, ast.Expr) else None
        if isinstance(act, ast.Call) and ast.unparse(act.func) not in ITS_OWN:
            yield f"{module.name}:{node.lineno} acts when imported"
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Subscript) for t in node.targets):
            yield f"{module.name}:{node.lineno} fills when imported"
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for one in node.decorator_list:
                if _last(one.func if isinstance(one, ast.Call) else one) in REGISTERING:
                    yield f"{module.name}:{node.lineno} registers when imported"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_no_module_fills_anything_by_being_imported() -> None:
    """Views and commands are decorated with the blueprint or group of their own slice, which a
    manifest names; listeners of a class stand beside it. Everything else waits for `install`."""
    expect_none(
        fault
        for module in modules("supervision/*.py")
        if not module.name.startswith("supervision/migrations/")
        for fault in _fills(module)
    )


def test_the_rule_sees_each_way_of_filling_by_import() -> None:
    for line in (
        "known = {}",
        "known: list[str] = []",
        "known = defaultdict(list)",
        "known: set[str] = set()",
        "registry.register('clue', 1)",
        "handlers.append(print)",
        "KNOWN['clue'] = 1",
        "@registry.register\ndef slots(): ...",
        "@registry.register('clue')\nclass Slots: ...",
    ):
        module = Module(modules()[0].path)
        module.__dict__["tree"] = ast.parse(line)
        assert list(_fills(module)), line
