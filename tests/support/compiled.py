"""What every application compiles alike is compiled once a process: templates, addresses, statements.

A run makes thousands of applications with the same thousand routes, the same templates and the same
statements; more than half of its time went there.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from supervision.core import prepared
from supervision.core.db import db


class _Templates(BytecodeCache):
    """The code itself, by name and source: read from bytes again, the templates of one page took 9 ms."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._held[bucket.key, bucket.checksum] = bucket.code


_templates = _Templates()
_rules: dict[Any, Rule] = {}
_compile: Callable[[Rule], None] = Rule.compile


def _compile_once(rule: Rule) -> None:
    """What an address is read and built by is made of nothing but its text, defaults, and kinds of keys."""
    kinds = tuple(rule.map.converters.values())
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults), kinds)
    alike = _rules.get(key)
    if alike is None:
        _compile(rule)
        _rules[key] = rule
        return
    rule._parts, rule._trace = alike._parts, alike._trace
    rule._converters, rule.arguments = alike._converters, {*alike.arguments}
    rule._build = alike._build.__func__.__get__(rule)  # type: ignore[attr-defined]
    rule._build_unknown = alike._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]


Rule.compile = _compile_once  # type: ignore[method-assign, assignment]


_statements: LRUCache[Any, Any] = LRUCache(12_000)
_dialects: dict[str, Dialect] = {}


def _share_statements(app: Flask) -> None:
    """A compiled statement is kept with the dialect it was compiled for: all engines of a store get the first's.

    That one has met its store before others take it, for then it knows what the store can do.
    """
    with app.app_context():
        engine = db.engine
    if engine.name not in _dialects:
        try:
            engine.connect().close()
        except DBAPIError:
            return  # a store broken on purpose
        _dialects[engine.name] = engine.dialect
    engine.dialect = engine.pool._dialect = _dialects[engine.name]
    engine._compiled_cache = _statements


prepared.MOST_KEPT = (
    12_000  # questions of every office there is in a run, each asked by other people
)


def share_compiled(app: Flask) -> Flask:
    """`app` with what is compiled taken from whichever application came first."""
    app.jinja_env.bytecode_cache = _templates
    _share_statements(app)
    return app
