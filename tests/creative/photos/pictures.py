"""Photos made up for tests."""

import io
import random

from PIL import Image


def picture(width: int = 1600, height: int = 1200, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Coarse noise, smoothed: as hard to compress as a photo, and never the same for two seeds."""
    chance = random.Random(seed)
    small = Image.new("RGB", (64, 48))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(64 * 48)])
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def jpeg(width: int = 1600, height: int = 1200, seed: int = 1, **options) -> bytes:
    out = io.BytesIO()
    picture(width, height, seed).save(out, "JPEG", quality=88, **options)
    return out.getvalue()
