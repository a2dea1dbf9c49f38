"""Payment gateways; the one in use, and the secrets it shares with us, are chosen here."""

import base64

import httpx

from webmagic.core.security import digest
from webmagic.core.settings import Settings
from webmagic.payments.gateways.protocol import (
    Batch,
    Card,
    CheckoutRequest,
    CheckoutTruth,
    Gateway,
    IntentTruth,
    NewCheckout,
    RefundTruth,
    SubscriptionTruth,
)
from webmagic.payments.gateways.recurrente import RecurrenteGateway

SIMULATOR, RECURRENTE = "simulator", "recurrente"


def choose(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> Gateway:
    """`transport` lets a test reach an app in the same process."""
    if settings.payment_provider == RECURRENTE:
        return RecurrenteGateway(
            RECURRENTE,
            settings.recurrente_base_url.rstrip("/"),
            settings.recurrente_public_key.get_secret_value(),
            settings.recurrente_secret_key.get_secret_value(),
            transport,
            allows_unconfirmed=settings.recurrente_unconfirmed_calls,
        )
    base = f"{settings.public_url}/simulator/api"
    return RecurrenteGateway(
        SIMULATOR, base, "pk_test_simulator", simulator_key(), transport, allows_unconfirmed=True
    )


def simulator_key() -> str:
    """What only this installation and its simulator know."""
    return f"sk_test_{digest('payments: key of the simulator')[:40]}"


def simulator_webhook_secret() -> str:
    key = bytes.fromhex(digest("payments: webhook secret of the simulator"))
    return f"whsec_{base64.b64encode(key).decode()}"


def webhook_secrets(settings: Settings) -> list[str]:
    """The secrets a payment webhook may be signed with; several while one is being changed. Empty
    means that no webhook can be believed."""
    given = settings.recurrente_webhook_secret.get_secret_value().split()
    return given if given or settings.payment_provider != SIMULATOR else [simulator_webhook_secret()]
