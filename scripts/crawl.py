"""`python -m scripts.crawl [--accept] [--person NAME …]`: compare with what is kept, or keep anew."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.support.crawl import keeping, world
from tests.support.crawl.comparing import differences
from tests.support.crawl.walking import walk

EVERYBODY = (*world.PEOPLE, world.NOBODY)


def crawl(before: keeping.Crawl, people: tuple[str, ...]) -> keeping.Crawl:
    """What `people` find today."""
    found = keeping.Crawl()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        world.build(scratch / "built")
        for person in people:
            with world.looking(scratch / "built", scratch, person) as (app, visitor):
                found[person] = walk(app, visitor, kept=before.get(person, {}))
            print(f"{person}: {len(found[person])} pages", file=sys.stderr)
    return found


def main() -> int:
    """0 when nothing differs or the difference is kept."""
    parser = argparse.ArgumentParser(prog="make crawl", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="keep what is found")
    parser.add_argument("--person", action="append", choices=EVERYBODY, help="only this person")
    chosen = parser.parse_args()
    people = tuple(chosen.person or EVERYBODY)
    before = keeping.kept() if keeping.PAGES.exists() else {}
    after = crawl(before, people)
    told = list(differences({person: before.get(person, {}) for person in people}, after))
    print("\n".join(told) if told else "nothing differs")
    if chosen.accept and told:
        keeping.keep({**before, **_without_lost(before, after)}, told)
    return 1 if told and not chosen.accept else 0


def _without_lost(before: keeping.Crawl, after: keeping.Crawl) -> keeping.Crawl:
    """`after` without addresses that were pages and are none any more."""
    return {
        person: {
            address: lines
            for address, lines in pages.items()
            if not lines[0].startswith("404")
            or before.get(person, {}).get(address, lines)[0].startswith("404")
        }
        for person, pages in after.items()
    }


if __name__ == "__main__":
    sys.exit(main())
