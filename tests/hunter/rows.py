"""Invented rows in the shapes that providers hand out. Nothing here exists: numbers lie in the
555-01xx block, addresses at example.com."""

from typing import Any

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def outscraper(**changes: Any) -> dict[str, Any]:
    """The generation of 2025: `site`, `full_address`, `us_state`, numbered e-mails."""
    return {
        "query": "plumber, 45000, Marrow Creek, OH, US",
        "name": "Quill & Sons Plumbing",
        "site": None,
        "subtypes": "Plumber, Drainage service, Service establishment",
        "category": "Plumber",
        "type": "Plumber",
        "phone": "+1 937-555-0142",
        "full_address": "9418 Nowhere Avenue, Marrow Creek, OH 45000",
        "borough": "None",
        "street": "9418 Nowhere Avenue",
        "city": "Marrow Creek",
        "postal_code": 45000,
        "state": "Ohio",
        "us_state": "Ohio",
        "country": "United States of America",
        "country_code": "US",
        "latitude": 39.8,
        "longitude": -84.3,
        "time_zone": "America/New_York",
        "rating": 4.9,
        "reviews": 187.0,
        "working_hours": dict.fromkeys(DAYS[:6], "8\u202fAM-5\u202fPM") | {"Sunday": "Closed"},
        "business_status": "OPERATIONAL",
        "about": {"Payments": {"Checks": True, "Cash": False}},
        "range": "$$",
        "place_id": "ChIJinvented0001",
        "google_id": "0x8f00000000000001:0x4d2",
        "cid": "1234",
        "email_1": "office@quill.example.com",
        "email_1.emails_validator.status": "RECEIVING",
        "facebook": "https://www.facebook.com/quillplumbing.example",
        "reviews_data": [
            {
                "author_title": "Denise W.",
                "review_text": "Here by 3:15 in the morning.",
                "review_rating": 5,
                "review_datetime_utc": "01/18/2026 09:14:00",
                "owner_answer": "Any time, Denise.",
            }
        ],
    } | changes


def contact(**changes: Any) -> dict[str, Any]:
    """The generation of 2026: `website`, `address`, `state_code`, one row per contact."""
    return {
        "query": "plumber, 45000, Marrow Creek, OH, US",
        "name": "Brassfield Drains",
        "name_for_emails": "Brassfield Drains",
        "subtypes": "Plumber",
        "type": "Plumber",
        "phone": "+1 937-555-0150",
        "website": "",
        "address": "9600 Nowhere Avenue, Marrow Creek, OH 45000",
        "street": "9600 Nowhere Avenue",
        "city": "Marrow Creek",
        "state": "Ohio",
        "state_code": "OH",
        "postal_code": "45000",
        "country": "United States of America",
        "country_code": "US",
        "full_name": "",
        "email": "",
        "email.emails_validator.status": "",
        "rating": "4.6",
        "reviews": "84.0",
        "working_hours": '{"Monday": ["8AM-12PM", "1-5PM"], "Sunday": ["Closed"]}',
        "business_status": "OPERATIONAL",
        "place_id": "ChIJinvented0002",
        "google_id": "0x8f00000000000002:0x4d3",
        "chain_info.chain": "False",
    } | changes


def apify(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Huellas Veterinaria",
        "totalScore": 4.8,
        "reviewsCount": 61,
        "street": "95 calle 1-01",
        "city": "Santa Tecla de los Altos",
        "state": "Quetzaltenango",
        "countryCode": "GT",
        "website": None,
        "phone": "+502 5555 0142",
        "categories": ["Veterinario", "Tienda de mascotas"],
        "categoryName": "Veterinario",
        "url": "https://www.google.com/maps/search/?api=1&query=Huellas&query_place_id=ChIJinvented0003",
        "permanentlyClosed": False,
        "openingHours": [{"day": "lunes", "hours": "9 AM to 6 PM"}, {"day": "domingo", "hours": "Cerrado"}],
    } | changes


def places_api(**changes: Any) -> dict[str, Any]:
    return {
        "id": "ChIJinvented0004",
        "displayName": {"text": "The Crooked Spoon", "languageCode": "en"},
        "formattedAddress": "1 Nonesuch Row, London WC2R 0ZZ, UK",
        "postalAddress": {"regionCode": "GB", "locality": "London", "postalCode": "WC2R 0ZZ"},
        "internationalPhoneNumber": "+44 20 7946 0142",
        "websiteUri": None,
        "businessStatus": "OPERATIONAL",
        "primaryTypeDisplayName": {"text": "Greek Restaurant"},
        "types": ["greek_restaurant", "restaurant", "establishment"],
        "rating": 4.7,
        "userRatingCount": 512,
        "priceLevel": "PRICE_LEVEL_MODERATE",
        "timeZone": {"id": "Europe/London"},
        "regularOpeningHours": {
            "periods": [
                {"open": {"day": 1, "hour": 12, "minute": 0}, "close": {"day": 1, "hour": 22, "minute": 30}}
            ]
        },
        "reviews": [
            {
                "authorAttribution": {"displayName": "Ola"},
                "text": {"text": "The dolmades."},
                "rating": 5,
                "publishTime": "2025-10-30T17:52:54.9Z",
            }
        ],
    } | changes


def feature(**tags: Any) -> dict[str, Any]:
    """An OpenStreetMap GeoJSON feature."""
    return {
        "type": "Feature",
        "id": "node/1001",
        "geometry": {"type": "Point", "coordinates": [-91.49, 14.87]},
        "properties": {
            "name": "Bicis del Cerro",
            "shop": "bicycle",
            "addr:street": "98 calle",
            "addr:housenumber": "0-41",
            "addr:city": "Santa Tecla de los Altos",
            "addr:country": "GT",
            "phone": "+502 5555 0160",
            "opening_hours": "Mo-Fr 09:00-18:00; Sa 09:00-13:00",
            "wheelchair": "yes",
        }
        | tags,
    }


def element(**tags: Any) -> dict[str, Any]:
    """An Overpass element."""
    made = feature(**tags)
    return {"type": "way", "id": 2002, "center": {"lat": 14.87, "lon": -91.49}, "tags": made["properties"]}


def table(**changes: Any) -> dict[str, Any]:
    return {
        "Nombre del negocio": "Zapatería El Clavo",
        "Teléfono": "5555 0170",
        "Correo electrónico": "elclavo@example.com",
        "Dirección": "97 avenida 3-00",
        "Ciudad": "Santa Tecla de los Altos",
        "Sitio web": "",
        "Giro": "Reparación de calzado",
    } | changes


ALL = (outscraper, contact, apify, places_api, feature, element, table)


def nth(number: int, **changes: Any) -> dict[str, Any]:
    """One of many: a business with ids, name, number and street of its own."""
    return outscraper(
        place_id=f"ChIJinvented1{number:06}",
        google_id=None,
        cid=None,
        **{
            "name": f"Shop {number:02}",
            "phone": f"+1 614 555 01{number % 100:02}",
            "street": f"{number} Nowhere Avenue",
        }
        | changes,
    )
