"""分别承诺 in a sheet of 补录约谈: one cell, a line for each head who promised for himself."""

import re
from datetime import date

from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, as_date, as_text
from supervision.imports.fields import Names
from supervision.interviews import past_promises
from supervision.interviews.models import Interview
from supervision.interviews.past_promises import PastPromise

_BAR = "｜"


def read(cell: object, _names: Names) -> str:
    """分别承诺 in the one form in which records say them; raises BadCell for the first that is not."""
    return "\n".join(_line(one) for one in as_text(cell).split("\n") if one.strip())


def _line(typed: str) -> str:
    who, colon, said = typed.replace(":", "：", 1).partition("：")
    parts = [part.strip() for part in re.split(r"[|｜]", said)]
    if not who.strip() or not colon or len(parts) not in (2, 4):
        raise BadCell(
            f"“{typed[:40]}”应如 张某：补齐案卷｜2024-4-10，已落实的再写 ｜2024-4-8｜已补齐"
        )
    words, due, kept_on, result = [*parts, "", ""][:4]
    return _promise(who.strip(), words, as_date(due), as_date(kept_on), result)


def _called(heads: str) -> list[str]:
    """What each head is called in 分别承诺: by name, with the unit where another has the same."""
    named = [line.split("，")[:2] for line in heads.split("\n")]
    names = [name for name, *_unit in named]
    return [
        name if names.count(name) == 1 else "（".join((name, *unit)) + "）" for name, *unit in named
    ]


def made(cell: str, heads: str) -> list[PastPromise]:
    """The promises of the cell as it was read, each with the place of who made it."""
    called = _called(heads)
    found: dict[str, PastPromise] = {}
    for line in cell.split("\n") if cell else ():
        who, said = line.split("：", 1)
        if who not in called:
            message = f"约谈对象中没有“{who}”，可填：{'、'.join(called)}"
            raise DomainError(message, field=past_promises.FIELD)
        if who in found:
            raise DomainError(f"“{who}”的承诺填写了两次", field=past_promises.FIELD)
        words, due, kept_on, result = [*said.split(_BAR), "", "", ""][:4]
        found[who] = PastPromise(
            called.index(who) + 1, who, words, _day(due), _day(kept_on), result
        )
    return list(found.values())


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def said(row: Interview, heads: str) -> str:
    """The promises of an interview as the cell says them."""
    called = _called(heads)
    own = past_promises.held_by(row)
    return "\n".join(
        _promise(called[one.seq - 1], one.words, one.due, one.kept_on, one.result) for one in own
    )


def _promise(who: str, words: str, due: date | None, kept_on: date | None, result: str) -> str:
    parts = (words, str(due or ""), str(kept_on or ""), result)
    return f"{who}：{_BAR.join(' '.join(part.split()) for part in parts).rstrip(_BAR)}"
