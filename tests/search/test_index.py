"""The index on both stores: recall 1.0 against Python's `in`, in step with every commit, scoped."""

import random

import pytest
import sqlalchemy as sa

from supervision.agencies.models import UnitName
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.search import SearchEntry, ask, counts, index, read, rebuild
from supervision.core.search.tokens import fold_fields, words_of
from supervision.instruments.delivering.service import receive
from supervision.instruments.models import Instrument
from supervision.problems import service as problems
from supervision.problems.models import Problem
from supervision.slices import SLICES
from tests.make import finding, reforms
from tests.make.finding import FOUND
from tests.make.offices import Office, found_office
from tests.support.work import Inside

pytestmark = pytest.mark.store
CHARACTERS = "行政执法监督检查罚款听证告知程序未依法〔2023〕12号ABab。，%_\\'\" "
EVERY = [source.kind for one in SLICES for source in one.searches]


def found(
    query: str, town: Office, person: str = "handler", kinds: list[str] | None = None
) -> list[int]:
    """Ids of the records `person` of the town finds, of all kinds or of these."""
    actor = getattr(town, person)
    with seeing(scope_of(actor)):
        hits = ask(read(query, actor=actor), kinds or EVERY, most=500)
    return sorted(hit.record_id for some in hits.values() for hit in some)


def numbers(query: str, town: Office, person: str = "handler") -> dict[str, int]:
    """Counts by kind as `person` sees them, empty kinds left out."""
    actor = getattr(town, person)
    with seeing(scope_of(actor)):
        return {kind: n for kind, n in counts(read(query, actor=actor)).items() if n}


def _words(rng: random.Random, texts: list[str]) -> str:
    text = rng.choice(texts)
    start = rng.randrange(len(text))
    return text[start : start + rng.randint(1, 8)]


def test_every_length_of_word_is_found_exactly_where_python_finds_it(inside: Inside) -> None:
    rng = random.Random(6)  # noqa: S311  (the same invented texts each run)
    texts = ["".join(rng.choices(CHARACTERS, k=rng.randint(5, 60))) for _ in range(150)]
    with inside():
        town = found_office()
        rows = {
            finding.problem(town, text.strip() or "无", facts=text[::-1]).id: (
                text.strip() or "无",
                "程序不规范",
                text[::-1],
            )
            for text in texts
        }
    folded = {key: fold_fields(fields) for key, fields in rows.items()}
    with inside():
        for _ in range(250):
            query = _words(rng, texts)
            words = words_of(query)
            expected = [key for key, text in folded.items() if all(word in text for word in words)]
            assert found(query, town, kinds=["problem"]) == (sorted(expected) if words else []), (
                query
            )


def test_a_record_is_found_as_soon_as_it_is_committed_and_as_it_stands(inside: Inside) -> None:
    with inside():
        town = found_office()
        key = finding.problem(town, "未告知听证权利").id
    with inside() as own:
        assert found("听证", town) == [key]
        row = own.get_one(Problem, key)
        facts = problems.ProblemFacts(
            unit=row.unit, title="罚没票据不规范", category=row.category, found_on=FOUND
        )
        problems.amend(row, facts, actor=town.handler)
    with inside() as own:
        assert found("听证", town) == []
        assert found("票", town) == [key]
        assert (
            own.scalar(
                sa.select(sa.func.count(SearchEntry.id)).where(SearchEntry.kind == "problem")
            )
            == 1
        )
        own.delete(own.get_one(Problem, key))
    with inside():
        assert found("票", town) == []


def test_what_is_rolled_back_is_never_found(inside: Inside) -> None:
    with inside():
        town = found_office()
    with pytest.raises(DomainError):
        _record_and_fail(inside, town)
    with inside():
        finding.problem(town, "别的问题")
    with inside():
        assert found("询问笔录", town) == []


def _record_and_fail(inside: Inside, town: Office) -> None:
    with inside():
        finding.problem(town, "涂改询问笔录")
        finding.problem(town, "")


def test_a_unit_is_found_by_its_former_name(inside: Inside) -> None:
    with inside() as own:
        town = found_office()
        own.flush()
        reforms.rename_unit(town.unit, "示例市新设局", on=FOUND, actor=town.handler)
    with inside() as own:
        assert found("市甲局", town) == [town.unit_id]
        assert found("新设", town) == [town.unit_id]
        assert own.scalar(sa.select(sa.func.count(UnitName.id))) == 1


