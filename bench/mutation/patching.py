"""Puts a fault into functions that are loaded already, so that nothing needs to be imported anew."""

import ast
import gc
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

from bench.mutation.faults import Fault, tree_with_fault

Key = tuple[str, int]


class NotLoaded(Exception):
    """The fault is in what ran when the module was imported: only a fresh process shows it."""


def patch(root: Path, fault: Fault) -> None:
    """Give every loaded function that bears the fault its faulty code; NotLoaded where none does."""
    path = root / fault.path
    sound = compile(ast.parse(path.read_text("utf-8")), str(path), "exec")
    faulty = compile(tree_with_fault(root, fault), str(path), "exec")
    before, after = _by_key(sound), _by_key(faulty)
    changed = {key: after[key] for key in before if key in after and before[key] != after[key]}
    loaded = [
        one
        for one in gc.get_objects()
        if isinstance(one, FunctionType)
        and one.__code__.co_filename.endswith(fault.path)
        and _key(one.__code__) in changed
    ]
    deepest = {
        key
        for key, codes in changed.items()
        if not any(_key(one) in changed for code in codes for one in _inner(code))
    }
    reached = {_key(code) for one in loaded for code in _codes(changed[_key(one.__code__)][0])}
    twins = any(len(changed[_key(one.__code__)]) > 1 for one in loaded)
    if twins or not deepest or not deepest <= reached:
        raise NotLoaded(fault.name)
    for one in loaded:
        try:
            one.__code__ = changed[_key(one.__code__)][0]
        except ValueError:  # a closure of another shape
            raise NotLoaded(fault.name) from None


def _by_key(module: CodeType) -> dict[Key, list[CodeType]]:
    found: dict[Key, list[CodeType]] = defaultdict(list)
    for code in _codes(module):
        found[_key(code)].append(code)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in _inner(code):
        yield from _codes(one)


def _inner(code: CodeType) -> Iterator[CodeType]:
    return (one for one in code.co_consts if isinstance(one, CodeType))


def _key(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno
