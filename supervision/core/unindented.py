"""Templates are indented for who reads them; pages need not carry that to every browser."""

import re

from jinja2.ext import Extension

_INDENT = re.compile(r"\n[ \t]+")


class Unindented(Extension):
    """A template without what its lines begin with; a line stays a line."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """As it is read."""
        return _INDENT.sub("\n", source)
