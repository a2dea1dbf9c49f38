"""What a face is: files of an open family, and what is cut from them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cut:
    """One file of a face. `axes` limits or pins the variable axes: (low, high) or a number."""

    file: str  # below node_modules/@fontsource-variable
    style: str
    axes: dict[str, float | tuple[float, float]]


@dataclass(frozen=True)
class Face:
    key: str
    family: str
    cuts: tuple[Cut, ...]
    display_weight: int  # at which widths are measured
    fallback: str  # a system face whose box is adjusted to this one
    generic: str
    numerals: str = ""  # font-feature-settings wanted in text
    stretch: str = ""  # font-stretch range, for faces with a width axis


def serif(key: str, family: str, cuts: tuple[Cut, ...], weight: int) -> Face:
    return Face(key, family, cuts, weight, "Georgia", "serif")


def sans(key: str, family: str, cuts: tuple[Cut, ...], weight: int, stretch: str = "") -> Face:
    return Face(key, family, cuts, weight, "Arial", "sans-serif", stretch=stretch)
