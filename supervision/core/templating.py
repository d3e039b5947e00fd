"""Templates and the names they all know."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class OneForAll(Environment):
    """No template has names of its own: all look into the environment's as they are. Jinja lays a map over them for each
    template, and every import of a macro walks the keys of two such maps: a twentieth of a page that shows nothing."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds beside its context."""
        return super().make_globals(d) if d else self.globals
