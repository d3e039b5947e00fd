"""A process of our own beside this one, for what would weigh on every process that serves.

Started when it is first asked, kept while it is asked again and again; it ends by itself after a while.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, cast


class KeptChild:
    """Runs `script`, which answers each line of JSON on its standard input with one on its output."""

    kept = 60.0  # seconds without a question

    def __init__(self, script: Path) -> None:
        self._script = script
        self._asking = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, question: object) -> Any:
        """Its answer. Raises RuntimeError when it breaks down over the question."""
        line = json.dumps(question).encode() + b"\n"
        with self._asking:
            answer = self._answer(line) or self._answer(line)  # it may have ended just now
        if not answer:
            message = f"{self._script} gives no answer"
            raise RuntimeError(message)
        return json.loads(answer)

    def _answer(self, line: bytes) -> bytes:
        """What it says; nothing where it has ended, and then it is let go."""
        child = self._child()
        asked, told = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        try:
            asked.write(line)
            asked.flush()
            answer = told.readline()
        except BrokenPipeError:
            answer = b""
        except BaseException:
            self.end()  # its answer would be taken for that to the next question
            raise
        if not answer:
            self.end()
        return answer

    def _child(self) -> subprocess.Popen[bytes]:
        """The one that runs: never that of the process this one was forked from."""
        if self._running is None or self._owner != os.getpid():
            if not self._owner:
                atexit.register(self.end)
            self._owner = os.getpid()
            self._running = subprocess.Popen(  # noqa: S603  (our own script, no shell)
                [sys.executable, "-I", str(self._script), str(self.kept)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for who asks; with that it ends
            )
        return self._running

    def end(self) -> None:
        """End the one that runs; the next question starts another."""
        child, self._running = self._running, None
        if child is not None and self._owner == os.getpid():
            child.kill()
            child.communicate()
