"""Whose network an address belongs to, as far as its owner says so in public."""

import ipaddress
import tomllib
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "networks.toml"
GATEWAY, PROXY, CLOUD = "gateway", "proxy", "cloud"


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """ "kind:name", as in "gateway:mimecast"; empty for the networks that people browse from."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    found = ""
    for kind in (CLOUD, PROXY, GATEWAY):  # the more telling word wins
        starts, blocks = _blocks(kind, ip.version)
        place = bisect_right(starts, int(ip)) - 1
        if place >= 0 and int(ip) <= blocks[place][0]:
            found = f"{kind}:{blocks[place][1]}"
    return found


@cache
def _blocks(kind: str, version: int) -> tuple[list[int], list[tuple[int, str]]]:
    """First addresses, and beside each the last address and the owner. Blocks of one kind do not nest."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))[kind]
    nets = [(ipaddress.ip_network(block), owner) for owner, blocks in table.items() for block in blocks]
    mine = sorted(
        (int(net.network_address), int(net.broadcast_address), owner)
        for net, owner in nets
        if net.version == version
    )
    kept: list[tuple[int, int, str]] = []
    for first, last, owner in mine:
        if not kept or last > kept[-1][1]:
            kept.append((first, last, owner))
    return [first for first, _, _ in kept], [(last, owner) for _, last, owner in kept]
