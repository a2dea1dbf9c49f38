"""Could two neighbours be taken for one? A hundred bakeries of one town: `make prove ONLY=alike`.

Two figures. No two may share vibe, palette family, faces and order of sections; and the first screens,
reduced to what is left of them across a room (48 × 30 points), must differ.
"""

import itertools
from typing import Any

from PIL import Image, ImageChops, ImageStat

from bench import gallery
from bench.hundred import browser, combination, looks, screens, served

COUNT = 100
ACROSS_THE_ROOM = (48, 30)
LEAST = 0.02  # of full contrast, averaged over the screen


def run(_seed: int, count: int) -> list[dict[str, Any]]:
    """The same hundred whatever the seed."""
    count = min(count, COUNT)
    chosen = looks(count)
    with served(range(count)) as addresses, browser() as opened:
        small = [gallery.reduced(screen, 186) for screen in screens(opened, addresses)]
    if count == COUNT:
        gallery.save("hundred", gallery.sheet(small, 10))
    seen = [screen.resize(ACROSS_THE_ROOM, Image.Resampling.BOX) for screen in small]
    pairs = sorted((difference(seen[a], seen[b]), a, b) for a, b in itertools.combinations(range(count), 2))
    nearest = pairs[0]
    return [
        {
            "businesses": count,
            "combinations": len({combination(look) for look in chosen}),
            "vibes": len({look.vibe for look in chosen}),
            "families": len({look.palette.family for look in chosen}),
            "face_pairs": len({(look.display_face, look.text_face) for look in chosen}),
            "nearest": round(nearest[0], 4),
            "nearest_pair": [chosen[at].vibe for at in nearest[1:]],
            "nearest_numbers": list(nearest[1:]),
            "median": round(pairs[len(pairs) // 2][0], 4),
            "too_near": sum(distance < LEAST for distance, _, _ in pairs),
        }
    ]


def difference(one: Image.Image, other: Image.Image) -> float:
    """0: the same screen; 1: black against white."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means) / 255


def holds(figures: dict[str, Any]) -> bool:
    return figures["combinations"] == figures["businesses"] and not figures["too_near"]


def line(figures: dict[str, Any]) -> str:
    return (
        f"{figures['businesses']} bakeries of one town: {figures['combinations']} combinations of vibe, "
        f"palette, faces and order ({figures['vibes']} vibes, {figures['families']} palette families, "
        f"{figures['face_pairs']} pairs of faces); the two nearest screens differ by "
        f"{figures['nearest']:.1%} ({' and '.join(figures['nearest_pair'])}), the median two by "
        f"{figures['median']:.1%}; {figures['too_near']} pairs below {LEAST:.1%}"
    )
