"""Where the act of a written row is sent: the page that has its form, the address, which button."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import lxml.html

from tests.law.hands import Typed
from tests.law.records import Kept

STEPS = {"监督行动": "actions", "线索与转办件": "clues", "发现问题": "problems", "约谈": "interviews",
         "移交移送": "referrals"}  # fmt: skip
IN_BULK = {"explain": "explain", "establish": "establish", "establish_second": "establish",
           "confirm": "confirm"}  # fmt: skip
OWN_PAGE = {  # acts on a paper that have a page of their own
    "register_signature": "signature", "register_delivery": "delivery", "reply": "answers",
    "register_reply": "reply", "return_reply": "return", "ask_extension": "extension",
    "register_extension": "extension", "object": "objection", "register_objection": "objection",
    "comment": "notes/all", "propose_words": "notes/all", "instruct": "instruct",
    "take_words": "notes/1/take", "decline_words": "notes/1/decline", "answer_note": "notes/1/answer",
    "withdraw_note": "notes/1/withdraw", "pause_term": "pause", "resume_term": "resume",
    "reassign": "reassign", "answer": "answers", "offer_reply": "answers",
}  # fmt: skip
ON_PAPER = {"conclude": "conclude", "opine": "opine", "write_off": "write-off",
            "confirm_reply": "send-reply", "deliver_by_sending": "do/send"}  # fmt: skip
HAPPENS = {  # never asked for by itself: with which act it comes about
    "write_off_agreed": "opine", "back_close": "补录", "back_return": "补录", "track": "登记实施", "all_kept": "登记落实",
    "back_establish": "补录", "back_fix": "补录", "back_unfixable": "补录", "back_sign": "补录", "confirm_signature": "待我确认", "refuse_signature": "待我确认",
    "withdraw_signature": "待我确认", "refuse_entry": "待我确认",
    "confirm_approval": "待我确认", "register_decision": "待我确认", "register_granted": "待我确认", "register_refused": "待我确认",
    "register_suspend": "待我确认", "register_resume": "待我确认", "register_cancel": "待我确认", "register_refuse": "待我确认", "withdraw_entry": "待我确认",
}  # fmt: skip
BUTTON = {"reply": "send", "offer_reply": "offer"}
ON_ITEMS = ("conclude", "opine", "write_off")
LATER = ("new_due", "to", "promise_due")
REFUSING = ("refuse_extension", "refuse_further_extension", "not_accept_objection")
WITHDRAWING = ("withdraw_extension", "withdraw_objection")


@dataclass(frozen=True)
class Request:
    """`page` has the form that goes to `target`; `typed` is what this act wants beside its fields."""

    page: str
    target: str
    typed: Typed


def request_of(title: str, name: str, record: Kept) -> Request:
    """How a person does the act `name` of the flow `title` with `record`."""
    if title in STEPS:
        return _step(title, name, record)
    paper = f"/instruments/{record.paper}"
    if title != "文书":
        beside = f"{paper}/{record.table}s/{record.key}"
        if name in WITHDRAWING:
            return Request(paper, f"{beside}/withdraw", {})
        return Request(beside, beside, {"refuse": "1"} if name in REFUSING else {})
    if name == "plan":
        own = f"{paper}/plan/{record.items[0]}"
        return Request(own, own, {})
    if name in OWN_PAGE:
        own = f"{paper}/{OWN_PAGE[name]}"
        return Request(own, own, {BUTTON[name]: "1"} if name in BUTTON else {})
    page = f"{paper}/answers" if name == "confirm_reply" else paper
    chosen: Typed = {"ids": [str(key) for key in record.items]} if name in ON_ITEMS else {}
    return Request(page, f"{paper}/{ON_PAPER.get(name, f'do/{name}')}", chosen)


def _step(title: str, name: str, record: Kept) -> Request:
    if title == "发现问题" and name in IN_BULK:
        target = f"/problems/bulk/{IN_BULK[name]}"
        return Request(f"{target}?ids={record.key}", target, {"ids": str(record.key), "go": "1"})
    own = f"/{STEPS[title]}/{record.key}/step/{name}"
    return Request(own, own, {})


def fill(form: lxml.html.FormElement, today: date) -> dict[str, list[str]]:
    """What a browser sends of the form when a person has filled whatever stood there empty."""
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    for one in form.xpath(".//*[self::input or self::textarea or self::select][@name]"):
        name = str(one.get("name"))
        empty = not any(value.strip() for value in fields.get(name, [""]))
        if empty and _is_shown(one, fields):
            filled = _words(one, today)
            if filled:
                fields[name] = [filled]
    return fields


def _is_shown(one: Any, fields: dict[str, list[str]]) -> bool:
    """Whether the condition holds with which the field appears (static/js/depends.js)."""
    around = one.xpath("ancestor::*[@data-depends]")
    return all(
        set(fields.get(each.get("data-depends"), [])) & set(each.get("data-depends-on").split(" "))
        for each in around
    )


def _words(one: Any, today: date) -> str:
    kind = one.get("type", "text") if one.tag == "input" else one.tag
    if kind == "select":
        return next((str(value) for value in one.xpath(".//option/@value") if value), "")
    if one.get("data-day"):
        later = str(one.get("name")).endswith(LATER)
        return str(today + timedelta(days=60) if later else today)
    return {"textarea": "示例内容", "text": "示例", "number": "10"}.get(kind, "")
