"""How each column of a copied row is made from the seed's: by type, by reference, by what it says."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from bench.city.clones import STORY

OFFICE = ("unit", "unit_name", "officer", "user", "user_role", "roster_entry", "deputy")
ONCE = (
    *("body", "dictionary_entry", "instrument_kind", "calendar_version", "setting", "stored_file"),
    *("number_series", "audit_head", "reminder_policy", "job_run", "task", "user_session"),
    *("failed_sign_in", "api_token", "feed_token", "saved_view", "form_draft", "dispatch"),
    *("publication", "report_text", "report_edition", "import_batch", "imported_row", "import_key"),
)
APART = ("audit_event", "audit_value", "search_entry")  # grown by their own rules
TYPED = {"owner_id": "owner_type", "root_id": "root_type", "subject_id": "subject_type"}
BY_NAME = {
    "body_id": "body", "clue_id": "clue", "paper_id": "instrument", "unit_id": "unit",
    "handler_id": "user", "holder_id": "user", "user_id": "user", "owner_id": "user",
    "due_date_id": "due_date", "pair_id": "attachment", "actor_id": "user",
}  # fmt: skip
PLAIN = ("message_id",)
FIRM = "企业"
NUMBERED = sa.String


class Unknown(Exception):
    """A column that ends in _id and says nowhere what it names."""


def target(column: sa.Column[object]) -> str | None:
    """The table whose key `column` holds; None when it holds no key, "" when its row says which."""
    if column.name == "id":
        return str(column.table.name)
    if column.foreign_keys:
        return next(iter(column.foreign_keys)).column.table.name
    if column.name in TYPED and TYPED[column.name] in column.table.c:
        return ""
    if column.name.endswith("_by_id"):
        return "user"
    if not column.name.endswith("_id") or column.name in PLAIN:
        return None
    if column.name not in BY_NAME:
        message = f"{column.table.name}.{column.name}: say in bench/city/columns.py what it names"
        raise Unknown(message)
    return BY_NAME[column.name]


def moved(name: str, of: str, *, stride: int, step: str = "c.k") -> str:
    """A key of the table `of` as the copy has it."""
    if of in ONCE:
        return name
    return f"{name} + {'c.office' if of in OFFICE else step} * {stride}"


def expression(
    column: sa.Column[object], *, office: bool, stride: int, says: Mapping[str, bool], dialect: str
) -> str:
    """SQL for `column` of the copy, from the seed `s` and the clone `c`."""
    name = f's."{column.name}"'
    of = target(column)
    if of is not None:
        key = moved(name, of, stride=stride, step="c.office" if office else "c.k")
        return key if of else _of_either(name, f's."{TYPED[column.name]}"', stride)
    if column.name == "number_serial":
        return f"CAST(c.serial || CAST({name} AS TEXT) AS INTEGER)"
    if column.name == "number_year":
        return f"CASE WHEN {name} = {STORY} THEN c.year ELSE {name} END"
    if (not office and isinstance(column.type, (sa.Date, sa.DateTime))) or _is_moment(column):
        return name if office else SHIFTS[dialect](name, _is_moment(column))
    if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum):
        return _said(name, says)
    return name


def _of_either(name: str, kind: str, stride: int) -> str:
    """A key whose row says of which table it is."""
    office = ", ".join(f"'{table}'" for table in OFFICE)
    once = ", ".join(f"'{table}'" for table in (*ONCE, ""))
    return (
        f"CASE WHEN {kind} IN ({once}) THEN {name} WHEN {kind} IN ({office}) "
        f"THEN {name} + c.office * {stride} ELSE {name} + c.k * {stride} END"
    )


def _is_moment(column: sa.Column[object]) -> bool:
    impl = getattr(column.type, "impl", column.type)
    return isinstance(impl, sa.DateTime)


def _said(name: str, says: Mapping[str, bool]) -> str:
    """Text with the firm's name and the numbers of papers made the copy's own."""
    if says.get(FIRM):
        name = f"replace({name}, '{FIRM}', c.firm || '{FIRM}')"
    for year in (key for key, present in says.items() if present and key.startswith("〔")):
        new = "c.year" if year == f"〔{STORY}〕" else f"'{year[1:-1]}'"
        name = f"replace({name}, '{year}', '〔' || {new} || '〕' || c.serial)"
    return name


def _shift_sqlite(name: str, moment: bool) -> str:  # noqa: FBT001
    weeks = f"CASE WHEN {name} < '{STORY + 2}-01-01' THEN c.weeks ELSE c.near END"
    day = f"date(substr({name}, 1, 10), (({weeks}) * 7) || ' days')"
    return f"{day} || substr({name}, 11)" if moment else day


def _shift_postgres(name: str, moment: bool) -> str:  # noqa: FBT001
    weeks = f"CASE WHEN {name} < '{STORY + 2}-01-01' THEN c.weeks ELSE c.near END"
    return f"{name} + ({weeks}) * {'interval ' + chr(39) + '7 days' + chr(39) if moment else 7}"


SHIFTS: dict[str, Callable[[str, bool], str]] = {
    "sqlite": _shift_sqlite,
    "postgresql": _shift_postgres,
}
