"""Draws the contact sheets of docs/gallery.md: `.venv/bin/python -m bench.gallery`."""

from pathlib import Path

from PIL import Image

from bench.hundred import NARROW, bakery, browser, looks, screens, served
from webmagic.core.settings import REPO

FOLDER = REPO / "docs" / "images" / "gallery"
MARGIN, GROUND = 8, (122, 122, 122)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(range(100)) as addresses, browser() as opened:
        wide = list(screens(opened, addresses))
        twelve = addresses[:12]
        save("twelve", sheet(wide[:12], 470, 4))
        save("hundred", sheet(wide, 186, 10))
        save("night", sheet(list(screens(opened, twelve, scheme="dark")), 312, 6))
        save("phones", sheet(list(screens(opened, twelve, NARROW)), 228, 6))
    for number, look in enumerate(looks(12)):
        print(f"{bakery(number).name}: {look.vibe}, {look.palette.family}, {look.display_face}")


def sheet(pictures: list[Image.Image], width: int, columns: int) -> Image.Image:
    height = round(pictures[0].height * width / pictures[0].width)
    rows = -(-len(pictures) // columns)
    size = (columns * (width + MARGIN) + MARGIN, rows * (height + MARGIN) + MARGIN)
    whole = Image.new("RGB", size, GROUND)
    for at, picture in enumerate(pictures):
        corner = (MARGIN + at % columns * (width + MARGIN), MARGIN + at // columns * (height + MARGIN))
        whole.paste(picture.resize((width, height), Image.Resampling.LANCZOS), corner)
    return whole


def save(name: str, picture: Image.Image) -> Path:
    path = FOLDER / f"{name}.webp"
    picture.save(path, "WEBP", quality=74, method=6)
    print(f"{path.relative_to(REPO)}: {path.stat().st_size:,} bytes")
    return path


if __name__ == "__main__":
    main()
