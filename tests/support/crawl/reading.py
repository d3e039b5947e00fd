"""A page as lines of text: what a person reads, where links lead, what a form asks and offers."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import lxml.html
from lxml.etree import _Comment
from werkzeug.wrappers import Response

SILENT = {"script", "style", "svg", "template", "noscript", "head"}
LINES = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "legend", "li", "main", "nav", "ol", "p", "section", "summary", "table", "tr", "ul",
}  # fmt: skip
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "· ", "th": " ‖ ", "td": " | "}
NEVER_SHOWN = {"csrf_token", "once"}
CHANCE = (
    (re.compile(r"(?<=密钥：)[A-Z2-7]{4}(?: [A-Z2-7]{4})*"), "‹token›"),  # of a second factor
    (re.compile(r"(?<=sealed =)[A-Za-z0-9+/=]+"), "‹token›"),  # whatever it spells, GB too
    (re.compile(r"\d+(\.\d+)? ?GB"), "‹space›"),  # of the machine's own disk
    (re.compile(r"\b[0-9a-f]{16,}\b…?"), "‹hex›"),  # names of files, links of the audit chain
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{32,}\b"), "‹token›"),
)


def lines_of(response: Response) -> list[str]:
    """The status and, of a page, its words; of a sheet of commas its rows; of other files the kind."""
    first = str(response.status_code)
    if response.status_code in range(300, 400):
        target = urlsplit(response.headers["Location"])
        return [f"{first} → {_steady(target._replace(scheme='', netloc='').geturl())}"]
    if response.mimetype == "text/csv":
        return [f"{first} text/csv", *map(_steady, response.get_data(as_text=True).splitlines())]
    if response.mimetype != "text/html":
        return [f"{first} {response.mimetype}"]
    tree = lxml.html.document_fromstring(response.get_data(as_text=True))
    title = " ".join((tree.findtext("head/title") or "").split())
    main = tree.find(".//main")
    words = "".join(_words(tree.find("body") if main is None else main))
    told = (" ".join(line.split()) for line in words.split("\n"))
    return [f"{first} {title}", *(_steady(line) for line in told if line)]


def frame_of(response: Response) -> list[str]:
    """The lines of what stands around the page: bar, navigation, foot."""
    tree = lxml.html.document_fromstring(response.get_data(as_text=True))
    for main in tree.findall(".//main"):
        main.drop_tree()
    words = "".join(_words(tree.find("body"))).split("\n")
    return [_steady(line) for line in (" ".join(word.split()) for word in words) if line]


def _steady(line: str) -> str:
    """`line` without what is drawn anew in every installation."""
    for pattern, name in CHANCE:
        line = pattern.sub(name, line)
    return line


def _words(element: lxml.html.HtmlElement) -> Iterator[str]:
    if isinstance(element, _Comment) or element.tag in SILENT:
        yield element.tail or ""
        return
    around = "\n" if element.tag in LINES else ""
    yield around + MARKS.get(element.tag, "")
    control = CONTROLS.get(element.tag)
    if control:
        yield control(element)
    else:
        yield _flat(element.text)
        for child in element:
            yield from _words(child)
        yield _target(element)
    yield around + _flat(element.tail)


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _target(element: lxml.html.HtmlElement) -> str:
    """Where a link or a form leads."""
    if element.tag == "a" and element.get("href"):
        return f"⟨{element.get('href')}⟩"
    if element.tag == "form":
        return f"\n⟨form {element.get('method', 'get')} {element.get('action', '')}⟩"
    if element.tag == "img":
        return f"⟨{element.get('alt', '')}⟩"
    return ""


def _field(element: lxml.html.HtmlElement) -> str:
    kind, name, value = (element.get(key, "") for key in ("type", "name", "value"))
    if name in NEVER_SHOWN:
        return ""
    if kind in {"submit", "button"}:
        return _button(element)
    state = [
        key for key in ("checked", "disabled", "required", "readonly") if key in element.attrib
    ]
    return " ".join(["{" + kind, name, f"={value}", *state]) + "}"


def _area(element: lxml.html.HtmlElement) -> str:
    name, text = element.get("name", ""), " ".join((element.text or "").split())
    required = " required" if "required" in element.attrib else ""
    return f"{{textarea {name} ={text}{required}}}"


def _select(element: lxml.html.HtmlElement) -> str:
    options = element.findall(".//option")
    names = [" ".join(option.text_content().split()) for option in options]
    chosen = [
        name for name, option in zip(names, options, strict=True) if "selected" in option.attrib
    ]
    offered = "/".join(names)
    required = " required" if "required" in element.attrib else ""
    return f"{{select {element.get('name', '')} ={'+'.join(chosen)} of {offered}{required}}}"


def _button(element: lxml.html.HtmlElement) -> str:
    text = " ".join(element.text_content().split()) or element.get("aria-label", "")
    told = [text or element.get("value", "")]
    if element.get("formaction"):
        told.append(f"⟨{element.get('formaction')}⟩")
    if element.get("name") and element.get("name") not in NEVER_SHOWN:
        told.append(f"{element.get('name')}={element.get('value', '')}")
    if "disabled" in element.attrib:
        told.append("disabled")
    return "[" + " ".join(told) + "]"


CONTROLS = {"input": _field, "textarea": _area, "select": _select, "button": _button}
