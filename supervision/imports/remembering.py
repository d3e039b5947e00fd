"""What a person said of the columns of a sheet is known when a sheet with the same headings comes again."""

from collections.abc import Mapping

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.imports.kinds import Kind
from supervision.imports.models import ImportMapping


def remembered(kind: Kind, headings: str, *, actor: Principal) -> dict[str, int] | None:
    """Where the fields stand in a sheet with these headings, as somebody of the body once said."""
    held = _held(kind, headings, actor)
    return dict(held.mapping) if held is not None else None


def remember(kind: Kind, headings: str, mapping: Mapping[str, int], *, actor: Principal) -> None:
    """Keep what was said of these headings, instead of what was said before."""
    held = _held(kind, headings, actor)
    if held is None:
        held = ImportMapping(body_id=actor.body_id, kind=kind.name, headings=headings)
        session.add(held)
    held.mapping = dict(mapping)


def _held(kind: Kind, headings: str, actor: Principal) -> ImportMapping | None:
    same = (
        ImportMapping.body_id == actor.body_id,
        ImportMapping.kind == kind.name,
        ImportMapping.headings == headings,
    )
    return session.scalars(sa.select(ImportMapping).where(*same)).one_or_none()
