"""The headers that keep a browser from doing what no page of ours asks of it."""

from flask import Response, request

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def secure(response: Response) -> Response:
    """The headers of `response`, where it does not say otherwise itself."""
    set_default = response.headers.setdefault
    set_default("Content-Security-Policy", CSP)
    set_default("X-Content-Type-Options", "nosniff")
    set_default("X-Frame-Options", "SAMEORIGIN")
    set_default("Referrer-Policy", "same-origin")
    set_default("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
    set_default("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        set_default("Cache-Control", "private, no-store")
    if request.is_secure:
        set_default("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
