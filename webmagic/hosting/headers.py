"""What stands on every answer of a published site, whoever serves it."""

from webmagic.core.settings import Settings


def site_headers(settings: Settings) -> dict[str, str]:
    """Nothing runs or loads but the site's own files. Only the admin may show one in a frame."""
    policy = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {settings.public_url}"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-resource-policy": "same-origin",
    }
