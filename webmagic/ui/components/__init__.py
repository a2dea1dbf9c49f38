"""The console's parts. One file a family; names as in the design notes."""

from webmagic.ui.components.glyph import Glyph, glyph, window_glyph
from webmagic.ui.components.parts import (
    alert,
    back,
    chip,
    field,
    icon,
    kbd,
    link,
    plain_link,
    section,
    seg,
    stat,
    tag,
)
from webmagic.ui.components.score import Reason, reason_list, score_button, why_popover
from webmagic.ui.components.standing import standing_cell
from webmagic.ui.components.states import empty, error_state, framed, loading, notice
from webmagic.ui.components.street import street
from webmagic.ui.components.timeline import Happening, timeline
