"""The owner's way to pay: the set-up fee and the monthly plan, two payment pages made together
and shown as one experience."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core.clock import ahead, now
from webmagic.core.database import insert_once, one_at_a_time
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import get_settings
from webmagic.models import Business, Checkout, CheckoutState, Coupon, GeneratedSite, SiteStatus, Stage
from webmagic.payments.coupons import discount, find_coupon, find_own_coupon
from webmagic.payments.gateways import CheckoutRequest, Gateway, choose

SETUP, MONTHLY = "setup", "monthly"
BEFORE_CLAIM = (Stage.BUILT, Stage.PUBLISHED, Stage.PITCHED, Stage.VISITED)
DONE = (CheckoutState.PAID, CheckoutState.PENDING)
ITEM_NAMES = {
    "en": {SETUP: "Website set-up: {name}", MONTHLY: "Website, monthly plan: {name}"},
    "es": {SETUP: "Creación de página web: {name}", MONTHLY: "Página web, plan mensual: {name}"},
}


@dataclass(frozen=True)
class Claim:
    """What the claim page shows."""

    business: Business
    site: GeneratedSite
    offer: pitcher.Offer
    checkouts: dict[str, Checkout]  # of each kind the one that is paid, else the newest
    coupon: Coupon | None = None  # taken off the set-up fee; `offer` holds the price after it
    full_setup_cents: int = 0

    @property
    def kinds(self) -> list[str]:
        prices = ((SETUP, self.offer.setup_cents), (MONTHLY, self.offer.monthly_cents))
        return [kind for kind, cents in prices if cents]

    @property
    def is_sold(self) -> bool:
        return self.site.is_claimed

    def state(self, kind: str) -> str:
        checkout = self.checkouts.get(kind)
        return checkout.state if checkout else ""

    @property
    def next_open(self) -> Checkout | None:
        """The payment page to go to next, or None when there is nothing left to pay."""
        latest = (self.checkouts.get(kind) for kind in self.kinds)
        return next((row for row in latest if row and row.url and row.state == CheckoutState.OPEN), None)


async def get_claim(session: AsyncSession, token: str, coupon: str = "") -> Claim:
    """Raises NotFound for a token that is not ours, and for a site that was taken down, Invalid for a
    coupon that cannot be used. A coupon that was made for this business is taken off by itself."""
    business_id = pitcher.read_row("claim", token)
    business = await session.get(Business, business_id) if business_id else None
    if business is None or business.id is None:
        raise NotFound("This link is not known here.")
    found = await session.exec(select(GeneratedSite).where(GeneratedSite.business_id == business.id))
    site = found.first()
    if site is None or site.status == SiteStatus.WITHDRAWN:
        raise NotFound("This site has been taken down.")
    offer = pitcher.offer_for(business.country, get_settings())
    if coupon.strip():
        taken: Coupon | None = await find_coupon(session, coupon, business.id, offer.currency)
    else:
        taken = await find_own_coupon(session, business.id, offer.currency)
    return Claim(
        business,
        site,
        replace(offer, setup_cents=offer.setup_cents - discount(taken, offer.setup_cents)),
        await _telling(session, business.id),
        taken if offer.setup_cents else None,
        offer.setup_cents,
    )


def find_mistakes(email: str, name: str) -> list[str]:
    """Which of the two fields cannot be used: "email", "name"."""
    mistakes = []
    if not pitcher.one_line(name):
        mistakes.append("name")
    user, _, domain = email.strip().rpartition("@")
    try:
        # Sample owners live at reserved domains, which the validator refuses on principle.
        host = "example.com" if pitcher.is_reserved(domain.lower()) else domain
        validate_email(f"{user}@{host}", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        mistakes.append("email")
    return mistakes


async def start(
    token: str,
    *,
    email: str,
    name: str,
    transaction: pitcher.Transaction,
    gateway: Gateway | None = None,
    coupon: str = "",
) -> str:
    """Where the owner goes to pay. Both payment pages exist afterwards; repeating it, also many times
    at once, leads to the same two. Raises Conflict when the site is paid for already."""
    if mistakes := find_mistakes(email, name):
        raise Invalid(f"This {mistakes[0]} cannot be used.")
    gateway = gateway or choose(get_settings())
    person = Person(email.strip().lower()[:320], pitcher.one_line(name)[:200])
    async with transaction() as session:
        claim = await get_claim(session, token, coupon)
        if claim.coupon:
            await one_at_a_time(session, f"coupon:{claim.coupon.id}")
            await find_coupon(session, claim.coupon.code, claim.business.id or 0, claim.offer.currency)
        rows = [await _ensure_row(session, claim, kind, gateway.name, person) for kind in claim.kinds]
        await _claimed(session, claim)
    unpaid = [row for row in rows if row.state == CheckoutState.OPEN]
    if not unpaid:
        raise Conflict("This site is paid for already.")
    for row in unpaid:
        if not row.provider_id:
            await _make(claim, row, token, transaction, gateway)
    async with transaction() as session:
        return (await session.get_one(Checkout, unpaid[0].id)).url


@dataclass(frozen=True)
class Person:
    """Who filled in the form. The link to it is public, so each address has payment pages of its own:
    nobody can put another address on a page that the owner is about to pay."""

    email: str
    name: str


async def _ensure_row(
    session: AsyncSession, claim: Claim, kind: str, provider: str, person: Person
) -> Checkout:
    """The page of this kind that is paid, or this person's open one, or a new one."""
    assert claim.business.id is not None
    cents = claim.offer.setup_cents if kind == SETUP else claim.offer.monthly_cents
    price = (provider, cents, claim.offer.currency)
    while True:
        rows = await _list_rows(session, claim.business.id, kind)
        paid = next((row for row in rows if row.state in DONE), None)
        same = next((row for row in rows if _is_open_for(row, price, person)), None)
        if found := paid or same:
            return found
        for row in rows:
            if row.state == CheckoutState.OPEN and (_price_of(row) != price or _is_over(row)):
                row.state = CheckoutState.EXPIRED
                session.add(row)
        new = Checkout(
            business_id=claim.business.id,
            kind=kind,
            attempt=max((row.attempt for row in rows), default=0) + 1,
            provider=provider,
            amount_cents=cents,
            currency=claim.offer.currency,
            email=person.email,
            name=person.name,
            **(_taken_off(claim) if kind == SETUP else {}),
            expires_at=ahead(days=get_settings().checkout_days),
        )
        await insert_once(session, Checkout, new.model_dump(exclude={"id"}))


