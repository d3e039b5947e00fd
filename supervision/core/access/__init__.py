"""Access: who may do what (policy), which rows anyone sees (scope), which rows
anyone writes (writing), what every endpoint declares (guard)."""

from supervision.core.access.guard import allows, public, signed_in, verify_endpoints
from supervision.core.access.policy import GRANTS, Permission, Role
from supervision.core.access.principal import Principal, current, current_or_none
from supervision.core.access.scope import EVERYTHING, NOTHING, BodyScoped, Scope, seeing
from supervision.core.access.writing import crossing

__all__ = [
    "EVERYTHING",
    "GRANTS",
    "NOTHING",
    "BodyScoped",
    "Permission",
    "Principal",
    "Role",
    "Scope",
    "allows",
    "crossing",
    "current",
    "current_or_none",
    "public",
    "seeing",
    "signed_in",
    "verify_endpoints",
]
