"""The receipt, in the owner's language."""

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.core.clock import now
from webmagic.core.settings import get_settings
from webmagic.models import Business, Checkout, Customer

TEXTS = {
    "en": {
        "subject": "Receipt for {name}",
        "setup": "set-up of your website",
        "monthly": "monthly plan of your website",
        "body": (
            "Hello{who},\n\nthank you. We received {amount} for the {what}, {name}, on {day}.\n\n"
            "If something is not right, answer this mail.\n\n{sender}\n\n--\n{address}\n"
        ),
    },
    "es": {
        "subject": "Recibo de {name}",
        "setup": "creación de su página web",
        "monthly": "plan mensual de su página web",
        "body": (
            "Buen día{who}:\n\nGracias. Recibimos {amount} por {what}, {name}, el {day}.\n\n"
            "Si algo no está bien, responda a este correo.\n\n{sender}\n\n--\n{address}\n"
        ),
    },
}


async def send_receipt(
    session: AsyncSession, business: Business, checkout: Checkout, customer: Customer, amount: int
) -> None:
    language = pitcher.language_of(business)
    texts, settings = TEXTS[language], get_settings()
    name, who = pitcher.one_line(business.name), pitcher.one_line(customer.name)
    text = texts["body"].format(
        who=f", {who}" if language == "es" and who else f" {who}" if who else "",
        amount=pitcher.price(amount, checkout.currency, language),
        what=texts[checkout.kind],
        name=name,
        day=now().date().isoformat(),
        sender=pitcher.one_line(settings.sender_name),
        address=pitcher.one_line(settings.sender_postal_address),
    )
    await pitcher.queue_transactional(
        session,
        to_email=customer.email,
        subject=texts["subject"].format(name=name),
        text=text,
        language=language,
        business_id=checkout.business_id,
    )
