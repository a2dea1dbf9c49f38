"""The card of a page: drawn without a browser, the size networks ask for."""

import io

from PIL import Image

from tests.creative import shops
from tests.creative.grammars.pages import in_grammar, page_of
from webmagic.creative.studio.grammars.card import card


def drawn(key: str, headline: str = "Pan de Quetzaltenango, del que a las cinco ya no hay.") -> bytes:
    direction, _ = in_grammar(shops.bakery(), key)
    return card(
        headline,
        "La Espiga",
        direction.display_face,
        direction.palette.model_dump_json(),
        direction.art.model_dump_json(),
    )


def test_a_card_is_a_small_png_of_the_usual_size():
    picture = Image.open(io.BytesIO(drawn("botanical")))
    assert picture.format == "PNG" and picture.size == (1200, 630)
    assert len(drawn("botanical")) < 120_000


def test_a_card_holds_words_and_a_drawing():
    picture = Image.open(io.BytesIO(drawn("swiss"))).convert("RGB")
    left, right = picture.crop((0, 0, 600, 630)), picture.crop((620, 0, 1200, 630))
    assert len(left.getcolors(100_000)) > 2 and len(right.getcolors(100_000)) > 3


def test_a_card_takes_very_long_headlines():
    assert drawn("japandi", "Otorhinolaryngologists " * 12)


def test_a_card_is_named_in_the_head():
    page = page_of(shops.bakery())
    assert 'property="og:image" content="https://shop.example/assets/card.png"' in page.html
    assert page.files["assets/card.png"].startswith(b"\x89PNG")
