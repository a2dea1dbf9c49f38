"""The labelled set: what is true of a business, what its listing says, and what the web shows.

Each scenario puts sites on the local internet and returns the listing's row. Its label says what
is true, not what can be found out: some truths cannot, and count as misses.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hunter.verification.people import ABOUT, FAR, Shop, joined, phone, shop, spelled
from tests.hunter.verification.web import BOTH, CLOSED, SILENT, Internet, Site

HAS, NONE, SOCIAL, UNKNOWN = "has", "none", "social", "unknown"
ENDING = {"US": "com", "GT": "com.gt", "MX": "com.mx", "GB": "co.uk", "ES": "es", "BR": "com.br", "DE": "de"}


@dataclass
class Case:
    truth: str
    scenario: str
    row: dict[str, Any]
    shop: Shop
    tries: dict[str, int] = field(default_factory=dict)


@dataclass
class Scene:
    """What a scenario works with."""

    shop: Shop
    net: Internet
    rng: random.Random
    certified: list[str]
    tries: dict[str, int] = field(default_factory=dict)

    def put(self, host: str, site: Site, *, tls: bool = False) -> None:
        assert host not in self.net.sites, host
        if tls:
            site.address = BOTH
            self.certified.append(host)
        self.net.put(host, site)

    def page(self, host: str, html: str, *, tls: bool = False, **options: Any) -> None:
        self.put(host, Site({"/": html}, **options), tls=tls)

    @property
    def com(self) -> str:
        return f"{self.shop.label}.com"

    @property
    def local(self) -> str:
        return f"{self.shop.label}.{ENDING[self.shop.country]}"

    def stranger(self, **changes: Any) -> Shop:
        """A namesake in another town."""
        city, state = FAR[self.shop.country]
        other = Shop(self.shop.name, self.shop.country, city, state, "00999", "77 Elsewhere Row",
                     phone(self.shop.country, self.rng), self.rng.randrange(6))  # fmt: skip
        return Shop(**{**other.__dict__, **changes})


Scenario = Callable[[Scene], dict[str, Any]]
SCENARIOS: list[tuple[str, str, int, Scenario]] = []  # (truth, name, how many, function)


def scenario(truth: str, count: int = 7) -> Callable[[Scenario], Scenario]:
    def note(function: Scenario) -> Scenario:
        SCENARIOS.append((truth, function.__name__, count, function))
        return function

    return note


# --- It has one -------------------------------------------------------------------------------


@scenario(HAS)
def listed_and_there(s: Scene) -> dict:
    s.page(s.com, s.shop.html(), tls=True)
    return s.shop.listing(site=f"https://{s.com}/")


@scenario(HAS)
def unlisted_at_its_name_with_its_phone(s: Scene) -> dict:
    s.page(s.com, s.shop.html(address=False), tls=True)
    return s.shop.listing()


@scenario(HAS)
def unlisted_under_the_countrys_ending(s: Scene) -> dict:
    s.page(s.local, s.shop.html(phone=False))
    return s.shop.listing()


@scenario(HAS)
def unlisted_with_its_town_in_the_domain(s: Scene) -> dict:
    s.page(f"{s.shop.label}{joined(s.shop.city)}.com", s.shop.html())
    return s.shop.listing()


@scenario(HAS, 6)
def unlisted_with_hyphens(s: Scene) -> dict:
    words = joined_words(s.shop.name)
    s.page(f"{'-'.join(words)}.com", s.shop.html())
    return s.shop.listing()


def joined_words(name: str) -> list[str]:
    skip = {"and", "the", "de", "el", "la", "los", "las", "y", "don", "llc", "inc", "co", "ltd", "n"} - {
        "don"
    }
    return [joined(word) for word in name.replace("&", " ").replace("'", "").replace("-", " ").split()
            if joined(word) and joined(word) not in skip]  # fmt: skip


@scenario(HAS)
def behind_a_403(s: Scene) -> dict:
    s.page(s.com, "<h1>Forbidden</h1>", status=403, tls=True)
    return s.shop.listing()


@scenario(HAS)
def behind_a_browser_check(s: Scene) -> dict:
    wall = "<html><title>Just a moment...</title><body>Enable JavaScript and cookies to continue</body>"
    s.page(s.com, wall, status=503, headers={"cf-mitigated": "challenge"}, tls=True)
    return s.shop.listing()


@scenario(HAS, 5)
def too_many_requests(s: Scene) -> dict:
    s.page(s.local, "slow down", status=429)
    return s.shop.listing()


@scenario(HAS)
def phone_only_on_the_contact_page(s: Scene) -> dict:
    link = '<a href="/contacto.html">Contacto / Contact</a>'
    home = s.shop.html(phone=False, address=False, more=link)
    s.put(s.com, Site({"/": home, "/contacto.html": s.shop.html()}))
    return s.shop.listing()


@scenario(HAS)
def redirected_to_another_domain(s: Scene) -> dict:
    other = f"grupo{s.shop.label}.com"
    s.put(s.com, Site(location=f"http://{other}/"))
    s.page(other, s.shop.html())
    return s.shop.listing()


@scenario(HAS, 5)
def sent_on_by_a_refresh(s: Scene) -> dict:
    other = f"inicio{s.shop.label}.com"
    s.page(s.com, f'<html><head><meta http-equiv="refresh" content="0; url=http://{other}/"></head></html>')
    s.page(other, s.shop.html())
    return s.shop.listing()


@scenario(HAS, 5)
def sent_on_by_a_script(s: Scene) -> dict:
    s.put(
        s.com,
        Site({"/": "<html><script>window.location.href='/home/';</script></html>", "/home/": s.shop.html()}),
    )
    return s.shop.listing()


@scenario(HAS, 4)
def masked_by_a_frame(s: Scene) -> dict:
    other = f"marco{s.shop.label}.com"
    s.page(s.com, f'<html><frameset rows="100%"><frame src="http://{other}/"></frameset></html>')
    s.page(other, s.shop.html())
    return s.shop.listing()


@scenario(HAS)
def at_the_domain_of_its_mail(s: Scene) -> dict:
    host = f"grupo-{s.shop.label[:9]}{s.rng.randrange(99)}.com"
    s.page(host, s.shop.html())
    return s.shop.listing(email_1=f"info@{host}")


@scenario(HAS)
def in_a_column_that_nobody_expects(s: Scene) -> dict:
    host = f"tienda-{s.shop.label[:9]}{s.rng.randrange(99)}.com"
    s.page(host, s.shop.html())
    column = s.rng.choice(["companyWebsite", "Web", "url_sitio", "Homepage", "domain", "extras"])
    value = {"links": [f"http://{host}/?utm=1"]} if column == "extras" else host
    return s.shop.listing(**{column: value})


@scenario(HAS, 5)
def behind_a_page_of_links(s: Scene) -> dict:
    host = f"visit{s.shop.label[:10]}{s.rng.randrange(99)}.com"
    s.page(host, s.shop.html())
    page = f"/{s.shop.label[:12]}"
    site = s.net.sites.setdefault("linktr.ee", Site())
    site.pages[page] = (
        f'<html><a href="https://www.instagram.com/x">Instagram</a><a href="http://{host}/">Website</a></html>'
    )
    return s.shop.listing(site=f"http://linktr.ee{page}")


@scenario(HAS, 5)
def phone_only_as_a_whatsapp_link(s: Scene) -> dict:
    link = f'<a href="https://wa.me/{s.shop.phone[1:]}?text=Hola">WhatsApp</a>'
    s.page(s.com, s.shop.html(phone=False, address=False, name=False, more=link))
    return s.shop.listing()


@scenario(HAS, 5)
def only_data_for_machines(s: Scene) -> dict:
    data = f'{{"@type":"LocalBusiness","name":"{s.shop.name}","telephone":"{s.shop.phone}"}}'
    s.page(
        s.com,
        f'<html><script type="application/ld+json">{data}</script><div id="root"></div></html>',
        tls=True,
    )
    return s.shop.listing()


@scenario(HAS, 4)
def an_empty_shell_made_by_scripts(s: Scene) -> dict:
    s.page(
        s.com, '<html><head><title></title></head><div id="root"></div><script src="/app.js"></script></html>'
    )
    return s.shop.listing()


@scenario(HAS, 5)
def only_with_www(s: Scene) -> dict:
    s.page(f"www.{s.com}", s.shop.html(), tls=True)
    return s.shop.listing()


@scenario(HAS, 4)
def listed_but_broken_today(s: Scene) -> dict:
    s.page(s.com, "<h1>Internal error</h1>", status=500)
    return s.shop.listing(site=f"http://{s.com}")


@scenario(HAS, 3)
def listed_but_silent_today(s: Scene) -> dict:
    s.put(s.com, Site(address=SILENT))
    return s.shop.listing(website=f"http://{s.com}/home")


@scenario(HAS, 4)
def its_certificate_has_expired(s: Scene) -> dict:
    s.page(s.com, s.shop.html(), address=BOTH)
    s.net.sites[s.com].location = ""
    return s.shop.listing()


@scenario(HAS, 4)
def in_an_old_encoding_and_packed(s: Scene) -> dict:
    s.page(s.local, s.shop.html(phone=False), charset="latin-1", is_packed=True)
    return s.shop.listing()


@scenario(HAS, 5)
def at_part_of_its_name(s: Scene) -> dict:
    words = joined_words(s.shop.name)
    own = max(words[1:] or words, key=len)  # "katzmarek.com" of "Schreinerei Katzmarek"
    s.page(f"{own}.com", s.shop.html())
    return s.shop.listing()


@scenario(HAS, 5)
def at_the_name_of_its_social_page(s: Scene) -> dict:
    handle = f"{s.shop.label[:8]}oficial{s.rng.randrange(99)}"
    s.page(f"{handle}.com", s.shop.html())
    return s.shop.listing(facebook=f"https://www.facebook.com/{handle}")


@scenario(HAS, 4)
def named_in_an_answer_to_a_review(s: Scene) -> dict:
    host = f"pide{s.shop.label[:9]}{s.rng.randrange(99)}.com"
    s.page(host, s.shop.html())
    answer = {"review_text": "Great", "owner_answer": f"Thank you. See http://{host}/menu."}
    s.net.sites[host].pages["/menu"] = s.shop.html()
    return s.shop.listing(reviews_data=[answer])


@scenario(HAS, 4)
def with_another_number_on_the_page(s: Scene) -> dict:
    other = f"<p>{spelled(phone(s.shop.country, s.rng), 0)}</p>"
    s.page(s.com, s.shop.html(phone=False, address=False, more=f"<p>{s.shop.city}</p>{other}"))
    return s.shop.listing()


@scenario(HAS, 4)
def being_built_with_its_number_on_it(s: Scene) -> dict:
    number = spelled(s.shop.phone, s.shop.how)
    s.page(
        s.com, f"<html><title>Coming soon</title><h1>{s.shop.name}</h1><p>Coming soon. {number}</p></html>"
    )
    return s.shop.listing()


@scenario(HAS, 3)
def books_at_an_address_of_its_own(s: Scene) -> dict:
    host = f"citas{s.shop.label[:9]}{s.rng.randrange(99)}.com"
    s.page(host, s.shop.html())
    return s.shop.listing(booking_appointment_link=f"http://{host}/")


@scenario(HAS, 2)
def at_a_domain_that_nobody_can_guess(s: Scene) -> dict:
    s.page(f"zq{s.rng.randrange(10**6)}.com", s.shop.html())
    return s.shop.listing()


# --- It has none ------------------------------------------------------------------------------


@scenario(NONE, 35)
def nothing_anywhere(s: Scene) -> dict:
    return s.shop.listing()


PARKED = [
    "<html><title>{host}</title><h1>{host}</h1><p>This domain is for sale! Buy this domain now.</p></html>",
    "<html><title>{host} is parked</title><p>Domain parked. Related searches: Plumber</p></html>",
    "<html><title>{host}</title><p>Este dominio está en venta.</p></html>",
    "<html><script>window.location.href='/lander'</script></html>",
    "<html><title>Domain expired</title><p>{host}: this domain has expired. Renew your domain.</p></html>",
    "<html><iframe src='https://www.sedoparking.com/frmpark/{host}'></iframe></html>",
    "<html><title>{host}</title><p>Diese Domain steht zum Verkauf.</p></html>",
]


@scenario(NONE, 14)
def its_name_is_parked(s: Scene) -> dict:
    html = s.rng.choice(PARKED).format(host=s.com)
    lander = PARKED[0].format(host=s.com)
    s.put(s.com, Site({"/": html, "/lander": lander}))
    return s.shop.listing()


@scenario(NONE, 6)
def its_name_is_sold_by_a_broker(s: Scene) -> dict:
    s.put(s.com, Site(location="http://www.hugedomains.com/"))
    s.net.sites.setdefault("www.hugedomains.com", Site({"*": "<html><h1>Great names</h1></html>"}))
    return s.shop.listing()


@scenario(NONE, 10)
def its_listed_domain_has_expired(s: Scene) -> dict:
    return s.shop.listing(site=f"http://www.{s.shop.label}-antes.com/")


@scenario(NONE, 8)
def its_listed_domain_is_parked(s: Scene) -> dict:
    s.page(s.com, PARKED[s.rng.choice((0, 1, 2, 4, 5, 6))].format(host=s.com))
    return s.shop.listing(site=f"http://{s.com}/")


@scenario(NONE, 14)
def a_namesake_in_another_town(s: Scene) -> dict:
    s.page(s.com, s.stranger().html(), tls=True)
    return s.shop.listing()


@scenario(NONE, 8)
def a_namesake_in_another_country(s: Scene) -> dict:
    country = "GB" if s.shop.country != "GB" else "US"
    other = shop(country, 0, s.rng)
    other.name = s.shop.name
    s.page(s.com, other.html())
    return s.shop.listing()


@scenario(NONE, 8)
def its_name_is_about_something_else(s: Scene) -> dict:
    s.page(s.com, f"<html><title>Online casino bonus</title><p>{ABOUT['en'] * 3} slots and poker</p></html>")
    return s.shop.listing()


DEFAULTS = [
    "<html><title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>It works.</p></html>",
    "<html><title>Apache2 Ubuntu Default Page: It works</title></html>",
    "<html><title>Index of /</title><h1>Index of /</h1></html>",
    "<html><title>Account Suspended</title><h1>This Account has been suspended.</h1></html>",
    "<html><title>Default Web Site Page</title><p>Contact your hosting provider.</p></html>",
    "<html><title>Coming soon</title><h1>Coming Soon</h1></html>",
    "<html><title>Sitio en construcción</title><h1>Sitio en construcción</h1><p>Muy pronto</p></html>",
]


@scenario(NONE, 14)
def its_name_shows_a_servers_default_page(s: Scene) -> dict:
    s.page(s.com, s.rng.choice(DEFAULTS))
    return s.shop.listing()


@scenario(NONE, 6)
def its_name_answers_404(s: Scene) -> dict:
    s.put(s.com, Site())
    return s.shop.listing()


@scenario(NONE, 6)
def its_name_has_been_dead_for_weeks(s: Scene) -> dict:
    s.put(s.com, Site(address=CLOSED))
    s.tries[f"https://{s.com}/"] = 3
    return s.shop.listing()


@scenario(NONE, 8)
def only_directories_know_it(s: Scene) -> dict:
    return s.shop.listing(
        menu_link="https://www.toasttab.com/x",
        order_links="https://www.ubereats.com/store/x",
        extras="https://www.yelp.com/biz/x",
    )


@scenario(NONE, 8)
def only_social_pages_beside_the_website_field(s: Scene) -> dict:
    return s.shop.listing(
        facebook=f"https://www.facebook.com/{s.shop.label[:10]}gt", instagram="https://instagram.com/abcde"
    )


@scenario(NONE, 8)
def mail_at_a_free_host(s: Scene) -> dict:
    host = s.rng.choice(("gmail.com", "hotmail.es", "yahoo.com.mx", "comcast.net"))
    return s.shop.listing(email_1=f"{s.shop.label[:12]}@{host}")


@scenario(NONE, 5)
def its_name_leads_to_its_social_page(s: Scene) -> dict:
    s.put(s.com, Site(location="https://www.facebook.com/somebody"))
    return s.shop.listing()


@scenario(NONE, 5)
def its_social_name_is_somebody_elses_domain(s: Scene) -> dict:
    handle = f"{s.shop.label[:8]}fan{s.rng.randrange(99)}"
    s.page(f"{handle}.com", f"<html><title>A band</title><p>{ABOUT['en']} tour dates</p></html>")
    return s.shop.listing(instagram=f"https://www.instagram.com/{handle}/")


@scenario(NONE, 5)
def mentioned_beside_another_business(s: Scene) -> dict:
    host = f"vecino{s.rng.randrange(10**5)}.com"
    s.page(host, s.stranger(name="Otro Negocio Distinto").html())
    return s.shop.listing(about_text=f"Next to http://{host}/, on the corner")


@scenario(NONE, 4)
def a_common_name_that_many_bear(s: Scene) -> dict:
    s.shop.name = "Barber Shop" if s.shop.language == "en" else "Panadería"
    return s.shop.listing(name=s.shop.name)


@scenario(NONE, 3)
def its_name_does_not_answer_the_first_time(s: Scene) -> dict:
    s.put(s.com, Site(address=CLOSED))
    return s.shop.listing()


@scenario(NONE, 4)
def a_namesake_that_does_not_say_where(s: Scene) -> dict:
    s.page(s.com, s.stranger().html(phone=False, address=False))
    return s.shop.listing()


# --- Only a page on somebody else's site ------------------------------------------------------


@scenario(SOCIAL, 6)
def lists_a_social_page(s: Scene) -> dict:
    return s.shop.listing(
        site=f"https://www.{s.rng.choice(('facebook', 'instagram'))}.com/{s.shop.label[:15]}"
    )


@scenario(SOCIAL, 4)
def lists_a_delivery_or_booking_page(s: Scene) -> dict:
    return s.shop.listing(
        site=s.rng.choice(("https://www.doordash.com/store/x", "https://booksy.com/en-us/1_x"))
    )


@scenario(SOCIAL, 5)
def lists_its_page_in_an_unknown_directory(s: Scene) -> dict:
    host = f"guia{s.rng.randrange(10**6)}.com"
    others = " ".join(f"<li>{shop('US', n, s.rng).name} 937-555-01{n:02d}</li>" for n in range(20))
    s.put(
        host,
        Site(
            {
                "/": f"<html><title>Guía local</title>{ABOUT['es']}<ul>{others}</ul></html>",
                "/n/12": s.shop.html(),
            }
        ),
    )
    return s.shop.listing(site=f"http://{host}/n/12")


@scenario(SOCIAL, 4)
def its_listed_domain_leads_to_a_social_page(s: Scene) -> dict:
    s.put(s.com, Site(location="https://www.facebook.com/somebody"))
    return s.shop.listing(site=f"http://{s.com}/")


# --- Nobody knows -----------------------------------------------------------------------------


@scenario(UNKNOWN, 5)
def the_source_says_nothing_about_websites(s: Scene) -> dict:
    row = s.shop.listing()
    del row["site"]
    return {k: v for k, v in row.items() if k in ("name", "phone", "street", "city", "state", "country_code")}


COUNTRIES = ("US", "GT", "MX", "GB", "ES", "BR", "DE")


def make(net: Internet, seed: int = 20261122) -> tuple[list[Case], list[str]]:
    """All cases on one internet, and the hosts that need a valid certificate."""
    rng = random.Random(seed)
    cases: list[Case] = []
    certified: list[str] = []
    serials = dict.fromkeys(COUNTRIES, 0)
    labels: set[str] = set()
    for truth, name, count, build in SCENARIOS:
        for turn in range(count):
            country = COUNTRIES[(turn + len(name)) % len(COUNTRIES)]
            while True:
                made = shop(country, serials[country], rng)
                serials[country] += 1
                if made.label not in labels:
                    break
            labels.add(made.label)
            scene = Scene(made, net, rng, certified)
            cases.append(Case(truth, name, build(scene), made, scene.tries))
    return cases, certified
