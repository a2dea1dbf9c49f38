from pathlib import Path

import pytest

from webmagic.core.errors import WebMagicError
from webmagic.core.settings import Settings
from webmagic.ui.origin import OneOrigin, allowed_origins, rewrite


def test_the_built_page_speaks_to_the_host_it_came_from(tmp_path: Path) -> None:
    script = tmp_path / "assets" / "env.js"
    script.parent.mkdir()
    script.write_text('x={EVENT:"ws://webmagic.invalid/_event",PING:`http://webmagic.invalid/ping`}')
    assert rewrite(tmp_path) == 2
    assert script.read_text() == (
        'x={EVENT:(location.origin.replace(/^http/,"ws")+"/_event"),PING:(location.origin+"/ping")}'
    )


def test_a_build_without_the_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WebMagicError, match="without an address"):
        OneOrigin().post_build(static_dir=tmp_path)


def test_localhost_may_be_called_by_both_its_names() -> None:
    settings = Settings(public_url="http://localhost:3000", _env_file=None)
    assert allowed_origins(settings) == ["http://localhost:3000", "http://127.0.0.1:3000"]


def test_in_production_only_the_public_address_may_open_a_websocket() -> None:
    settings = Settings(public_url="https://studio.example.com/", _env_file=None)
    assert allowed_origins(settings) == ["https://studio.example.com"]
