"""Alice owns two sites, Bob one; Charlie only looks on. Each site was built by the real designer."""

from dataclasses import dataclass, field

from webmagic import creative, support
from webmagic.core import ids
from webmagic.core.clock import ahead
from webmagic.core.database import transaction
from webmagic.core.security import digest
from webmagic.models import Business, Customer, GeneratedSite, OwnerLink, SiteStatus, Stage

ALICE, BOB, CHARLIE = "alice@shop.example.com", "bob@shop.example.com", "charlie@shop.example.com"


@dataclass
class Shop:
    site_id: int
    business_id: int
    customer_id: int
    subdomain: str


@dataclass
class Street:
    shops: dict[str, Shop] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Shop:
        return self.shops[name]


async def open_shop(name: str, email: str, *, language: str = "en", is_built: bool = False) -> Shop:
    """A sold site. `is_built`: with a real version, which takes half a second."""
    async with transaction() as session:
        business = Business(
            dedupe_key=f"key:{name}",
            name=name,
            trade="bakery",
            category="Bakery",
            city="Port Ellery",
            country="US" if language == "en" else "GT",
            language=language,
            phone="+12125550123",
            email=f"shop-{ids.slug(name, fallback='x')}@example.com",
            stage=Stage.SOLD,
            hours=[{"day": day, "spans": [{"opens": "08:00", "closes": "17:00"}]} for day in range(5)],
            reviews=[{"author": "Wren P.", "text": "The rye bread is the best in town.", "rating": 5}],
            services=["Bread", "Cakes"],
        )
        session.add(business)
        await session.flush()
        site = GeneratedSite(
            business_id=business.id or 0,
            subdomain=ids.slug(name, fallback="shop"),
            status=SiteStatus.PUBLISHED,
            is_claimed=True,
        )
        person = email.split("@", maxsplit=1)[0].title()
        customer = Customer(business_id=business.id or 0, email=email, name=person, provider="simulator")
        session.add_all([site, customer])
        await session.flush()
        shop = Shop(site.id or 0, business.id or 0, customer.id or 0, site.subdomain)
    if is_built:
        await creative.build_site(shop.site_id, f"test:{shop.site_id}", transaction, engine_name="studio")
    return shop


async def street(*, is_built: bool = False) -> Street:
    return Street(
        {
            "bakery": await open_shop("Alice Bakery", ALICE, is_built=is_built),
            "cafe": await open_shop("Alice Cafe", ALICE),
            "garage": await open_shop("Bob Garage", BOB),
        }
    )


async def sign_in(email: str) -> str:
    """The cookie's value of a signed-in owner."""
    raw = ids.token(32)
    async with transaction() as session:
        session.add(OwnerLink(email=email, token_hash=digest(raw), expires_at=ahead(minutes=5)))
        await session.flush()
        return await support.enter(session, raw)
