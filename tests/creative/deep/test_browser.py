"""The browser half of the gate finds each kind of fault, and nothing on pages of ours."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from bench.judged import PERFECT, judge
from tests.creative.deep.cases import Case, cases
from webmagic.creative.deep import tools
from webmagic.creative.deep.check import Depth, Look, look, write_files
from webmagic.creative.deep.findings import findings_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
HEADERS = {"content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self'"}
BROKEN = """<!doctype html><html lang="en"><head><title>Broken</title><link rel="stylesheet" href="a.css">
<script src="a.js" defer></script></head><body><main><h1>Broken</h1>
<section id="offer"><p class="faint">Hardly to be read</p></section>
<section id="voices"><div class="wide">Far too wide</div></section>
<img src="gone.png" alt=""><script>inline()</script></main></body></html>"""
STYLE = ".faint{color:#ccc;background:#fff}.wide{width:1200px}body{margin:0}"
COLLAPSED = b"""<!doctype html><html lang="en"><head><title>Fell together</title>
<link rel="stylesheet" href="a.css"></head><body><main><section id="hero"><div class="words">
<h1>Bread in Marrow Creek</h1>
<p>Rye, cinnamon buns, birthday cakes and dinner rolls, Tuesday to Sunday from five in the morning.</p></div>
<svg viewBox="0 0 9 9" width="90" height="90"><path d="M0 0h9v9z"/></svg></section></main></body></html>"""
HUG = b"#hero{display:grid;text-align:center}.words{container-type:inline-size;margin:auto}h1{font-size:9cqi}"
QUICK = Depth(axe_widths=(1440,), schemes=("light",))


async def seen(folder: Path, files: dict[str, bytes], depth: Depth = QUICK) -> dict:
    write_files(files, folder)
    (found,) = [found async for found in look([Look("page", folder=str(folder), headers=HEADERS)], depth)]
    return found


async def test_every_kind_of_fault_is_found_and_placed(tmp_path):
    files = {
        "index.html": BROKEN.encode(),
        "a.css": STYLE.encode(),
        "a.js": b"fetch('https://elsewhere.example/'); nowhere()",
    }
    found = findings_of(await seen(tmp_path, files), is_preview=True)
    rules = {(finding.rule, finding.place) for finding in found}
    assert rules >= {
        ("axe-color-contrast", "offer"),
        ("overflow", "voices"),
        ("script-error", "page"),
        ("console-error", "page"),
        ("failed-request", "page"),
    }
    widths = {int(re.findall(r"At (\d+) px", one.message)[0]) for one in found if one.rule == "overflow"}
    assert widths == {320}  # one finding, named by the narrowest


async def test_a_hero_whose_words_fell_into_a_narrow_column_is_found_at_both_sizes(tmp_path):
    found = await seen(tmp_path, {"index.html": COLLAPSED, "a.css": HUG})
    assert {one["width"] for one in found["first"]} == {390, 1440}
    faults = " ".join(one["fault"] for one in found["first"])
    assert "the headline is set in" in faults and "a paragraph" in faults and "the picture fills" in faults


def of_shops(*names: str) -> list[Case]:
    return [next(case for case in cases() if case.key.startswith(name)) for name in names]


async def test_lighthouse_has_nothing_to_say_about_two_published_pages():
    """Speed is scored by `make prove ONLY=pages`, on a machine that does nothing else; here are the
    parts of it that no load can change."""
    for figures in await judge(of_shops("photos-spanish", "hostile"), Depth(lighthouse=1, **vars_of(QUICK))):
        assert [figures[name] for name in PERFECT] == [100] * len(PERFECT), figures["failed"]
        assert (figures["axe"], figures["complaints"], figures["overflow"]) == (0, 0, [])
        assert figures["metrics"]["cls"] == 0
        assert figures["metrics"]["bytes"] < 400 * 1024


def vars_of(depth: Depth) -> dict:
    return {"axe_widths": depth.axe_widths, "schemes": depth.schemes}


def test_every_page_is_valid_html(tmp_path):
    files = []
    for case in cases():
        page = case.page("https://shop.example")
        for name in ("index.html", "404.html"):
            files.append(tmp_path / f"{case.key}-{name}")
            files[-1].write_bytes(page.files[name])
    command = ["node", str(tools.script("validate.mjs")), *map(str, files)]
    done = subprocess.run(command, env=tools.environment(), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
