"""Words that no store likes, typed into every text filter of every list, on both stores: never a 500.

PostgreSQL refuses a NUL wherever it stands and an index entry beyond 8 KB; SQLite minds neither.
"""

import pytest
from flask import Flask

from tests.support.offers import WORDS, offer_of, pages_without_key
from tests.support.seats import SignIn
from tests.support.telling import Tell

BAD = ("甲\x00乙", "\x00", "长" * 9_000, "%" * 3_000, "'\"\\")
FEWEST = {"handler": 15, "liaison": 1, "sysadmin": 1, "auditor": 1}
OFTEN = ("handler",)
SEATS = [one if one in OFTEN else pytest.param(one, marks=pytest.mark.battery) for one in FEWEST]


@pytest.mark.store
@pytest.mark.parametrize("seat", SEATS)
def test_no_word_in_any_filter_breaks_a_list(
    app: Flask, sign_in: SignIn, tell: Tell, seat: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # answering as in service
    visitor = sign_in(seat)
    asked, broken = 0, []
    for address in pages_without_key(app):
        offer = offer_of(visitor, address)
        if offer is None:
            continue
        texts = [name for name, values in offer.values.items() if values == WORDS]
        for name in texts:
            for word in BAD:
                asked += 1
                with visitor.get(offer.at(**{name: word})) as answer:
                    if answer.status_code >= 500:
                        broken.append(f"{answer.status_code} {address} {name}={word[:4]!r}")
    tell(f"{seat}: {asked} words typed into filters")
    assert not broken, "\n".join(broken)
    assert asked >= FEWEST[seat] * len(BAD)
