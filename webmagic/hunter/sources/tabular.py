"""A plain table of businesses, its columns known by their headings in English and Spanish."""

import re
import unicodedata

HEADINGS = {
    "name": "name|business name|business|company|company name|title|store name|shop name|place name|"
    "account name|organization|organisation|trading name|dba|establishment|listing name|store|shop|"
    "nombre|nombre del negocio|nombre comercial|negocio|empresa|razon social|nombre de la empresa|"
    "establecimiento|comercio|nombre negocio|local|denominacion",
    "phone": "phone|phone number|telephone|tel|telephone number|mobile|cell|cell phone|contact number|"
    "business phone|phones|phone 1|main phone|contact phone|telefono|telefonos|numero de telefono|"
    "celular|movil|telefono 1|tel fono|whatsapp|numero|telefono fijo",
    "email": "email|e mail|mail|email address|e mail address|contact email|business email|email 1|"
    "correo|correo electronico|correos|emails|direccion de correo",
    "website": "website|web|site|url|web site|homepage|home page|website url|web page|web address|domain|"
    "company website|sitio|sitio web|pagina web|pagina|web url|sitio de internet|website address",
    "address": "address|full address|location|business address|mailing address|formatted address|"
    "direccion|domicilio|direccion completa|ubicacion",
    "street": "street|street address|address 1|address line 1|address1|calle|calle y numero|via",
    "city": "city|town|locality|municipality|suburb|ciudad|municipio|localidad|poblacion|city name|pueblo",
    "state": "state|province|region|county|state province|estado|departamento|provincia|us state",
    "postcode": "zip|zip code|zipcode|postcode|postal code|postalcode|codigo postal|cp|c p",
    "country": "country|country code|pais|nation|iso country",
    "category": "category|categories|type|business type|industry|trade|sector|primary category|niche|"
    "categoria|tipo|giro|rubro|rama|actividad|giro comercial|tipo de negocio|main category",
    "rating": "rating|stars|score|average rating|google rating|rating stars|avg rating|review rating|"
    "calificacion|puntuacion|estrellas|valoracion",
    "review_count": "reviews|review count|reviews count|number of reviews|num reviews|no of reviews|"
    "total reviews|user ratings total|google reviews|ratings|resenas|numero de resenas|opiniones|"
    "cantidad de resenas|comentarios|total de resenas",
    "latitude": "latitude|lat|latitud|y|gps latitude",
    "longitude": "longitude|lng|lon|long|longitud|x|gps longitude",
    "hours": "hours|opening hours|business hours|working hours|open hours|horario|horarios|"
    "horario de atencion|horas",
    "description": "description|about|notes|summary|descripcion|acerca de|resumen",
    "place_id": "place id|google place id|placeid",
    "google_id": "cid|google id|google cid",
    "timezone": "timezone|time zone|zona horaria",
    "status": "business status|status|estado del negocio|estatus",
    "socials": "facebook|instagram|twitter|tiktok|youtube|linkedin|facebook url|instagram url|redes sociales",
    "maps_url": "google maps url|maps url|map|google maps|maps link|location link|google map link|mapa",
}
_BY_HEADING = {heading: field for field, text in HEADINGS.items() for heading in text.split("|")}
CONTACTS = ("phone", "email", "address", "street", "city", "website")
MAX_HEADING = 60


def plain(heading: str) -> str:
    """ "Teléfono (móvil)" -> "telefono movil": lower case, no accents, words only."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:MAX_HEADING])
    flat = unicodedata.normalize("NFKD", spaced.casefold())
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", flat))


def fields_of(columns: set[str]) -> dict[str, tuple[str, ...]] | None:
    """field -> its columns, when there is a name and some way to find the business."""
    found: dict[str, list[str]] = {}
    order = {heading: number for number, heading in enumerate(_BY_HEADING)}
    for column in sorted(columns, key=lambda c: order.get(plain(str(c)), 0)):
        if field := _field(str(column)):
            found.setdefault(field, []).append(column)
    if "name" not in found or not any(field in found for field in CONTACTS):
        return None
    fields = {field: tuple(names) for field, names in found.items()}
    fields.setdefault("website", ())
    if "state" in fields:
        fields["state_code"] = fields["state"]
    return fields


def _field(column: str) -> str | None:
    words = plain(column)
    if words in _BY_HEADING:
        return _BY_HEADING[words]
    if re.fullmatch(r"(?:e ?mail|correo)s? \d+", words):
        return "email"
    if re.fullmatch(r"(?:phone|telefono|tel)s? \d+", words):
        return "phone"
    return None
