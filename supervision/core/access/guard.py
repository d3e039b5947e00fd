"""What every endpoint declares; an endpoint that declares nothing stops the start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import Forbidden

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Rule:
    """Who may call an endpoint: `anyone`, or whoever holds one of `permissions` (empty: signed in)."""

    anyone: bool = False
    permissions: frozenset[Permission] = frozenset()

    def admits(self, principal: Principal | None) -> bool:
        if self.anyone:
            return True
        if principal is None:
            return False
        return not self.permissions or bool(self.permissions & principal.permissions)


def _declare(view: View, rule: Rule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def allows(*permissions: Permission) -> Callable[[View], View]:
    """The endpoint is for people who hold any of `permissions`."""
    if not permissions:
        message = "@allows needs a permission"
        raise TypeError(message)
    return lambda view: _declare(view, Rule(permissions=frozenset(permissions)))


def signed_in(view: View) -> View:
    """The endpoint is for anyone signed in."""
    return _declare(view, Rule())


def public(view: View) -> View:
    """The endpoint is for anyone at all."""
    return _declare(view, Rule(anyone=True))


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule an endpoint declared; None when it declared none."""
    return getattr(app.view_functions[endpoint], "access_rule", None)


def verify_endpoints(app: Flask) -> None:
    """Refuse to start while any endpoint lacks a rule."""
    bare = sorted(name for name in app.view_functions if rule_of(app, name) is None)
    if bare:
        message = f"endpoints without an access rule: {', '.join(bare)}"
        raise RuntimeError(message)


def check(rule: Rule | None, principal: Principal | None) -> None:
    """Raise Forbidden unless `rule` admits `principal`; no rule admits nobody."""
    if rule is None or not rule.admits(principal):
        message = "您没有访问此页面的权限"
        raise Forbidden(message)
