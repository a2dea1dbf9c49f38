"""StreetScene: a row of shops, some with their lights on. Drawn, not stored."""

from dataclasses import dataclass

import reflex as rx

W = 143.4
DARK = "oklch(.17 .022 228)"


@dataclass(frozen=True)
class Shop:
    sign: str
    top: int  # the roof's y
    gable: bool = False
    chimney: bool = False
    front: bool = False  # the lighter walls
    awake: tuple[int, int] | None = None  # an upper window with somebody home
    upper: bool = True


TOWN = (
    Shop("LOCKSMITH", 124, gable=True, awake=(0, 1)),
    Shop("PANADERIA", 70, chimney=True, front=True, awake=(0, 1)),
    Shop("BARBER", 148, awake=(0, 1)),
    Shop("CYCLES", 96, gable=True, front=True),
    Shop("NAILS", 38, chimney=True, awake=(1, 1)),
    Shop("UPHOLSTERY", 112, front=True, awake=(0, 1)),
    Shop("ROOFING", 80, gable=True),
)
CORNER = (
    Shop("CYCLES", 160, gable=True, upper=False),
    Shop("TAILOR", 118, chimney=True, front=True),
    Shop("KEYS", 179, upper=False),
)


def _rect(kind: str, x: float, y: float, width: float, height: float, **props: str) -> rx.Component:
    return rx.el.svg.rect(
        class_name=kind, x=f"{x:.1f}", y=f"{y:.0f}", width=f"{width:.1f}", height=f"{height:.0f}", **props
    )


def _walls(shop: Shop, x: float) -> list[rx.Component]:
    kind = "b" if shop.front else "b2"
    parts = [_rect(kind, x, shop.top, W, 296 - shop.top)]
    if shop.gable:
        parts.append(rx.el.svg.path(class_name=kind, d=f"M{x:.0f} {shop.top + 1}l71 -34l71 34z"))
    if shop.chimney:
        parts.append(_rect("b2", x + 100, shop.top - 26, 16, 28))
    return parts


def _upper_windows(shop: Shop, x: float) -> list[rx.Component]:
    if not shop.upper:
        return []
    rows = range((198 - 26 - shop.top - 20) // 42 + 1)
    return [
        _rect("half", x + 22.8 + 35.7 * column, shop.top + 20 + 42 * row, 24.3, 26)
        if shop.awake == (row, column)
        else _rect("w0", x + 22.8 + 35.7 * column, shop.top + 20 + 42 * row, 24.3, 26, fill=DARK)
        for row in rows
        for column in range(3)
    ]


def _front(shop: Shop, x: float) -> list[rx.Component]:
    sign = rx.el.svg.text(
        shop.sign,
        class_name="st",
        x=f"{x + 71.5:.0f}",
        y="214",
        style={
            "textAnchor": "middle",
            "font": f"600 {11 if len(shop.sign) > 8 else 13}px var(--font-display)",
            "letterSpacing": ".6px",
        },
    )
    panes = [_rect("w", x + 10 + 41 * c, 226 + 34 * r, 38.1, 31) for c in (0, 1) for r in (0, 1)]
    pool = rx.el.svg.path(class_name="pool", d=f"M{x + 4:.0f} 296h135l16 34h-167z")
    return [_rect("sign", x + 10, 198, 123, 22), sign, *panes, _rect("w", x + 100, 226, 32.7, 70), pool]


def _scene(shops: tuple[Shop, ...], lit: set[int]) -> list[rx.Component]:
    width = 1000 if len(shops) == len(TOWN) else 430
    groups = [
        rx.el.svg.g(
            *_walls(shop, n * width / len(shops)),
            *_upper_windows(shop, n * width / len(shops)),
            *_front(shop, n * width / len(shops)),
            class_name="on" if n in lit else "off",
        )
        for n, shop in enumerate(shops)
    ]
    return [_rect("ground", 0, 296, width, 34), *groups]


def town(lit: set[int]) -> rx.Component:
    """The whole street of the sign-in."""
    return rx.el.svg(
        *_scene(TOWN, lit), class_name="street", view_box="0 0 1000 330", custom_attrs={"aria-hidden": "true"}
    )


def street(*, lit: bool = False) -> rx.Component:
    """Three shops for an empty page."""
    return rx.el.svg(
        *_scene(CORNER, {0, 1, 2} if lit else set()),
        class_name="street",
        view_box="0 70 430 260",
        custom_attrs={"aria-hidden": "true"},
    )
