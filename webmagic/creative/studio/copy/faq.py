"""Questions a visitor has, answered from attributes, hours and services alone.

Each row reads: what the attribute must say, and question and answer in both languages. An
attribute nobody knows gives no question; a negated one ("No parking") is never read as a yes.
"""

import re

from webmagic.creative.facts import Facts
from webmagic.creative.slots import Question
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import hours, phones

MOST = 6
# attribute pattern (plain text), English question and answer, Spanish question and answer
KNOWN = (
    (r"free estimates?|presupuestos? gratis|cotizacion gratis",
     "Does an estimate cost anything?", "No. Estimates are free.",
     "¿Cobran por cotizar?", "No, la cotización es gratis."),
    (r"emergency(?: services?)?|(?:servicio de )?emergencias?",
     "Do they take emergencies?", "Yes, there is an emergency service.{call}",
     "¿Atienden emergencias?", "Sí, hay servicio de emergencia.{call}"),
    (r"walk ?-?ins? welcome|sin cita",
     "Do I need an appointment?", "No, walk-ins are welcome.{week}",
     "¿Necesito cita?", "No, se atiende sin cita.{week}"),
    (r"appointments? (?:required|only)|by appointment|se requiere cita|con cita|citas? previa",
     "Do I need an appointment?", "Yes, they work by appointment.{call}",
     "¿Necesito cita?", "Sí, se atiende con cita.{call}"),
    (r"appointments? recommended|se recomienda cita",
     "Do I need an appointment?", "It is better to ask for one.{call}",
     "¿Necesito cita?", "Es mejor pedirla.{call}"),
    (r"accepts reservations|reservations|reservaciones|acepta reservas",
     "Can I reserve a table?", "Yes.{call}", "¿Se puede reservar mesa?", "Sí.{call}"),
    (r"cash[- ]only|solo efectivo|unicamente efectivo",
     "How can I pay?", "In cash only.", "¿Cómo se paga?", "Solo en efectivo."),
    (r"(?:credit |debit )?cards?(?: accepted)?|tarjetas? de (?:credito|debito)|acepta tarjetas",
     "Can I pay by card?", "Yes.", "¿Se puede pagar con tarjeta?", "Sí."),
    (r"same[- ]day delivery|entrega (?:el|al) mismo dia",
     "Do they deliver the same day?", "Yes, there is same-day delivery.",
     "¿Entregan el mismo día?", "Sí, hay entrega el mismo día."),
    (r"delivery|(?:entrega|servicio) a domicilio",
     "Do they deliver?", "Yes, there is delivery.{call}", "¿Hay servicio a domicilio?", "Sí.{call}"),
    (r"curbside pickup|recoger en la acera",
     "Can I pick it up without getting out?", "Yes, there is curbside pickup.",
     "¿Se puede recoger sin bajarse del carro?", "Sí."),
    (r"take ?-?(?:out|away)|para llevar",
     "Can I take it with me?", "Yes, there is takeout.", "¿Se puede pedir para llevar?", "Sí."),
    (r"dine[- ]in|comer (?:ahi|aqui)|consumo en el lugar",
     "Can I eat there?", "Yes.", "¿Se puede comer ahí?", "Sí."),
    (r"wheelchair[- ]accessible(?: entrance)?|accesible (?:con|para|en) sillas? de ruedas|"
     r"entrada accesible.*",
     "Can I get in with a wheelchair?", "Yes.", "¿Se puede entrar en silla de ruedas?", "Sí."),
    (r"free (?:street )?parking(?: lot)?|estacionamiento gratuito|parqueo gratis",
     "Where can I park?", "{parking}", "¿Hay dónde estacionar?", "Sí, y no cobran."),
    (r"parking(?: lot)?|estacionamiento|parqueo",
     "Is there parking?", "Yes.", "¿Hay parqueo?", "Sí."),
    (r"gift cards?|tarjetas? de regalo",
     "Can I give it to someone?", "Yes, there are gift cards.",
     "¿Se puede regalar?", "Sí, hay tarjetas de regalo."),
    (r"used bikes?|bicicletas usadas",
     "Do they sell bikes too?", "Used ones.", "¿También venden bicicletas?", "Sí, usadas."),
    (r"dogs? allowed|se permiten perros|pet[- ]friendly",
     "May I bring the dog?", "Yes, dogs are allowed.", "¿Puedo llevar a mi perro?", "Sí."),
    (r"good for (?:kids|children)|kids'? menu|apto para ninos|menu infantil",
     "Is it a place for children?", "Yes.", "¿Se puede ir con niños?", "Sí."),
    (r"(?:free )?wi-?fi|wifi gratis", "Is there Wi-Fi?", "Yes.", "¿Hay wifi?", "Sí."),
    (r"restrooms?|toilets?|banos?", "Is there a restroom?", "Yes.", "¿Hay baño?", "Sí."),
    (r"outdoor seating|mesas al aire libre|terraza",
     "Can I sit outside?", "Yes.", "¿Hay mesas afuera?", "Sí."),
    (r"online (?:appointments?|estimates?|classes)|citas en linea",
     "Can it be done online?", "Yes.", "¿Se puede hacer en línea?", "Sí."),
    (r"on[- ]?site services?|servicio a domicilio",
     "Do they come to me?", "Yes.", "¿Llegan a domicilio?", "Sí."),
)  # fmt: skip
_AREA = re.compile(r"^(?:serves|serving|service area:?|atiende en|cubre)\s+(.+)$", re.I)


