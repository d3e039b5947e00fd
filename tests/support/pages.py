"""What must be true of every page the system sends, checked wherever a test fetches one."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import lxml.html
import pytest
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
NOTICE = "本系统不得处理涉密信息"
SPILLED = ("undefined", "Undefined", "<Markup", "object at 0x", "datetime.date", "None")


@dataclass(frozen=True)
class Page:
    """A page that passed the checks."""

    response: TestResponse

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.html)

    @cached_property
    def text(self) -> str:
        """What a person reads: the words of the body, white space folded."""
        return " ".join(" ".join(self.tree.find("body").itertext("*")).split())

    @property
    def heading(self) -> str:
        return " ".join(self.tree.xpath("//h1")[0].text_content().split())

    def find(self, xpath: str) -> list[lxml.html.HtmlElement]:
        """The elements that match `xpath`."""
        found = self.tree.xpath(xpath)
        return list(found)


PageCheck = Callable[..., Page]


@pytest.fixture
def page() -> PageCheck:
    """`page(client.get(url), status=200)`: the checked page; fails with all its faults at once."""
    return check


def check(response: TestResponse, *, status: int = 200) -> Page:
    """The page in `response`; AssertionError naming every fault when it has any."""
    path = response.request.path
    assert response.status_code == status, f"{path}: {response.status} instead of {status}"
    assert response.mimetype == "text/html", f"{path}: {response.mimetype}"
    found = Page(response)
    faults = list(faults_of(found))
    assert not faults, f"{path}:\n  " + "\n  ".join(faults)
    return found


def faults_of(page: Page) -> Iterator[str]:
    """Each fault of `page` as one line."""
    yield from _frame_faults(page)
    yield from _policy_faults(page)
    yield from _label_faults(page.tree)
    yield from _form_faults(page.tree)
    yield from _text_faults(page)


def _frame_faults(page: Page) -> Iterator[str]:
    tree = page.tree
    if not tree.get("lang", "").startswith("zh"):
        yield "the page does not say that it is in Chinese (html lang)"
    title = (tree.findtext("head/title") or "").strip(" ·")
    if not title or title == "明督":
        yield "the title does not name the page"
    headings = [" ".join(h.text_content().split()) for h in tree.xpath("//h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 with words is wanted, found {headings}"
    ids = Counter(str(found) for found in tree.xpath("//@id"))
    for repeated in sorted(name for name, times in ids.items() if times > 1):
        yield f"id {repeated!r} is used more than once"


def _policy_faults(page: Page) -> Iterator[str]:
    policy = page.response.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        yield f"Content-Security-Policy is {policy!r}"
    for element in page.tree.xpath("//script[not(@src)] | //style | //*[@style]"):
        yield f"inline script or style: {_short(element)}"
    for element in page.tree.xpath("//*[@*[starts-with(name(), 'on')]]"):
        yield f"inline handler: {_short(element)}"
    for address in page.tree.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src"):
        if "//" in address.split("?")[0]:
            yield f"loads from another host: {address}"


def _label_faults(tree: lxml.html.HtmlElement) -> Iterator[str]:
    labelled = {str(found) for found in tree.xpath("//label[normalize-space()]/@for")}
    ids = {str(found) for found in tree.xpath("//@id")}
    for field in tree.xpath("//input | //select | //textarea"):
        if field.get("type", "").lower() in UNLABELLED:
            continue
        named_by = set(field.get("aria-labelledby", "").split())
        if not (
            field.get("id") in labelled
            or field.get("aria-label", "").strip()
            or (named_by and named_by <= ids)
            or any(label.text_content().strip() for label in field.iterancestors("label"))
        ):
            yield f"no label: {_short(field)}"
    for element in tree.xpath("//img[not(@alt)]"):
        yield f"no alt: {_short(element)}"
    for element in tree.xpath("//button | //a[@href]"):
        if not (element.text_content().strip() or element.get("aria-label")):
            yield f"nothing to read aloud: {_short(element)}"


def _form_faults(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for form in tree.xpath("//form"):
        method = form.get("method", "get").lower()
        has_token = bool(form.xpath(".//input[@name='csrf_token']"))
        if method == "post" and not has_token:
            yield f"a form that changes something has no CSRF token: {_short(form)}"
        if method == "get" and has_token:
            yield f"a GET form would put the CSRF token into the URL: {_short(form)}"


def _text_faults(page: Page) -> Iterator[str]:
    for word in SPILLED:
        spilled = f" {word} " in f" {page.text} " if word == "None" else word in page.text
        if spilled:
            yield f"the page shows {word!r}"
    if NOTICE not in page.text:
        yield f"the page does not say {NOTICE}"


def _short(element: lxml.html.HtmlElement) -> str:
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))[:120]
