"""How a person does an act: which page they open, which form of it they send, what they type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import lxml.html
from flask.testing import FlaskClient

CONCLUSIONS = {"已整改": "mended", "部分整改": "partly", "未整改": "not_mended"}
OPINIONS = {"同意销号": "agree", "暂缓销号": "postpone"}
Typed = dict[str, Any]


@dataclass(frozen=True)
class Keys:
    """Where the records of the matter stand; the paper once there is one."""

    problems: tuple[int, ...]
    items: tuple[int, ...] = ()
    paper: int = 0
    revocation: int = 0
    extension: int = 0
    objection: int = 0


@dataclass
class Form:
    """A form as somebody opened it: where it goes and what it sends."""

    target: str
    fields: dict[str, list[str]]
    offered: bool  # whether the page had it, or the request is made up

    def send(self, visitor: FlaskClient) -> int:
        return visitor.post(self.target, data=self.fields).status_code


def opened(visitor: FlaskClient, keys: Keys, act: str, how: Mapping[str, Any]) -> Form:
    """Open the page of `act` and fill its form; where the page has none, what a forger would send."""
    return filled(visitor, *_addresses(keys, act, how))


def filled(visitor: FlaskClient, where: str, target: str, typed: Typed) -> Form:
    """Open `where` and fill its form to `target`."""
    answer = visitor.get(where)
    page = (
        lxml.html.document_fromstring(answer.get_data(as_text=True))
        if answer.status_code == 200
        else None
    )
    form = _form_to(page, target) if page is not None else None
    fields = _fields(form) if form is not None else {"csrf_token": [_token(visitor, page)]}
    fields.update(
        {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    )
    return Form(target, fields, offered=form is not None)


def _form_to(page: lxml.html.HtmlElement, target: str) -> lxml.html.FormElement | None:
    """The form that goes to `target`, by its own address or by that of one of its buttons."""
    path = target.split("?", maxsplit=1)[0]
    for form in page.xpath("//form[@method='post']"):
        if (form.get("action") or "").split("?")[0] == path:
            return form
        name = form.get("id")
        buttons = form.xpath(".//button[@formaction]") + (
            page.xpath(f"//button[@formaction][@form='{name}']") if name else []
        )
        if any(button.get("formaction").split("?")[0] == path for button in buttons):
            return form
    return None


def _fields(form: lxml.html.FormElement) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def _token(visitor: FlaskClient, page: lxml.html.HtmlElement | None) -> str:
    if page is None:
        page = lxml.html.document_fromstring(visitor.get("/").get_data(as_text=True))
    return str(page.xpath("//input[@name='csrf_token']/@value")[0])


ON_PAPER = {"answer": "answers", "reply": "answers", "conclude": "conclude", "opine": "opine",
            "write_off": "write-off", "register_delivery": "delivery", "return_reply": "return",
            "ask": "extension", "object": "objection"}  # fmt: skip
ON_REVOCATION = {"revoke_submit": "do/submit", "revoke_review": "do/pass_review",
                 "revoke_sign": "do/sign", "revoke_deliver": "delivery"}  # fmt: skip
ON_ITS_PAGE = ("conclude", "opine", "write_off", "withdraw_extension", "withdraw_objection")


def _addresses(keys: Keys, act: str, how: Mapping[str, Any]) -> tuple[str, str, Typed]:
    """(page, address the form goes to, what is typed) of an act."""
    typed = _typed(keys, act, how)
    paper = f"/instruments/{keys.paper}"
    if act in ("explain", "establish", "confirm"):
        key = keys.problems[how["item"]]
        return f"/problems/bulk/{act}?ids={key}", f"/problems/bulk/{act}", typed
    target = f"{paper}/{ON_PAPER[act]}" if act in ON_PAPER else f"{paper}/do/{act}"
    if act == "revoke":
        target = f"{paper}/do/draft_revocation"
    elif act in ON_REVOCATION:
        paper = f"/instruments/{keys.revocation}"
        target = f"{paper}/{ON_REVOCATION[act]}"
    elif act == "reject":
        target = f"/problems/{keys.problems[how['item']]}/step/reject"
    elif act == "draft":
        ids = ",".join(str(key) for key in keys.problems)
        target = f"/instruments/new?kind=decision&problems={ids}"
    elif act in ("grant", "forward", "grant_further", "refuse_extension"):
        target = f"{paper}/extensions/{keys.extension}"
    elif act in ("decide", "not_accept"):
        target = f"{paper}/objections/{keys.objection}"
    elif act in ("withdraw_extension", "withdraw_objection"):
        beside = {"extension": keys.extension, "objection": keys.objection}
        name = act.removeprefix("withdraw_")
        target = f"{paper}/{name}s/{beside[name]}/withdraw"
    return (paper if act in ON_ITS_PAGE or "/do/" in target else target), target, typed


def _typed(keys: Keys, act: str, how: Mapping[str, Any]) -> Typed:
    """What a person fills in and which button they press."""
    reason = how.get("reason", "")
    chosen = [str(keys.items[n]) for n in how.get("items", ())]
    on = str(how.get("on", ""))
    signed: Typed = (
        {"ids": str(keys.problems[how["item"]]), "go": "1", "on": on} if "item" in how else {}
    )
    forms: dict[str, Typed] = {
        "explain": {**signed, "text": how.get("text", "")},
        "establish": signed,
        "confirm": signed,
        "reject": {"reason": reason},
        "draft": {},
        "answer": _answers(chosen, how),
        "reply": {**_answers(chosen, how), "send": "1"},
        "conclude": {"ids": chosen, "conclude-note": reason,
                     "conclude-conclusion": CONCLUSIONS.get(how.get("conclusion", ""), "")},
        "opine": {"ids": chosen, "opine-opinion": OPINIONS.get(how.get("opinion", ""), "")},
        "write_off": {"ids": chosen},
        "register_delivery": {"method": "direct", "received_on": on, "recipient": "示例收件人"},
        "revoke_deliver": {"method": "direct", "received_on": on, "recipient": "示例收件人"},
        "return_reply": {"reason": reason, "term_number": str(how.get("days", "")), "term_unit": "日"},
        "ask": {"new_due": str(how.get("until", "")), "reason": reason},
        "object": {"grounds": reason},
        "refuse_extension": {"refuse": "1", "note": reason},
        "decide": {"decision": "upheld", "effect": "runs_on", "wording": "维持。"},
        "not_accept": {"refuse": "1", "wording": reason, "decision": "upheld"},
    }  # fmt: skip
    return forms.get(act, {"reason": reason} if reason else {})


def _answers(chosen: list[str], how: Mapping[str, Any]) -> Typed:
    """Words typed into the boxes, or the tick that takes over what stands there from last round."""
    if "words" in how:
        return {f"measures_{key}": how["words"] for key in chosen}
    return {f"again_{key}": "y" for key in chosen} if how.get("again") else {}
