"""docs/help.md, as the help opens on it: what a person of each role does first, and where."""

import re
from dataclasses import dataclass
from functools import cache

from supervision.core import config
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.places import closed

FILE = config.ROOT / "docs" / "help.md"
ROW = re.compile(
    r"^\| (?P<what>[^|]+) \| (?P<where>[^|`]+) `(?P<endpoint>[\w.]+)` \| (?P<how>[^|]+) \|$"
)


@dataclass(frozen=True)
class Work:
    """One thing to do, the page where it is done, and how."""

    what: str
    where: str
    endpoint: str
    how: str


@cache
def _kept() -> dict[str, list[Work]]:
    _preface, *sections = FILE.read_text("utf-8").split("\n## ")
    read: dict[str, list[Work]] = {}
    for section in sections:
        role, *lines = section.splitlines()
        read[role] = [Work(**found.groupdict()) for line in lines if (found := ROW.match(line))]
    return read


def daily_work(me: Principal) -> list[tuple[str, list[Work]]]:
    """What `me` does, role by role in their order, on the pages that are open."""
    return [
        (role.label, [one for one in _kept()[role.label] if not closed(one.endpoint, me)])
        for role in Role
        if role in me.roles
    ]
