"""The sheet for paper."""

import re
from pathlib import Path

from webmagic.creative.studio import grammars

FOLDER = Path(grammars.__file__).parent


def test_paper_turns_to_ink_every_colour_it_names_and_each_is_a_colour_of_the_page():
    sheet = (FOLDER / "shared" / "print.css").read_text(encoding="utf-8")
    rest = "".join(
        path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.css") if path.stem != "print"
    )
    for name in re.findall(r"(--[\w-]+):", sheet):
        assert f"var({name})" in rest, name


def test_text_on_a_dark_plate_is_black_on_paper():
    sheet = (FOLDER / "shared" / "print.css").read_text(encoding="utf-8")
    assert "--on-plate: #000" in sheet and "--on-plate-muted: #333" in sheet
