"""The grammars: how a page is composed, and the table of what each can do.

Adding one: a folder with `__init__.py` (a `Grammar`), `base.css`, and for every section kind
`<kind>.<variant>.html` and `<kind>.css`; then its line here.
"""

from webmagic.creative.studio.grammars.botanical import BOTANICAL
from webmagic.creative.studio.grammars.brutal import BRUTAL
from webmagic.creative.studio.grammars.deco import DECO
from webmagic.creative.studio.grammars.editorial import EDITORIAL
from webmagic.creative.studio.grammars.glass import GLASS
from webmagic.creative.studio.grammars.grammar import Grammar
from webmagic.creative.studio.grammars.industrial import INDUSTRIAL
from webmagic.creative.studio.grammars.japandi import JAPANDI
from webmagic.creative.studio.grammars.luxe import LUXE
from webmagic.creative.studio.grammars.memphis import MEMPHIS
from webmagic.creative.studio.grammars.organic import ORGANIC
from webmagic.creative.studio.grammars.retro import RETRO
from webmagic.creative.studio.grammars.swiss import SWISS

GRAMMARS: dict[str, Grammar] = {
    grammar.key: grammar
    for grammar in (
        BOTANICAL, SWISS, JAPANDI, EDITORIAL, RETRO, DECO,
        BRUTAL, MEMPHIS, ORGANIC, GLASS, INDUSTRIAL, LUXE,
    )
}  # fmt: skip

__all__ = ["GRAMMARS", "Grammar"]
