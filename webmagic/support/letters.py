"""The mails of the portal, in the owner's language: a link to sign in, and an answer to a request."""

from webmagic.core.settings import get_settings
from webmagic.models import Lead
from webmagic.pitcher import one_line

SIGN_IN = {
    "en": (
        "Your link to sign in",
        "Hello,\n\nhere is your link to the website of {name}:\n\n{url}\n\n"
        "It works once, and for {minutes} minutes. If you did not ask for it, do nothing: "
        "without this link nobody gets in.\n\n{sender}\n\n--\n{address}\n",
    ),
    "es": (
        "Su enlace para entrar",
        "Buen día:\n\nEste es su enlace para entrar a la página de {name}:\n\n{url}\n\n"
        "Sirve una sola vez, durante {minutes} minutos. Si no lo pidió, no haga nada: "
        "sin este enlace nadie entra.\n\n{sender}\n\n--\n{address}\n",
    ),
}
ANSWER = {
    "en": (
        "Re: {subject} [#{ticket}]",
        "Hello{who},\n\n{body}\n\n{link}{sender}\n\n--\n{address}\n",
        "Read it with everything before it:\n{url}\n\n",
    ),
    "es": (
        "Re: {subject} [#{ticket}]",
        "Buen día{who}:\n\n{body}\n\n{link}{sender}\n\n--\n{address}\n",
        "Léalo con todo lo anterior:\n{url}\n\n",
    ),
}

ENQUIRY = {
    "en": (
        "{who} wrote to you through your page",
        "Hello,\n\nsomebody wrote to {name} through your page:\n\n{message}\n\n"
        "From: {who}\nAnswer to: {contact}\n\nAll that was written to you:\n{url}\n\n"
        "{sender}\n\n--\n{address}\n",
    ),
    "es": (
        "{who} le escribió desde su página",
        "Buen día:\n\nAlguien le escribió a {name} desde su página:\n\n{message}\n\n"
        "De: {who}\nResponda a: {contact}\n\nTodo lo que le han escrito:\n{url}\n\n"
        "{sender}\n\n--\n{address}\n",
    ),
}


def enquiry_letter(name: str, lead: Lead, language: str, url: str) -> tuple[str, str]:
    """Subject and text. What the visitor wrote stands indented, so that it is nobody else's word."""
    subject, text = ENQUIRY[language]
    who, contact = one_line(lead.name) or one_line(lead.contact), one_line(lead.contact)
    message = "\n".join(f"    {line}" for line in lead.message.splitlines())
    told = {"name": one_line(name), "who": who, "contact": contact, "message": message, "url": url}
    return subject.format(who=who[:80]), text.format(**told, **_signature())


def _signature() -> dict[str, str]:
    settings = get_settings()
    return {
        "sender": one_line(settings.sender_name),
        "address": one_line(settings.sender_postal_address),
    }


def sign_in_letter(name: str, url: str, language: str, minutes: int) -> tuple[str, str]:
    """Subject and text."""
    subject, text = SIGN_IN[language]
    return subject, text.format(name=name, url=url, minutes=minutes, **_signature())


def answer_letter(
    ticket_id: int, subject: str, body: str, *, who: str, url: str, language: str
) -> tuple[str, str]:
    """Subject and text. The number in the subject brings a reply back into the same thread."""
    title, text, link = ANSWER[language]
    greeting = (f", {who}" if language == "es" else f" {who}") if who else ""
    return title.format(subject=subject.removeprefix("Re: ")[:200], ticket=ticket_id), text.format(
        who=greeting, body=body.strip(), link=link.format(url=url) if url else "", **_signature()
    )
