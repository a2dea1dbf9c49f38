"""Which listings are a chain's: real brands, which are facts, and invented shops beside them."""

import pytest

from webmagic.hunter import chains, trades

# (name, category, country, state, city)
CHAINS = [
    ("Subway", "Sandwich shop", "US", "OH", ""),
    ("Subway #1204", "Sandwich shop", "US", "OH", ""),
    ("SUBWAY® Restaurants", "Sandwich shop", "US", "AL", ""),
    ("McDonald's", "Fast food restaurant", "US", "OH", ""),
    ("McDonald's - Main St", "Hamburger restaurant", "GT", "", ""),
    ("McDonald's", "Restaurante de comida rápida", "MX", "", ""),
    ("Starbucks", "Coffee shop", "US", "WA", ""),
    ("Starbucks Coffee", "Coffee shop", "MX", "", ""),
    ("Starbucks", "", "GB", "", ""),
    ("Burger King", "Fast food restaurant", "GT", "", ""),
    ("Taco Bell", "Mexican restaurant", "US", "CA", ""),
    ("Domino's Pizza", "Pizza restaurant", "GT", "", ""),
    ("Pizza Hut", "Pizza restaurant", "GT", "", ""),
    ("Little Caesars Pizza", "Pizza restaurant", "MX", "", ""),
    ("Pollo Campero", "Restaurante", "GT", "", ""),
    ("Wendy's", "Fast food restaurant", "US", "OH", ""),
    ("Chick-fil-A", "Fast food restaurant", "US", "GA", ""),
    ("Dunkin'", "Coffee shop", "US", "MA", ""),
    ("Olive Garden Italian Restaurant", "Italian restaurant", "US", "OH", ""),
    ("Krispy Kreme", "Donut shop", "US", "NC", ""),
    ("Waffle House", "Breakfast restaurant", "US", "GA", ""),
    ("Sonic Drive-In", "Fast food restaurant", "US", "OK", ""),
    ("Walmart Supercenter", "Department store", "US", "AR", ""),
    ("Walmart Pharmacy", "Pharmacy", "US", "AR", ""),
    ("Target", "Department store", "US", "MN", ""),
    ("Dollar General", "Dollar store", "US", "TN", ""),
    ("OXXO", "Tienda de conveniencia", "MX", "", ""),
    ("7-Eleven", "Convenience store", "MX", "", ""),
    ("Shell", "Gas station", "US", "TX", ""),
    ("Circle K", "Convenience store", "US", "AZ", ""),
    ("Ace Hardware of Hoover", "Hardware store", "US", "AL", "Hoover"),
    ("The Home Depot", "Home improvement store", "US", "GA", ""),
    ("Lowe's Home Improvement", "Home improvement store", "US", "NC", ""),
    ("Walgreens", "Drug store", "US", "IL", ""),
    ("CVS Pharmacy", "Pharmacy", "US", "RI", ""),
    ("Farmacias Similares", "Farmacia", "MX", "", ""),
    ("Farmacias del Ahorro", "Farmacia", "MX", "", ""),
    ("Farmacias Batres", "Farmacia", "GT", "", ""),
    ("Great Clips", "Hair salon", "US", "MN", ""),
    ("Supercuts", "Hair salon", "US", "CA", ""),
    ("Sport Clips Haircuts", "Barber shop", "US", "TX", ""),
    ("Jiffy Lube", "Oil change service", "US", "TX", ""),
    ("Midas", "Auto repair shop", "US", "IL", ""),
    ("AutoZone", "Auto parts store", "US", "TN", ""),
    ("Firestone Complete Auto Care", "Tire shop", "US", "OH", ""),
    ("Planet Fitness", "Gym", "US", "NH", ""),
    ("PetSmart", "Pet store", "US", "AZ", ""),
    ("Petco", "Pet store", "US", "CA", ""),
    ("Banfield Pet Hospital", "Veterinarian", "US", "OR", ""),
    ("Roto-Rooter Plumbing & Water Cleanup", "Plumber", "US", "OH", ""),
    ("Roto-Rooter", "Plumber", "US", "OH", ""),
    ("Mr. Rooter Plumbing of Birmingham", "Plumber", "US", "AL", "Birmingham"),
    ("Benjamin Franklin Plumbing", "Plumber", "US", "AL", ""),
    ("Mister Sparky", "Electrician", "US", "AL", ""),
    ("One Hour Heating & Air Conditioning", "HVAC contractor", "US", "FL", ""),
    ("SERVPRO", "Water damage restoration service", "US", "TN", ""),
    ("Aspen Dental", "Dentist", "US", "NY", ""),
    ("Holiday Inn Express", "Hotel", "US", "GA", ""),
    ("Motel 6", "Motel", "US", "TX", ""),
    ("H&R Block", "Tax preparation service", "US", "MO", ""),
    ("State Farm", "Insurance agency", "US", "IL", ""),
    ("Greggs", "Bakery", "GB", "", ""),
    ("Mercadona", "Supermercado", "ES", "", ""),
]
LOCALS = [
    ("Subway Cleaners", "Dry cleaner", "US", "OH", ""),
    ("Subway Tile & Grout", "Tile contractor", "US", "OH", ""),
    ("Delta Plumbing", "Plumber", "US", "OH", ""),
    ("Delta Electric LLC", "Electrician", "US", "AL", ""),
    ("Target Auto Repair", "Auto repair shop", "US", "OH", ""),
    ("Target Plumbing", "Plumber", "US", "FL", ""),
    ("Target", "Plumber", "US", "FL", ""),
    ("Midas Jewelers", "Jeweler", "US", "OH", ""),
    ("Midas", "Jeweler", "US", "OH", ""),
    ("Apple Auto Glass", "Auto glass shop", "US", "TX", ""),
    ("Apple Dental", "Dentist", "US", "TX", ""),
    ("Shell Barber Shop", "Barber shop", "US", "TX", ""),
    ("Ace Plumbing", "Plumber", "US", "OH", ""),
    ("Ace Electric", "Electrician", "US", "OH", ""),
    ("Sonic Car Wash", "Car wash", "US", "OH", ""),
    ("Wendy's Hair Salon", "Hair salon", "US", "OH", ""),
    ("Wendy's Flowers", "Florist", "US", "OH", ""),
    ("Denny's Auto Body", "Auto body shop", "US", "OH", ""),
    ("Lowe's Bakery", "Bakery", "US", "OH", ""),
    ("McDonald & Sons Roofing", "Roofing contractor", "US", "OH", ""),
    ("McDonald Plumbing", "Plumber", "US", "OH", ""),
    ("Hilton Landscaping", "Landscaper", "US", "OH", ""),
    ("Wyndham Pet Grooming", "Pet groomer", "US", "OH", ""),
    ("Burger Palace", "Hamburger restaurant", "US", "OH", ""),
    ("Pizza House", "Pizza restaurant", "US", "OH", ""),
    ("China Garden", "Chinese restaurant", "US", "OH", ""),
    ("China Wok", "Chinese restaurant", "US", "NY", ""),
    ("Golden Dragon", "Chinese restaurant", "US", "OH", ""),
    ("Taquería La Esquina", "Mexican restaurant", "GT", "", ""),
    ("Panadería La Esperanza", "Bakery", "GT", "", ""),
    ("Farmacia San José", "Farmacia", "GT", "", ""),
    ("Ferretería El Águila", "Ferretería", "GT", "", ""),
    ("Tienda La Bendición", "Tienda de abarrotes", "GT", "", ""),
    ("Comedor Lupita", "Restaurante", "GT", "", ""),
    ("Peluquería Target", "Peluquería", "ES", "", ""),
    ("Barber Shop", "Barber shop", "US", "OH", ""),
    ("Nails & Spa", "Nail salon", "US", "OH", ""),
    ("Corner Bakery of Marrow Creek", "Plumber", "US", "OH", "Marrow Creek"),
    ("Quill & Sons Plumbing", "Plumber", "US", "OH", ""),
    ("The Crooked Spoon", "Greek restaurant", "GB", "", ""),
    ("Huellas Veterinaria", "Veterinario", "GT", "", ""),
    ("Staples Roofing", "Roofing contractor", "US", "OH", ""),
    ("Hooters Owl Rescue", "Animal shelter", "US", "OH", ""),
    ("Dollar Locksmith", "Locksmith", "US", "OH", ""),
    ("Boots", "Shoe store", "US", "TX", ""),
    ("Gap", "Plumber", "US", "OH", ""),
    ("Jollibee Tire Shop", "Tire shop", "PH", "", ""),
    ("Target", "", "US", "OH", ""),
    ("Sonic", "", "US", "OH", ""),
    ("Mercadona", "Supermercado", "GT", "", ""),
    ("Sunoco Tax Service", "Tax preparation service", "US", "OH", ""),
]


