"""The address by which people reach this installation from outside a request."""

from flask import current_app


def public_url() -> str:
    """PUBLIC_URL, or where this machine serves itself; without a slash at the end."""
    config = current_app.config
    if config["PUBLIC_URL"]:
        return str(config["PUBLIC_URL"])
    scheme = "https" if config["HTTPS"] else "http"
    return f"{scheme}://{config['HOST']}:{config['PORT']}"
