"""`python -m bench [NAME…]`: run benches and print their figures; all of them without a name."""

import argparse
import json
import sys
from collections.abc import Callable

from bench import (
    audit,
    cold,
    documents,
    figures,
    importing,
    lists,
    memory,
    report,
    search,
    sweep,
    write,
)
from bench.figure import Figure, table
from bench.run import Run

BENCHES: dict[str, Callable[[Run], list[Figure]]] = {
    "lists": lists.run,
    "search": search.run,
    "write": write.run,
    "import": importing.run,
    "sweep": sweep.run,
    "figures": figures.run,
    "documents": documents.run,
    "memory": memory.run,
    "cold": cold.run,
    "audit": audit.run,
}


def main() -> None:
    """The figures on stdout, what goes on on stderr."""
    asked = _asked()
    run = Run(rows=asked.rows, quick=asked.quick)
    found: dict[str, list[Figure]] = {}
    with run.servers:
        for name in asked.names or BENCHES:
            print(f"{name} …", file=sys.stderr, flush=True)
            found[name] = BENCHES[name](run)
    for sentence in run.notes:
        print(sentence, file=sys.stderr)
    if asked.write:
        report.write(run, found, f"python -m bench {' '.join(sys.argv[1:])}".strip())
    if asked.json:
        rows = [one.plain() for figures in found.values() for one in figures]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print("\n\n".join(f"## {name}\n\n{table(figures)}" for name, figures in found.items()))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME")
    parser.add_argument("--rows", type=int, default=100_000, help="problems in the city")
    parser.add_argument("--quick", action="store_true", help="a minute on a set-up machine")
    parser.add_argument("--json", action="store_true", help="a list of figures")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
