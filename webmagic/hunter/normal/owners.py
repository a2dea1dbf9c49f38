"""Whose an address is: the business's, a post's, a throw-away's, or somebody else's."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from webmagic.hunter.names import everyday_words
from webmagic.hunter.normal.text import fold, fold_name
from webmagic.hunter.normal.websites import host_of, is_own

_THROWN_AWAY = re.compile(r"(?:temp|trash|throwaway|disposable|10minute|fake|burner)-?(?:e?mail|inbox)")
# Error trackers' keys: long, and made of hexadecimal letters only.
_KEY = re.compile(r"[0-9a-f]{16,}")
_EXAMPLE = re.compile(r"example\.(?:com|org|net)")
FREE = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|gmx|web|mail|"
    r"proton|protonmail|pm|zoho|yandex|comcast|att|sbcglobal|bellsouth|verizon|charter|cox|earthlink|roadrunner|"
    r"twc|frontier|windstream|centurylink|embarqmail|optonline|optimum|juno|netzero|prodigy|infinitum|telmex|"
    r"terra|claro|tigo|movistar|turbonett|intelnett|itelgua|uol|bol|btinternet|virginmedia|sky|talktalk|orange|"
    r"free|laposte|libero|t-online|wanadoo|telefonica|qq|163|126|naver|rogers|shaw|bell|sympatico|telus|bigpond)"
    r"\.[a-z.]{2,7}$"
)


@cache
def _words(name: str) -> frozenset[str]:
    book = tomllib.loads((files("webmagic.hunter.words") / "mails.toml").read_text("utf-8"))
    return frozenset(book[name].split())


def is_role(address: str) -> bool:
    """A post (info@, ventas@) rather than a person."""
    local = address.partition("@")[0].lower()
    return local in _words("roles") or re.sub(r"[\d._-]+", "", local) in _words("roles")


def is_disposable(address: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    return _belongs(domain, _words("disposable")) or bool(_THROWN_AWAY.search(domain))


def is_free(address: str) -> bool:
    """At a host where anybody may have one."""
    return bool(FREE.search(address.rpartition("@")[2].lower()))


def is_foreign(address: str, seen_at: str = "") -> str:
    """Why an address is not the business's; "" when nothing speaks against it. `seen_at`: the page
    on somebody else's site where it stood: that site's own addresses are not the business's."""
    local, _, domain = address.lower().rpartition("@")
    host = host_of(seen_at) if seen_at else ""
    is_theirs = domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")
    checks = (
        (local in _words("unread") or bool(_KEY.fullmatch(local)), "nobody reads there"),
        (_belongs(domain, _words("makers")), "of a maker of pages"),
        (not is_free(address) and not is_own(domain), "of a platform"),
        (bool(host) and is_theirs, "of the page's own site"),
        (bool(host) and bool(_EXAMPLE.fullmatch(domain)), "an example"),
    )
    return next((reason for holds, reason in checks if holds), "")


def bears_name(address: str, name: str) -> bool:
    """Whether the domain, or at a free host the part before it, is made of the business's name."""
    local, _, domain = address.lower().rpartition("@")
    told = re.sub(r"[^a-z0-9]", "", fold(local if is_free(address) else domain.rpartition(".")[0]))
    words = fold_name(name).split()
    own = [word for word in words if word not in everyday_words() and len(word) > 3]
    joined = "".join(words)
    return any(word in told for word in own) or (len(joined) > 4 and joined in told)


def _belongs(domain: str, known: frozenset[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[i:]) in known for i in range(len(labels) - 1))
