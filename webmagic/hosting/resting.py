"""The kind page that stands in for a site whose plan is not paid, or for a preview nobody claimed in time.
The site itself is kept."""

import html

STYLE = """:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f4ef;color:#24211c;
font:1.0625rem/1.6 Georgia,"Times New Roman",serif}
main{max-width:32rem;padding:2.5rem 1.5rem;text-align:center}
h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.2;margin:0 0 1rem;text-wrap:balance}
p{margin:0 0 1rem;text-wrap:pretty}
a{color:inherit;font-size:1.25rem;text-underline-offset:.2em}
small{color:#6b655a}
@media(prefers-color-scheme:dark){body{background:#191714;color:#ece7dd}small{color:#a49c8d}}
"""
WORDS = {
    "en": {
        "title": "{name} is taking a short break",
        "lead": "This page is resting for a moment. {name} is still there for you.",
        "call": "Call {phone}",
        "owner": "Is this your page? Nothing is lost: sign in to your account to bring it back.",
    },
    "es": {
        "title": "{name} toma un breve descanso",
        "lead": "Esta página está en pausa por un momento. {name} sigue atendiendo.",
        "call": "Llame al {phone}",
        "owner": "¿Es su página? Nada se ha perdido: entre a su cuenta y vuelve a estar en línea.",
    },
}
MARK = "resting.txt"  # by it a server knows that the page stands in for another


ENDED = {
    "en": {
        "title": "This preview of {name} has ended",
        "lead": "It was a proposal for a page, and nobody has taken it up. {name} is still there for you.",
        "call": "Call {phone}",
        "owner": 'Is this your business? The page is kept: <a href="{claim}">bring it back</a>.',
    },
    "es": {
        "title": "Esta muestra de {name} terminó",
        "lead": "Era la propuesta de una página, y hasta ahora nadie la ha tomado. {name} sigue atendiendo.",
        "call": "Llame al {phone}",
        "owner": '¿Es su negocio? La página está guardada: <a href="{claim}">tráigala de vuelta</a>.',
    },
}


def resting_page(name: str, phone: str, language: str) -> dict[str, bytes]:
    """The files of the page. It asks search engines to keep the real one and come back."""
    return _files(WORDS, name, phone, language, robots="noarchive")


def ended_page(name: str, phone: str, language: str, claim: str) -> dict[str, bytes]:
    """The same for a preview: no search engine knew it, and its owner may still claim it."""
    return _files(ENDED, name, phone, language, robots="noindex", claim=claim)


def _files(
    known: dict[str, dict[str, str]], name: str, phone: str, language: str, *, robots: str, claim: str = ""
) -> dict[str, bytes]:
    words = known.get(language, known["en"])
    safe, number = html.escape(name), html.escape(phone)
    call = f'<p><a href="tel:{number}">{words["call"].format(phone=number)}</a></p>\n' if phone else ""
    page = f"""<!doctype html>
<html lang="{language if language in WORDS else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="{robots}">
<title>{words["title"].format(name=safe)}</title>
<link rel="stylesheet" href="/resting.css">
</head>
<body>
<main>
<h1>{words["title"].format(name=safe)}</h1>
<p>{words["lead"].format(name=safe)}</p>
{call}<p><small>{words["owner"].format(claim=html.escape(claim))}</small></p>
</main>
</body>
</html>
""".encode()
    mark = b"This site is suspended; its own pages are kept.\n"
    return {"index.html": page, "404.html": page, "resting.css": STYLE.encode(), MARK: mark}
