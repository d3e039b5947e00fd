"""What every application compiles alike is compiled once a process: templates, and builders of addresses.

A run makes thousands of applications with the same thousand routes and the same templates; half
of its time went there.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class _Templates(BytecodeCache):
    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


_templates = _Templates()
_builders: dict[Any, Builder] = {}
_compile: Callable[[Rule, bool], Builder] = Rule._compile_builder


def _compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
    """A builder is made of nothing but the rule's text and defaults."""
    key = (tuple(rule._trace), repr(rule.defaults), tuple(sorted(rule.arguments)), append_unknown)
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _compile_once  # type: ignore[method-assign, assignment]


def share_templates(app: Flask) -> Flask:
    """`app` with its templates compiled by whichever application came first."""
    app.jinja_env.bytecode_cache = _templates
    return app
