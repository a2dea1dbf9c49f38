"""One business's timeline holds what every package knows of it, and nobody else's."""

from webmagic import accounts, conductor
from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.models import (
    Business,
    Checkout,
    Customer,
    Domain,
    GeneratedSite,
    Job,
    JobState,
    Listing,
    Message,
    MessageEvent,
    SiteVersion,
    SiteVisit,
    SupportTicket,
    WebsiteEvidence,
)


async def a_life(name: str) -> int:
    """One row of everything, an hour apart."""
    async with transaction() as session:
        shop = Business(dedupe_key=name, name=name, score=85, qualified=True, created_at=ago(hours=20))
        session.add(shop)
        await session.flush()
        number = shop.id or 0
        site = GeneratedSite(business_id=number, subdomain=name, published_version=1)
        customer = Customer(business_id=number, provider="simulator")
        mail = Message(business_id=number, to_email="a@example.com", subject="Held one", state="held")
        session.add_all([site, customer, mail])
        await session.flush()
        session.add_all(
            [
                Listing(business_id=number, source="csv", query="file.csv", fingerprint="f" + name,
                        fetched_at=ago(hours=21)),
                WebsiteEvidence(business_id=number, kind="verdict", detail={}, at=ago(hours=19)),
                SiteVersion(site_id=site.id, number=1, build_key="b" + name, created_at=ago(hours=18)),
                MessageEvent(message_id=mail.id, kind="open", at=ago(hours=9)),
                MessageEvent(message_id=mail.id, kind="open", is_machine=True, at=ago(hours=10)),
                SiteVisit(site_id=site.id, visitor="v", at=ago(hours=8)),
                SiteVisit(site_id=site.id, visitor="w", is_bot=True, at=ago(hours=8)),
                Checkout(business_id=number, kind="setup", provider="sim", amount_cents=1, currency="USD"),
                SupportTicket(customer_id=customer.id, subject="Our hours"),
                Domain(site_id=site.id, host=f"{name}.example.com"),
                Job(kind="generation.build", queue="generation", state=JobState.FAILED, business_id=number,
                    message="Too many requests.", finished_at=ago(hours=17)),
            ]
        )  # fmt: skip
        await accounts.record(session, "site.published", f"{name} is live", business_id=number)
    return number


async def test_everything_is_there_newest_first_and_nothing_of_another(db):
    alice, _bob = await a_life("alices"), await a_life("bobs")
    async with reading() as session:
        told = await conductor.timeline(session, alice)
    assert [line.at for line in told] == sorted((line.at for line in told), reverse=True)
    assert {line.kind for line in told} == {
        *("business.listed", "business.scored", "business.verified", "site.built", "message.stopped"),
        *("mail.open", "visit.day", "checkout.opened", "ticket.opened", "site.domain", "job.failed"),
        *("site.published", "machine.open"),
    }
    assert len(told) == 13  # bots are left out; what a program opened is told as that
    assert not any("bobs" in line.text for line in told)