def _taken_off(claim: Claim) -> dict[str, Any]:
    if claim.coupon is None:
        return {}
    return {
        "coupon_id": claim.coupon.id,
        "discount_cents": claim.full_setup_cents - claim.offer.setup_cents,
    }


def _is_over(row: Checkout) -> bool:
    return row.expires_at is not None and row.expires_at <= now()


def _price_of(row: Checkout) -> tuple[str, int, str]:
    return row.provider, row.amount_cents, row.currency


def _is_open_for(row: Checkout, price: tuple[str, int, str], person: Person) -> bool:
    is_open = row.state == CheckoutState.OPEN and not _is_over(row)
    return is_open and _price_of(row) == price and row.email == person.email


async def _list_rows(session: AsyncSession, business_id: int, kind: str = "") -> Sequence[Checkout]:
    statement = select(Checkout).where(Checkout.business_id == business_id).order_by(col(Checkout.attempt))
    if kind:
        statement = statement.where(Checkout.kind == kind)
    return (await session.exec(statement.execution_options(populate_existing=True))).all()


async def _make(
    claim: Claim, checkout: Checkout, token: str, transaction: pitcher.Transaction, gateway: Gateway
) -> None:
    """Make the page at the gateway and note it. Of two at once the first to note it wins; the other
    page is shown to nobody."""
    language = pitcher.language_of(claim.business)
    base = f"{get_settings().public_url}/claim/{token}"
    new = await gateway.create_checkout(
        CheckoutRequest(
            name=ITEM_NAMES[language][checkout.kind].format(name=pitcher.one_line(claim.business.name))[:200],
            amount_cents=checkout.amount_cents,
            currency=checkout.currency,
            is_monthly=checkout.kind == MONTHLY,
            success_url=f"{base}/done?paid={checkout.kind}",
            cancel_url=base,
            metadata={"business": str(claim.business.id), "checkout": str(checkout.id)},
            expires_at=checkout.expires_at,
            key=f"checkout-{checkout.id}",
        )
    )
    statement = (
        sa.update(Checkout)
        .where(col(Checkout.id) == checkout.id, col(Checkout.provider_id).is_(None))
        .values(provider_id=new.id, url=new.url)
    )
    async with transaction() as session:
        await session.exec(statement)


async def _claimed(session: AsyncSession, claim: Claim) -> None:
    assert claim.business.id is not None
    if await pitcher.move(session, claim.business.id, Stage.CLAIMED, from_stages=BEFORE_CLAIM):
        text = f"{claim.business.name} is about to claim the site"
        await accounts.record(session, "site.claimed", text, claim.business.id, actor="owner")


async def _telling(session: AsyncSession, business_id: int) -> dict[str, Checkout]:
    """Of each kind the page that is paid, else the newest."""
    rows = await _list_rows(session, business_id)
    return {row.kind: row for row in sorted(rows, key=lambda row: (row.state in DONE, row.attempt))}
