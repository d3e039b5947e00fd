"""`python -m bench.mutation`: sample, try each fault, print what was killed and what lives on.

Area by area: the tests that may prove it are run once under coverage, then each fault is held against
those that reach its line. What was found is kept (`.mutants/outcomes.json`) as long as the faulty file
stays as it is, so that a run goes on where another was stopped.
"""

import argparse
import hashlib
import resource
import sys
from collections import Counter
from operator import itemgetter
from pathlib import Path

from bench.mutation.areas import AREAS
from bench.mutation.faults import Fault, faults_of
from bench.mutation.outcomes import Outcomes, share, table
from bench.mutation.reach import Reach
from bench.mutation.trying import try_all

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".mutants"
EACH = 14  # faults of an area


def main() -> int:
    """Exit 1 when fewer than `--least` per cent are killed."""
    options = _options()
    FOLDER.mkdir(exist_ok=True)
    outcomes = Outcomes(FOLDER / "outcomes.json")
    held = []
    for area in options.area or AREAS:
        chosen = _sample(area, options.count, options.seed)
        waiting = [one for one in chosen if outcomes.open(ROOT, one, again=options.again)]
        if waiting and not options.report:
            reach = Reach(ROOT, FOLDER, area)
            try_all(ROOT, waiting, reach, outcomes, folder=FOLDER, jobs=options.jobs)
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(
                f"{area}: {spent.ru_utime + spent.ru_stime:.0f} s of CPU so far",
                file=sys.stderr,
                flush=True,
            )
        held += [(area, one, outcomes.of(ROOT, one)) for one in chosen]
    print(table(held))
    return int(share(held) < options.least)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=EACH, help="faults of each area")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--area", choices=[*AREAS], action="append")
    parser.add_argument("--least", type=int, default=90, help="per cent that must be killed")
    parser.add_argument("--again", action="store_true", help="try once more what lived on")
    parser.add_argument("--report", action="store_true", help="try nothing, print what is known")
    return parser.parse_args()


def _sample(area: str, count: int, seed: int) -> list[Fault]:
    """Drawn without looking at the tests, fault by fault: what changes elsewhere draws no other sample."""
    paths = sorted(ROOT.glob(AREAS[area].paths))
    met: Counter[tuple[str, str]] = Counter()
    drawn = []
    for fault in (one for path in paths for one in faults_of(ROOT, path)):
        met[fault.path, fault.what] += 1
        lot = f"{seed} {fault.path} {fault.what} {met[fault.path, fault.what]}"
        drawn.append((hashlib.sha256(lot.encode()).hexdigest(), fault))
    return [fault for _, fault in sorted(drawn, key=itemgetter(0))[:count]]


if __name__ == "__main__":
    sys.exit(main())
