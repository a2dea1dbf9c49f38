"""A finished page: files by path, ready to be checked, stored and published."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """`files` maps a path below the site's root ("index.html", "site.1a2b3c.css",
    "assets/hero.woff2") to its bytes. Nothing in it refers to another host."""

    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def html(self) -> str:
        return self.files["index.html"].decode()
