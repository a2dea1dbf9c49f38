"""The mail address that an enquiry finds: from the listings, and from the pages it opened anyway."""

from typing import Any

from webmagic.hunter.emails import Kind, Mail, Sighting, ranked, sightings
from webmagic.hunter.merging import BY_PEOPLE
from webmagic.hunter.verification.candidates import strings
from webmagic.models import Business, Stage

KEPT = 8
LIMIT = 120
# Whoever has been written to is not written to elsewhere by itself.
SETTLED = (Stage.PITCHED, Stage.VISITED, Stage.CLAIMED, Stage.SOLD, Stage.OPTED_OUT)


def mails_of(business: Business, raws: list[dict[str, Any]], seen: tuple[Sighting, ...]) -> list[Mail]:
    """All that are known, the best first."""
    known = [Sighting(business.email, Kind.KNOWN, business.email_source)] if business.email else []
    listed = [found for raw in raws for found in sightings(strings(raw), raw)]
    return ranked([*known, *listed, *seen], business.name)


def take_best(business: Business, mails: list[Mail]) -> bool:
    """Give the business its best address. A person's word stands. True when it changed."""
    if business.provenance.get("email") in BY_PEOPLE or business.email_source in BY_PEOPLE:
        return False
    best = next((mail for mail in mails if not mail.refused), None)
    address = best.address if best else ""
    if address == business.email.lower() or (business.email and business.stage in SETTLED):
        return False
    source = f"{best.kind}: {best.source}"[:LIMIT] if best else ""
    business.email, business.email_source = address, source
    business.provenance = {**business.provenance, "email": source}
    return True


def kept(mails: list[Mail]) -> list[dict[str, Any]]:
    """For the evidence."""
    return [mail.as_dict() for mail in mails[:KEPT]]