def questions(facts: Facts) -> list[Question]:
    found = [*_of_area(facts), *_of_attributes(facts), *_of_hours(facts), *_of_whatsapp(facts)]
    unique = {question.question: question for question in found}
    return list(unique.values())[:MOST]


def _of_attributes(facts: Facts) -> list[Question]:
    es, found, answered = facts.language == "es", [], set()
    for attribute in facts.attributes:
        row = next((row for row in KNOWN if re.fullmatch(row[0], trades.plain(attribute))), None)
        if row is None or row[0] in answered:
            continue
        answered.add(row[0])
        question, answer = (row[3], row[4]) if es else (row[1], row[2])
        found.append(Question(question=question, answer=_filled(answer, facts, attribute)))
    return found


def _filled(answer: str, facts: Facts, attribute: str) -> str:
    parking = "On the street, free of charge." if "street" in attribute.lower() else "There, free of charge."
    week = hours.summary(facts.hours, facts.language, facts.country)
    return answer.format(call=_call(facts), week=f" {week}." if week else "", parking=parking)


def _call(facts: Facts) -> str:
    if not facts.phone:
        return ""
    shown = phones.display(facts.phone, facts.country, facts.phone_display)
    if facts.language == "es":
        return f" Llame o escriba al {shown}." if facts.has_whatsapp else f" Llame al {shown}."
    return f" Call {shown}."


def _of_hours(facts: Facts) -> list[Question]:
    """Sunday is asked about only when the listing speaks of Sunday."""
    if not hours.open_days(facts.hours) or 6 not in {day.day for day in facts.hours}:
        return []
    es = facts.language == "es"
    if hours.is_always_open(facts.hours):
        question = "¿Están abiertos ahora?" if es else "Are they open right now?"
        answer = (
            "Sí, las 24 horas, todos los días." if es else "Yes. They are open 24 hours, seven days a week."
        )
        return [Question(question=question, answer=answer)]
    sunday = hours.week(facts.hours)[6]
    question = "¿Abren el domingo?" if es else "Are they open on Sunday?"
    if sunday:
        text = hours.day_text(sunday, facts.language, facts.country)
        answer = f"Sí, de {text.removeprefix('de ')}." if es else f"Yes, {text}."
        return [Question(question=question, answer=answer)]
    return [Question(question=question, answer=f"No. {_open_on(facts)}")]


def _open_on(facts: Facts) -> str:
    """The open days alone when they follow each other, else the week."""
    days = hours.open_days(facts.hours)
    if days != list(range(days[0], days[-1] + 1)):
        return f"{hours.summary(facts.hours, facts.language, facts.country)}."
    text = hours.days_text(days[0], days[-1], facts.language)
    if facts.language == "es":
        return f"Abren {'de ' if ' a ' in text else 'el '}{text}."
    return f"They are open {text}." if " to " in text else f"They are open on {text}."


def _of_whatsapp(facts: Facts) -> list[Question]:
    if not (facts.has_whatsapp and facts.phone):
        return []
    shown = phones.display(facts.phone, facts.country, facts.phone_display)
    if facts.language == "es":
        return [Question(question="¿Tienen WhatsApp?", answer=f"Sí, es el {shown}.")]
    return [Question(question="Are they on WhatsApp?", answer=f"Yes, {shown}.")]


def _of_area(facts: Facts) -> list[Question]:
    names = towns(facts)
    if not names:
        return []
    text = next(m[1] for a in facts.attributes if (m := _AREA.match(a)))
    if facts.language == "es":
        return [Question(question="¿Hasta dónde llegan?", answer=f"A {facts.city}, y también a {text}.")]
    return [Question(question="Which towns do they cover?", answer=f"{facts.city}, and also {text}.")]


def towns(facts: Facts) -> list[str]:
    """The service area, only when the listing names one."""
    for attribute in facts.attributes:
        if found := _AREA.match(attribute):
            names = re.split(r",\s*(?:and |y )?|\s+and\s+|\s+y\s+", found[1])
            return [name.strip() for name in [facts.city, *names] if name.strip()]
    return []
