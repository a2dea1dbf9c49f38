"""The few words a page needs that are not copy: labels for readers of screens and the switch."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "skip": "Skip to content",
        "nav": "Main",
        "theme": "Dark mode",
        "close": "Close note",
        "claim_text": "Draft page for {name}.",
        "claim_link": "This is my business",
        "claim_label": "Note to the owner",
        "leave_empty": "Leave this empty",
        "lost_title": "This page does not exist",
        "lost_text": "The address may have changed.",
        "lost_link": "Back to {name}",
        "figure": "Fig.",
        "today": "today",
        "open_from": "“",
        "open_to": "”",
        "optional": "optional",
        "minute_bar": "One bar is one minute.",
        "rating_of": "{value} of 5",
    },
    "es": {
        "skip": "Ir al contenido",
        "nav": "Principal",
        "theme": "Modo oscuro",
        "close": "Cerrar aviso",
        "claim_text": "Borrador de página para {name}.",
        "claim_link": "Es mi negocio",
        "claim_label": "Aviso para el dueño",
        "leave_empty": "Deje esto vacío",
        "lost_title": "Esta página no existe",
        "lost_text": "Puede que la dirección haya cambiado.",
        "lost_link": "Volver a {name}",
        "figure": "Fig.",
        "today": "hoy",
        "open_from": "«",
        "open_to": "»",
        "optional": "opcional",
        "minute_bar": "Cada barra es un minuto.",
        "rating_of": "{value} de 5",
    },
}


def words(language: str) -> dict[str, str]:
    return WORDS.get(language.split("-", maxsplit=1)[0].lower(), WORDS["en"])
