"""Words that no store likes, typed into every text filter of every list, on both stores: never a 500.

PostgreSQL refuses a NUL wherever it stands and an index entry beyond 8 KB; SQLite minds neither. `make test` types a word
into all filters of a list at once, the battery into one after the other, too, by everybody.
"""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from tests.support.offers import WORDS, offer_of, pages_without_key
from tests.support.seats import SignIn
from tests.support.telling import Tell

BAD = ("甲\x00乙", "\x00", "长" * 9_000, "%" * 3_000, "'\"\\")
FEWEST = {"handler": 15, "liaison": 1, "sysadmin": 1, "auditor": 1}
OFTEN = ("handler",)
ASKED = [
    *((seat, False) for seat in OFTEN),
    *(pytest.param(seat, True, marks=pytest.mark.battery) for seat in FEWEST),
]


@pytest.mark.store(other="battery")
@pytest.mark.parametrize(("seat", "singly"), ASKED)
def test_no_word_in_any_filter_breaks_a_list(
    app: Flask, sign_in: SignIn, tell: Tell, seat: str, *, singly: bool
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # answering as in service
    visitor = sign_in(seat)
    asked, filters, broken = 0, 0, []
    for address in pages_without_key(app):
        offer = offer_of(visitor, address)
        if offer is None:
            continue
        texts = [name for name, values in offer.values.items() if values == WORDS]
        if not texts:
            continue
        filters += len(texts)
        for question in _typed(texts, singly=singly):
            asked += 1
            with visitor.get(offer.at(**question)) as answer:
                if answer.status_code >= 500:
                    broken.append(f"{answer.status_code} {address} {_short(question)}")
    tell(f"{seat}: {asked} times words typed into {filters} filters")
    assert not broken, "\n".join(broken)
    assert filters >= FEWEST[seat]


def _typed(names: Sequence[str], *, singly: bool) -> Iterator[dict[str, str]]:
    """Each bad word into all of `names` at once, or into one after the other."""
    for word in BAD:
        yield from ({name: word} for name in names) if singly else (dict.fromkeys(names, word),)


def _short(question: dict[str, str]) -> str:
    return ", ".join(f"{name}={word[:4]!r}" for name, word in question.items())
