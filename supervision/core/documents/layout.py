"""Which layout this program sets papers in: another one as soon as anything could change a byte of them."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from supervision.core.documents import fonts

_HERE = Path(__file__).parent
_DRAWN_BY = ("weasyprint", "pydyf", "fonttools", "pyphen", "pikepdf", "pypdfium2", "pillow")


@cache
def layout_version() -> str:
    """A digest of the code that sets and draws, of the libraries that draw and of the built faces."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _DRAWN_BY:
        digest.update(f"{name} {version(name)}".encode())
    digest.update(fonts.built())
    return digest.hexdigest()[:12]
