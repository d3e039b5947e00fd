"""What the latest scrub found, kept in the data folder: the health page tells it, a loss by day joins it."""

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from supervision.core.instance import instance_folder

_REPORT = "scrub.json"


@dataclass
class Scrub:
    """What a scrub found: files healed and lost by name, faults of chain and pages in words."""

    at: str
    healed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    swept: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.faults)


def remember(instance: Path, found: Scrub) -> None:
    """Whole or not at all, also where several processes tell at once."""
    draft = instance / f"{_REPORT}.{secrets.token_hex(4)}.part"
    draft.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    draft.replace(instance / _REPORT)


def last_scrub() -> Scrub | None:
    """The outcome of the latest scrub; None when there was none."""
    try:
        return Scrub(**json.loads((instance_folder() / _REPORT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def note_lost(name: str) -> None:
    """A file that was found lost since; without a scrub there is no report to say it in."""
    found = last_scrub()
    if found is not None and name not in found.lost:
        found.lost.append(name)
        remember(instance_folder(), found)
