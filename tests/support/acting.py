"""What a test asks of the product runs as the person who asks: in that person's scope, not in the world's.

A world is built seeing everything, and what it is asked about afterwards may be seen whole. But a service
that a test calls with `actor=` runs as in that person's request: it reads and writes what the person may.
So a step that only works for somebody who sees all rows fails where it is asked, whoever wrote the test.

The services' names are bound to a wrapper, in every module that has them; within one the product's own calls
are left as they are, since only the outermost has a person before the screen.
"""

import functools
import inspect
import sys
from collections.abc import Callable
from contextvars import ContextVar
from types import FunctionType, ModuleType
from typing import Any

from supervision.core.access import EVERYTHING, Principal, seeing
from supervision.core.access.principal import acting
from supervision.core.access.scope import present_scope, scope_of

OURS = ("supervision.", "tests.")
_asked: ContextVar[bool] = ContextVar("asked", default=False)
_wrapped: dict[FunctionType, Callable[..., Any]] = {}
_bound: set[str] = set()


def narrow() -> None:
    """Bind the wrappers in whatever was loaded since the last time."""
    fresh = {name for name in sys.modules if name.startswith(OURS)} - _bound
    if not fresh:
        return
    for name in fresh:
        if name.startswith("supervision."):
            _wrap_services(sys.modules[name])
    for name in fresh | _bound:
        _bind(sys.modules[name])
    _bound.update(fresh)


def _wrap_services(module: ModuleType) -> None:
    for value in list(vars(module).values()):
        if (
            isinstance(value, FunctionType)
            and value.__module__ == module.__name__
            and not value.__name__.startswith("_")
            and not inspect.isgeneratorfunction(inspect.unwrap(value))
            and inspect.signature(value).parameters.get("actor") is not None
        ):
            _wrapped[value] = _as_its_actor(value)


def _bind(module: ModuleType) -> None:
    for name, value in list(vars(module).items()):
        if isinstance(value, FunctionType) and value in _wrapped:
            setattr(module, name, _wrapped[value])


def _as_its_actor(service: FunctionType) -> Callable[..., Any]:
    where = list(inspect.signature(service).parameters).index("actor")

    @functools.wraps(service)
    def asked(*args: Any, **words: Any) -> Any:
        actor = words.get("actor") or (args[where] if len(args) > where else None)
        if (
            _asked.get()
            or present_scope() is not EVERYTHING
            or not isinstance(actor, Principal)
            or actor.user_id is None
        ):
            return service(*args, **words)
        token = _asked.set(True)
        try:
            with acting(actor), seeing(scope_of(actor)):
                return service(*args, **words)
        finally:
            _asked.reset(token)

    return asked
