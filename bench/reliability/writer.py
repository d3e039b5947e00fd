"""A process that works as people do and says what was acknowledged, until it is killed.

`python -m bench.reliability.writer FOLDER URL LABEL PAPER…`; a line `clue SUBJECT` or `sign ID` stands for
an answer that said it was done.
"""

import itertools
import sys
from pathlib import Path

from bench.reliability.place import (
    CLUE_FORM,
    HANDLER,
    SIGN_FORM,
    SIGNATORY,
    TYPED,
    Place,
    enter,
)


def main() -> None:
    folder, url, label, *papers = sys.argv[1:]
    app = Place("", Path(folder), url, []).open()
    handler, signatory = enter(app, HANDLER), enter(app, SIGNATORY)
    print("ready", flush=True)
    waiting = [int(paper) for paper in papers]
    for number in itertools.count():
        subject = f"{label}-{number}"
        if handler.submit("/clues/new", {**TYPED, "subject": subject}, form=CLUE_FORM).location:
            print(f"clue {subject}", flush=True)
        if number % 2 and waiting:
            paper = waiting.pop(0)
            if signatory.submit(f"/instruments/{paper}", form=SIGN_FORM).status_code == 302:
                print(f"sign {paper}", flush=True)


if __name__ == "__main__":
    main()
