"""What leaves this machine: mail by SMTP and robots' webhooks, to configured places only."""

from supervision.core.outgoing.errors import Undelivered
from supervision.core.outgoing.mail import Letter, mail_configured, send_mail, sender_domain
from supervision.core.outgoing.place import public_url
from supervision.core.outgoing.webhook import post_webhook, webhook_configured

__all__ = [
    "Letter",
    "Undelivered",
    "mail_configured",
    "post_webhook",
    "public_url",
    "send_mail",
    "sender_domain",
    "webhook_configured",
]
