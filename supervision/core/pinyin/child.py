"""Runs by itself and is kept a while: a name a line comes in, how it is read goes out. Knows nothing of the system.

`child.py SECONDS`: it ends when nothing was asked for so long, and when whoever asks is gone.
"""

import json
import select
import sys


def main() -> None:
    """A line in, a line out; never two at once."""
    from pypinyin import Style, lazy_pinyin

    patience = float(sys.argv[1])
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asked], [], [], patience)[0]:
        line = asked.readline()
        if not line:
            return
        name = json.loads(line)
        styles = (Style.NORMAL, Style.FIRST_LETTER)
        said = ["".join(lazy_pinyin(name, style=one, errors="ignore")).lower() for one in styles]
        told.write(json.dumps(said).encode() + b"\n")
        told.flush()


if __name__ == "__main__":
    main()
