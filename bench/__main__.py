"""`python -m bench NAME`: run one bench and print its ratios."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from bench import documents

BENCHES: dict[str, Callable[[], list[dict[str, Any]]]] = {"documents": documents.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = BENCHES[asked.name]()
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
