"""Archiving a long document in a process of its own: drawing it takes seconds nobody should wait.

WeasyPrint draws a document in one go under the lock of the process; the same bytes come out anywhere.
"""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

from supervision.core.documents.bound import at_hand, content_of, files_of
from supervision.core.documents.codec import encode
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import CODEC, Document
from supervision.core.documents.pdf import archive

_ROOT = Path(__file__).resolve().parents[3]
_LONGEST = 600  # seconds; a paper of a thousand pages takes less


def archive_apart(document: Document, data: dict[str, object]) -> bytes:
    """What `pdf.archive` gives, from a child process; raises DocumentError when that breaks down."""
    bound = {one.sha256: b64encode(content_of(one)).decode() for one in files_of(document)}
    said = {"document": encode(document), "data": data, "bound": bound}
    asked = json.dumps(said, ensure_ascii=False)
    code = "from supervision.core.documents.apart import main; main()"
    command = [sys.executable, "-W", "ignore", "-c", code]
    try:
        ended = subprocess.run(  # noqa: S603  (our own module, no shell)
            command,
            cwd=_ROOT,
            input=asked.encode(),
            capture_output=True,
            timeout=_LONGEST,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise DocumentError("归档件没有制成，稍后自动再试") from error
    return ended.stdout


def main() -> None:
    """The child: one document from standard input to standard output."""
    asked = json.loads(sys.stdin.buffer.read())
    with at_hand({key: b64decode(kept) for key, kept in asked["bound"].items()}):
        sys.stdout.buffer.write(archive(CODEC.decode(asked["document"]), asked["data"]))
