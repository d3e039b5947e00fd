"""What a digest says outside the system: how many matters wait, how urgent and where, never which."""

from html import escape

from supervision.core.outgoing import Letter, public_url
from supervision.core.pending import counted
from supervision.reminders.counting import Counts

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="font-family:sans-serif;font-size:15px;line-height:1.7;color:#1d2129">
<p>{name}，您好：</p><p>{sentence}。请登录系统办理：</p>
<p><a href="{link}">{link}</a></p>{more}
<p style="color:#4e5969;font-size:13px">本邮件由系统自动发送，请勿回复。</p></body></html>"""


def sentence(count: int) -> str:
    """您有N件待办: what any message says."""
    return f"您有{counted(count)}件待办"


def link() -> str:
    """Where the matters wait."""
    return f"{public_url()}/reminders/"


def robot_text(counts: Counts, message_id: str, *, at_once: bool = False) -> str:
    """The line a robot says; its number is the same in a second copy of the same message."""
    said = sentence(counts.total) + ("" if at_once else counts.in_brackets)
    return f"{said}：{link()} 〔{message_id.strip('<>')[:8]}〕"


def letter(*, to: str, name: str, counts: Counts, message_id: str, more: str = "") -> Letter:
    """The e-mail, plain and HTML; `more` is a line of the system's own (the anchor of the trail)."""
    subject = f"【明督】{sentence(counts.total)}"
    said = sentence(counts.total) + counts.in_brackets
    extra = f"\n{more}\n" if more else ""
    text = (
        f"{name}，您好：\n\n{said}。请登录系统办理：\n{link()}\n{extra}"
        "\n本邮件由系统自动发送，请勿回复。\n"
    )
    html = PAGE.format(
        subject=escape(subject),
        name=escape(name),
        sentence=said,
        link=escape(link()),
        more=f"<p>{escape(more)}</p>" if more else "",
    )
    return Letter(to=to, subject=subject, text=text, html=html, message_id=message_id)