def says_chain(name: str, category: str, country: str, state: str, city: str) -> bool:
    trade = trades.match(category, name)
    return chains.is_brand(name, trade=trade, categories=(category,), country=country, state=state, city=city)


def test_chains_are_told_from_their_namesakes(figure):
    found = [case for case in CHAINS if says_chain(*case)]
    wrong = [case for case in LOCALS if says_chain(*case)]
    precision, recall = len(found) / (len(found) + len(wrong)), len(found) / len(CHAINS)
    figure(f"chains over {len(CHAINS) + len(LOCALS)} names: precision {precision:.1%}, recall {recall:.1%}")
    missed = sorted({case[0] for case in CHAINS} - {case[0] for case in found})
    assert precision >= 0.98 and recall >= 0.95, f"wrongly a chain: {wrong}; missed: {missed}"


@pytest.mark.parametrize(
    ("name", "trade", "country", "is_chain"),
    [
        ("Subway", "restaurant", "US", True),
        ("Subway", "laundry", "US", False),
        ("Subway", "general", "US", False),  # an ordinary word, and nothing says what it sells
        ("AutoZone", "general", "US", True),
        ("AutoZone", "general", "GT", False),  # there is none in Guatemala
        ("", "general", "", False),
        ("###", "general", "", False),
    ],
)
def test_a_name_needs_its_kind_and_its_country(name, trade, country, is_chain):
    assert chains.is_brand(name, trade=trade, country=country) is is_chain


def test_a_state_narrows_a_regional_brand():
    assert chains.is_brand("Joe's Pizza", trade="pizzeria", country="US", state="NY")
    assert not chains.is_brand("Joe's Pizza", trade="pizzeria", country="US", state="OH")


def test_the_brand_tag_of_a_map_marks_a_chain_only_on_its_own_name():
    assert chains.carries_brand("Quill Cafe Dayton", "Quill Cafe")
    assert not chains.carries_brand("Bicis del Cerro", "Quill Cycles")
    assert not chains.carries_brand("Bicis del Cerro", "")


def test_every_trade_of_the_groups_is_known():
    named = set(chains._groups()[0])
    assert named == set(trades._index().values()) - {"general"}
