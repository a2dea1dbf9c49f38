"""Draws the contact sheets of docs/gallery.md: `.venv/bin/python -m bench.gallery`.

The sheet of a hundred is drawn by `make prove ONLY=alike`, which looks at them anyway.
"""

from pathlib import Path

from PIL import Image

from bench.hundred import NARROW, WIDE, bakery, browser, looks, screens, served
from webmagic.core.settings import REPO

FOLDER = REPO / "docs" / "images" / "gallery"
MARGIN, GROUND = 8, (122, 122, 122)
TWELVE = 12
SHEETS = (
    ("twelve", 470, 4, WIDE, "light"),
    ("night", 312, 6, WIDE, "dark"),
    ("phones", 228, 6, NARROW, "light"),
)


def main() -> None:
    with served(range(TWELVE)) as addresses, browser() as opened:
        for name, width, columns, size, scheme in SHEETS:
            seen = [reduced(screen, width) for screen in screens(opened, addresses, size, scheme)]
            save(name, sheet(seen, columns))
    for number, look in enumerate(looks(TWELVE)):
        print(f"{bakery(number).name}: {look.vibe}, {look.palette.family}, {look.display_face}")


def reduced(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    size = (columns * (width + MARGIN) + MARGIN, rows * (height + MARGIN) + MARGIN)
    whole = Image.new("RGB", size, GROUND)
    for at, picture in enumerate(pictures):
        corner = (MARGIN + at % columns * (width + MARGIN), MARGIN + at // columns * (height + MARGIN))
        whole.paste(picture, corner)
    return whole


def save(name: str, picture: Image.Image) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.webp"
    picture.save(path, "WEBP", quality=74, method=6)
    print(f"{path.relative_to(REPO)}: {path.stat().st_size:,} bytes")
    return path


if __name__ == "__main__":
    main()
