"""A record made of a row's values: what trail and search index ask of a row that was never loaded."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key


def stand_in(model: type[object], values: Mapping[str, object]) -> object:
    """An object of the class with these column values, in no session and never to be added to one."""
    mapper = sa.inspect(model)
    made = mapper.class_manager.new_instance()
    for attribute in mapper.column_attrs:
        name = attribute.columns[0].name
        if name in values:
            set_committed_value(made, attribute.key, values[name])
    return made


def tell_loaded(
    session: Session, model: type[object], key: int, values: Mapping[str, object]
) -> None:
    """Let the object of that row, if the session holds it, show what was written past it."""
    held = session.identity_map.get(identity_key(model, key))
    if held is not None:
        for name, value in values.items():
            set_committed_value(held, name, value)
