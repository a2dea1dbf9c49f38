"""Marks that would vanish: ink upon ink turns to paper."""

from webmagic.creative.studio.art.kit import Part, Role

DARK = ("i", "3")


class Beneath:
    """Remembers the solid forms drawn so far and says which tone lies under a mark."""

    def __init__(self) -> None:
        self._solids: list[Part] = []

    def add(self, part: Part) -> None:
        self._solids.append(part)

    def readable(self, part: Part) -> str:
        """The tone to draw a mark in, where 3 and ink look alike."""
        if part.tone not in DARK:
            return part.tone
        return "p" if self.dark(part) else "i"

    def dark(self, part: Part) -> bool:
        """Whether the mark lies within a dark form."""
        return self.tone(part) in DARK

    def tone(self, part: Part) -> str:
        """The tone of the form the mark lies within, "" when it reaches beyond or lies on none."""
        x0, y0, x1, y1 = part.form.box
        for solid in reversed(self._solids):
            a, b, c, d = solid.form.box
            if a <= (x0 + x1) / 2 <= c and b <= (y0 + y1) / 2 <= d:
                inside = x0 >= a - 2 and x1 <= c + 2 and y0 >= b - 2 and y1 <= d + 2
                return solid.tone if inside else ""
        return ""


SOLID = (Role.BODY, Role.SLAB)
