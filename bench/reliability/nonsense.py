"""uploads, fuzz: what no person would send; nothing may break over it, and every answer is in words."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from bench.reliability.outcome import Outcome
from bench.reliability.place import (
    CLUE_FORM,
    HANDLER,
    SIGNATORY,
    TYPED,
    build,
    enter,
    in_words,
    truth,
)
from tests.support.client import Visitor, _fields
from tests.support.pages import Page
from tests.support.stores import dispose

REQUESTS = 600
VALUES = (
    "", " ", "0", "-1", "2147483648", "9" * 40, "²", "2023-02-30", "'\"<script>", "\x00", "张" * 3000,
    "../../etc/passwd", "%s%n", "1e309", "NaN", "on",
)  # fmt: skip
LEAVING = {"accounts.sign_out", "static"}


def uploads(store: str, root: Path) -> Outcome:
    place = build(store, root)
    app = place.open()
    handler = enter(app, HANDLER)
    found: Counter[str] = Counter()
    for name, content in _bad_files():
        files = {"files": (io.BytesIO(content), name)}
        typed = {**TYPED, "subject": f"附件 {name[:20]}"}
        answer = handler.submit("/clues/new", {**typed, **files}, form=CLUE_FORM)
        found[_kind(answer.status_code, answer.get_data(as_text=True))] += 1
    good = {"files": (io.BytesIO(pdf()), "好的.pdf")}
    last = handler.submit("/clues/new", {**TYPED, "subject": "好的", **good}, form=CLUE_FORM)
    dispose(app)
    after = truth(place)
    numbers = {"坏文件": sum(found.values()), **found, "审计异常": len(after.faults)}
    outcome = Outcome("uploads", store, numbers)
    outcome.expect("没有系统错误", held=not found["系统错误"])
    outcome.expect("坏文件都被拒绝", held=not found["接受"])
    outcome.expect("好文件被接受", held=last.status_code == 302)
    return outcome


def _kind(status: int, text: str) -> str:
    if status >= 500 or (status >= 400 and not in_words(text)):
        return "系统错误"
    return "接受" if status == 302 else "以中文拒绝"


def pdf() -> bytes:
    """A file that is accepted."""
    return b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _bad_files() -> Iterator[tuple[str, bytes]]:
    rng = random.Random(11)
    noise = rng.randbytes(5000)
    for extension in ("jpg", "png", "pdf", "docx", "xlsx", "xls"):
        yield f"空.{extension}", b""
        yield f"乱码.{extension}", noise
        yield f"网页.{extension}", b"<html><script>alert(1)</script></html>"
        yield f"程序.{extension}", b"MZ" + noise
    for extension in ("exe", "html", "svg", "js", "zip", "php", "", "pdf.exe"):
        yield f"不许.{extension}", pdf()
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 400_000_000)
    yield "炸弹.docx", book.getvalue()


def fuzz(store: str, root: Path) -> Outcome:
    place = build(store, root, papers=2)
    app = place.open()
    rng = random.Random(5)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEAVING]
    people: list[Visitor] = [enter(app, HANDLER), enter(app, SIGNATORY), enter(app, "liaison")]
    found: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for _ in range(REQUESTS):
        rule, visitor = rng.choice(rules), rng.choice(people)
        status = _ask(app, visitor, rule, rng)
        found[f"{status // 100}xx"] += 1
        if status >= 500:
            broken[rule.rule] += 1
    dispose(app)
    after = truth(place)
    numbers = {"请求": REQUESTS, **dict(sorted(found.items())), "审计异常": len(after.faults)}
    outcome = Outcome("fuzz", store, numbers)
    outcome.expect(f"没有系统错误（{'、'.join(broken)}）", held=not broken)
    outcome.expect("审计链完好", held=not after.faults)
    return outcome


def _ask(app: Flask, visitor: Visitor, rule: Rule, rng: random.Random) -> int:
    """One request with nonsense in its address and, where there is a form, in one of its fields."""
    values = {name: rng.choice(("1", "2", "0", "9999999")) for name in rule.arguments}
    try:
        url = rule.build({name: _as_key(value) for name, value in values.items()})
    except (ValueError, TypeError):
        url = None
    address = url[1] if url else "/"
    if "POST" not in (rule.methods or ()):
        return visitor.open(address, query_string={"q": rng.choice(VALUES)}).status_code
    if "GET" in (rule.methods or ()):
        shown = visitor.get(address)
        forms = Page(shown).find("//main//form[@method='post']") if shown.status_code == 200 else []
        if forms:
            fields: dict[str, object] = dict(_fields(forms[0]))
            open_fields = [name for name in fields if name not in ("csrf_token", "once", "version")]
            for name in open_fields[:3]:
                fields[name] = rng.choice(VALUES)
            return visitor.post(forms[0].get("action") or address, data=fields).status_code
    return visitor.post(address, data={"x": rng.choice(VALUES)}).status_code


def _as_key(value: str) -> object:
    return int(value) if value.isdecimal() else value
