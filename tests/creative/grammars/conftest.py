"""Faces are cut once for all tests of the grammars, when the build folder has none."""

import pytest

from webmagic.creative.studio import fonts


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs Chromium")


@pytest.fixture(scope="session", autouse=True)
def faces():
    if fonts.missing():
        pytest.fail("The faces are not cut: python -m webmagic.creative.studio.fonts")


@pytest.fixture(autouse=True)
def quick_card(request, monkeypatch):
    """Cards take a second each; only their own tests draw them."""
    if "card" not in request.node.name:
        monkeypatch.setattr("webmagic.creative.studio.render.card", lambda *words: b"card")
