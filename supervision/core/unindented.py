"""Templates are indented and quoted for who reads them; pages need not carry that to every browser."""

import re

from jinja2.ext import Extension

_INDENT = re.compile(r"([%#]\})?\n[ \t]+")
_CLASS = re.compile(r'(<[a-z0-9]+ class=)"([a-z0-9-]+)"(?=[ >])')


class Unindented(Extension):
    """A template without what its lines begin with; a line stays a line, and where a block ends one, whose break
    is left out (`trim_blocks`), a space stays: what stood apart stands apart. A single class needs no quotes."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """As it is read."""
        flat = _INDENT.sub(lambda found: f"{found[1]}\n " if found[1] else "\n", source)
        return _CLASS.sub(r"\1\2", flat)
