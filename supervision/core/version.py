"""The program's version: stated once, in pyproject.toml; told of in CHANGELOG.md."""

import tomllib

from supervision.core.config import ROOT


def _stated() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


VERSION = _stated()
