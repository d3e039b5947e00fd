"""Templates and the names they all know."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import _escape_inner  # type: ignore[attr-defined]  # of which its `escape` is made, in C


def escaped(value: object) -> str:
    """A value as it stands in markup, as `markupsafe.escape` writes it. That makes an object of its own of each, with three
    more calls; a template only joins them, a thousand a page."""
    if type(value) is str:
        return _escape_inner(value)
    return value.__html__() if hasattr(value, "__html__") else _escape_inner(str(value))


class Escaping(CodeGenerator):
    """What templates write of a value goes through `escaped`."""

    def write_commons(self) -> None:
        """The names that each function of a template begins with; Jinja's own `escape` is a global of its module."""
        super().write_commons()
        self.writeline("escape = environment.escaped")


class OneForAll(Environment):
    """No template has names of its own: all look into the environment's as they are. Jinja lays a map over them for each
    template, and every import of a macro walks the keys of two such maps: a twentieth of a page that shows nothing."""

    code_generator_class = Escaping
    escaped = staticmethod(escaped)

    def getattr(self, obj: object, attribute: str) -> Any:
        """`obj.attribute`; of a dictionary its entry, but for what every dictionary can do. Jinja looks for an attribute of
        that name first, and makes an error of each that is none: a microsecond, two hundred times a page."""
        if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.getitem(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds beside its context."""
        return super().make_globals(d) if d else self.globals
