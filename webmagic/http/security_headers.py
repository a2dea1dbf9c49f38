"""Headers on everything the admin's host answers. A route that set its own keeps them."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webmagic.accounts import session_cookie_name
from webmagic.core.settings import Settings, get_settings

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def script_hashes(folder: Path | None) -> list[str]:
    """CSP sources for the inline scripts in the built pages of the admin UI. Reflex writes a few
    to start itself; they are known once it is built, and no other inline script may run."""
    pages = sorted(folder.rglob("*.html")) if folder and folder.is_dir() else []
    found = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for page in pages
        for script in INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    }
    return [f"'sha256-{value}'" for value in sorted(found)]


def _gateway(settings: Settings) -> str:
    """Browsers hold `form-action` against redirects too, and a claim ends at the gateway."""
    if settings.payment_provider != "recurrente":
        return ""
    parts = urlsplit(settings.recurrente_base_url)
    return f" {parts.scheme}://{parts.netloc}"


def admin_policy(settings: Settings, scripts: list[str]) -> str:
    scheme = "https" if settings.is_secure else "http"
    public = urlsplit(settings.public_url).netloc
    return "; ".join(
        (
            "default-src 'self'",
            # No 'unsafe-eval': `rx.toast` and `rx.call_script` would need it, so the console has its own.
            " ".join(["script-src 'self'", *scripts]),
            "style-src 'self' 'unsafe-inline'",  # Reflex's components write style elements as they run
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {'wss' if settings.is_secure else 'ws'}://{public}",
            f"frame-src 'self' {scheme}://*.{settings.sites_domain}",
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action 'self'{_gateway(settings)}",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """`pages`: the folder of the built admin UI, read at the first request."""

    def __init__(self, app: ASGIApp, pages: Path | None = None):
        self.app, self.pages = app, pages
        self._policy = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        settings = get_settings()
        self._policy = self._policy or admin_policy(settings, script_hashes(self.pages))
        is_signed_in = _has_session(scope, session_cookie_name(settings))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"], is_signed_in, settings.is_secure)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str, is_signed_in: bool, is_secure: bool) -> None:
        headers.setdefault("content-security-policy", self._policy)
        for name, value in FIXED.items():
            headers.setdefault(name, value)
        if is_secure:
            headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")
        is_page = headers.get("content-type", "").startswith("text/html")
        if path.startswith("/api/") or (is_page and is_signed_in):
            headers["cache-control"] = "no-store"


def _has_session(scope: Scope, name: str) -> bool:
    return any(key == b"cookie" and name.encode() in value for key, value in scope["headers"])
