"""A record made of a row's values: what trail and search index ask of a row that was never loaded."""

from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import instance_dict, set_committed_value
from sqlalchemy.orm.util import identity_key


def stand_in(model: type[object], values: Mapping[str, object]) -> object:
    """An object of the class with these column values, in no session and never to be added to one."""
    mapper = sa.inspect(model)
    made = mapper.class_manager.new_instance()
    held = instance_dict(made)  # the state of a row nobody changes needs no more
    for key, name in _columns(mapper):
        if name in values:
            held[key] = values[name]
    return made


@cache
def _columns(mapper: Mapper[object]) -> tuple[tuple[str, str], ...]:
    """Attribute and column of each."""
    return tuple((one.key, one.columns[0].name) for one in mapper.column_attrs)


def tell_loaded(
    session: Session, model: type[object], key: int, values: Mapping[str, object]
) -> None:
    """Let the object of that row, if the session holds it, show what was written past it."""
    held = session.identity_map.get(identity_key(model, key))
    if held is not None:
        for name, value in values.items():
            set_committed_value(held, name, value)
