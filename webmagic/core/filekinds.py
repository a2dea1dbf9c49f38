"""What bytes are, told by how they begin, never by a label."""

_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_TAGS = (b"<head", b"<body", b"<title", b"<meta", b"<div", b"<p>", b"<script", b"<frameset", b"<h1")


def kind_of(body: bytes) -> str:
    """html, json, text, pdf, png, jpeg, gif, webp, binary or empty."""
    kind = next((kind for start, kind in _BEGINNINGS if body.startswith(start)), "")
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        kind = "webp"
    return kind or _kind_of_text(body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower())


def _kind_of_text(head: bytes) -> str:
    if not head:
        return "empty"
    if b"\x00" in head:
        return "binary"
    if head[:1] in (b"{", b"["):
        return "json"
    if head.startswith((b"<!doctype html", b"<html")) or any(tag in head for tag in _TAGS):
        return "html"
    return "text"
