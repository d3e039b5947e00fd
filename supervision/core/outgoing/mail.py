"""One letter by SMTP with TLS. Nothing is decided here but how to speak to the server."""

import contextlib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app

from supervision.core import clock
from supervision.core.outgoing.errors import Undelivered
from supervision.core.outgoing.place import public_url

if TYPE_CHECKING:
    from smtplib import SMTP

PORTS = {"tls": 465, "starttls": 587, "none": 25}
SENDER = "明督"


@dataclass(frozen=True)
class Letter:
    """What is sent; `message_id` stays the same when it is sent once more."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str


def mail_configured() -> bool:
    """Whether a mail server and a sender are set."""
    return bool(current_app.config["SMTP_HOST"] and current_app.config["SMTP_FROM"])


def sender_domain() -> str:
    """The right-hand side of message ids and event ids: the sender's domain, else this host's."""
    sender = str(current_app.config["SMTP_FROM"])
    return sender.rpartition("@")[2] or urlsplit(public_url()).hostname or "localhost"


def send_mail(letter: Letter) -> None:
    """Deliver to the configured server. Raises Undelivered, saying whether to try again."""
    import smtplib

    try:
        message = _message(letter)
    except (ValueError, IndexError) as error:
        raise Undelivered(f"邮箱地址有误：{letter.to}", permanent=True) from error
    try:
        with _connected() as server:
            server.send_message(message)
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()  # the server has said 250: whatever follows, it is delivered
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise Undelivered(_said(code, said), permanent=code >= 500) from error
    except smtplib.SMTPDataError as error:
        permanent = error.smtp_code >= 500
        raise Undelivered(_said(error.smtp_code, error.smtp_error), permanent=permanent) from error
    except smtplib.SMTPResponseException as error:  # wrong password, sender refused: ours to mend
        raise Undelivered(_said(error.smtp_code, error.smtp_error), unreachable=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"邮件服务器无法连接：{error}", unreachable=True) from error


def _message(letter: Letter) -> EmailMessage:
    from email.headerregistry import Address
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    sender = str(current_app.config["SMTP_FROM"])
    message["From"] = Address(SENDER, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "zh-CN"
    message.set_content(letter.text, charset="utf-8", cte="base64")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="base64")
    return message


def _connected() -> "SMTP":
    import smtplib

    config = current_app.config
    host, mode = config["SMTP_HOST"], config["SMTP_TLS"]
    port, timeout = config["SMTP_PORT"] or PORTS[mode], config["SMTP_TIMEOUT"]
    context = ssl.create_default_context(cafile=config["SMTP_CA_FILE"])
    server: SMTP
    if mode == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if mode == "starttls":
            server.starttls(context=context)
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
    except BaseException:
        server.close()
        raise
    return server


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"邮件服务器答复：{code} {text}"[:500]