def test_another_bureau_finds_nothing_of_ours(inside: Inside) -> None:
    with inside():
        ours, theirs = found_office("示例市"), found_office("样本市")
        key = finding.problem(ours, "超期未办结案件").id
        finding.problem(theirs, "超期未办结案件")
        finding.draft_paper(ours, "对超期未办结案件逐案说明")
    with inside():
        mine, foreign = found("超期", ours), found("超期", theirs)
        assert key in mine
        assert len(mine) == 2
        assert len(foreign) == 1
        assert not set(foreign) & {key}
        assert numbers("超期", theirs) == {"problem": 1}


def test_a_unit_finds_its_papers_once_sent_and_nothing_else(inside: Inside) -> None:
    with inside():
        town = found_office()
        finding.problem(town, "超期未办结案件")
        paper = finding.draft_paper(town, "对超期未办结案件逐案说明")
        key = paper.id
    with inside():
        assert found("超期", town, "liaison") == []
        assert numbers("超期", town) == {"problem": 1, "instrument": 1}
    with inside() as own:
        finding.issue(own.get_one(Instrument, key), town)
    with inside() as own:
        receive(own.get_one(Instrument, key), actor=town.liaison)
    with inside() as own:
        assert found("超期", town, "liaison", ["instrument"]) == [key]
        assert set(numbers("超期", town, "liaison")) == {"instrument"}
        number = own.get_one(Instrument, key).number or ""
        for typed in (number, number.replace("〔", "[").replace("〕", "]"), number[-7:]):
            assert found(typed, town, "liaison", ["instrument"]) == [key]


def test_rebuilding_gives_the_very_same_index(inside: Inside) -> None:
    with inside():
        town = found_office()
        for title in ("未告知听证权利", "罚没票据不规范", "案卷缺页"):
            finding.problem(town, title)
        finding.draft_paper(town, "对案卷缺页说明情况")
    with inside() as own:
        before = _entries()
        rebuild(own)
        assert _entries() == before
    with inside():
        assert numbers("案卷", town) == {"problem": 1, "instrument": 1}


def test_a_rebuild_holds_the_lock_for_a_portion_at_a_time(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write in between: no transaction of it puts in more than a portion."""
    monkeypatch.setattr(index, "PORTION", 2)
    with inside():
        town = found_office()
        for number in range(7):
            finding.problem(town, f"案卷缺页{number}")
    put: list[int] = [0]
    real = index.put_entries
    monkeypatch.setattr(
        index,
        "put_entries",
        lambda held, rows: (put.append(put.pop() + len(rows)), real(held, rows)),
    )
    with inside() as own:
        before = _entries()
        sa.event.listen(own, "after_commit", lambda _own: put.append(0))
        made = rebuild(own)
        assert _entries() == before
    assert made["problem"] == 7
    assert sum(put) == sum(made.values()) == len(before)
    assert max(put) <= 2


def _entries() -> list[tuple[object, ...]]:
    columns = (SearchEntry.kind, SearchEntry.record_id, SearchEntry.title, SearchEntry.folded)
    with seeing(EVERYTHING):
        return sorted(tuple(row) for row in session.execute(sa.select(*columns)))


@pytest.mark.parametrize("query", ["", "  ", "\x00", "\"'", "a" * 5000, "* OR 1", "〔" * 50])
def test_no_query_breaks_the_search(inside: Inside, query: str) -> None:
    with inside():
        town = found_office()
        finding.problem(town, "未告知听证权利")
    with inside():
        assert found(query, town) == []


def test_words_are_anded_and_counted_only_to_the_cap(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supervision.core.search.query.CAP", 3)
    with inside():
        town = found_office()
        keys = [finding.problem(town, f"案卷{mark}缺页").id for mark in "甲乙丙丁戊己"]
    with inside():
        assert numbers("案卷 缺页", town)["problem"] == 4
        assert found("缺页 丁", town, kinds=["problem"]) == [keys[3]]
        assert found("缺页 庚", town) == []
