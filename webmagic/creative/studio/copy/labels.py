"""Fixed words of a page in both languages: labels, buttons, notices."""

EN = {
    "call": "Call {phone}",
    "call_short": "Call",
    "whatsapp": "Write on WhatsApp",
    "hello": "Hello, I have a question.",
    "directions": "Directions",
    "mail": "{email}",
    "write": "Write",
    "nav_voices": "Reviews",
    "nav_hours": "Hours",
    "nav_place": "Address",
    "nav_contact": "Contact",
    "nav_offer": "Work",
    "hours": "Hours",
    "open_now": "Open now",
    "closed_now": "Closed now",
    "place": "Where",
    "area": "Where they come",
    "rating_line": "out of 5, from {count} reviews",
    "rating_line_bare": "out of 5",
    "name": "Your name",
    "contact": "Your phone or e-mail",
    "sent": "Got it. {name} will answer on the number or address you left.",
    "failed": "That did not send. Please call {phone}.",
    "failed_bare": "That did not send. Please try again in a minute.",
    "lead_call": "Or call {phone}.",
    "lead_whatsapp": "Or write on WhatsApp, {phone}.",
    "lead_hours": "Someone is there {hours}.",
    "offer_note": "In their customers' words.",
    "drawing": "Drawing: {what}",
    "photo": "Photo of {name}",
    "gallery": "In pictures",
    "phone_caption": "{name}, {town}",
    "week_caption": "One arc a day, as long as the door is open.",
    "hours_caption": "The week to scale.",
    "numeral_caption": "",
}
ES = {
    "call": "Llamar al {phone}",
    "call_short": "Llamar",
    "whatsapp": "Escribir por WhatsApp",
    "hello": "Buenas, quisiera hacer una consulta.",
    "directions": "Cómo llegar",
    "mail": "{email}",
    "write": "Escribir",
    "nav_voices": "Reseñas",
    "nav_hours": "Horario",
    "nav_place": "Dirección",
    "nav_contact": "Contacto",
    "nav_offer": "Qué hay",
    "hours": "Horario",
    "open_now": "Abierto ahora",
    "closed_now": "Cerrado ahora",
    "place": "Dirección",
    "area": "Hasta dónde llegan",
    "rating_line": "de 5 estrellas, promedio de {count} reseñas",
    "rating_line_bare": "de 5 estrellas",
    "name": "Su nombre",
    "contact": "Su teléfono o correo",
    "sent": "Recibido. {name} le responde al número o correo que dejó.",
    "failed": "No se pudo enviar. Llame al {phone}.",
    "failed_bare": "No se pudo enviar. Pruebe otra vez en un minuto.",
    "lead_call": "O llame al {phone}.",
    "lead_whatsapp": "O escriba por WhatsApp al {phone}.",
    "lead_hours": "Atienden {hours}.",
    "offer_note": "Lo dicen las reseñas, no el rótulo.",
    "drawing": "Dibujo: {what}",
    "photo": "Foto de {name}",
    "gallery": "En fotos",
    "phone_caption": "{name}, {town}",
    "week_caption": "Un arco por día, tan largo como está abierta la puerta.",
    "hours_caption": "La semana a escala.",
    "numeral_caption": "",
}
_NAV_OFFER = {
    "en": {"food": "To order", "shop": "Shelves", "fix": "Work", "bench": "Repairs", "make": "Made here"}
    | {"body": "Treatments", "hair": "Chair", "care": "Treatments", "pets": "Care", "class": "Classes"},
    "es": {"food": "Qué pedir", "shop": "Mostrador", "fix": "Trabajos", "bench": "Taller", "make": "Trabajos"}
    | {
        "body": "Tratamientos",
        "hair": "Sillón",
        "care": "Tratamientos",
        "pets": "Cuidados",
        "class": "Clases",
    },
}


def label(key: str, language: str, **values: str) -> str:
    return (ES if language == "es" else EN)[key].format(**values)


def nav_offer(group: str, language: str) -> str:
    return _NAV_OFFER[language].get(group, label("nav_offer", language))
