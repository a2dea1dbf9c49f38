"""Headers of the admin's host (S26)."""

import base64
import hashlib

from tests.http.conftest import PASSWORD, browser, build_app
from webmagic.core.settings import get_settings
from webmagic.http.security_headers import script_hashes


async def test_every_answer_of_the_admin_carries_them(client, alice):
    for path in ("/", "/login", "/api/v1/activity", "/api/docs", "/healthz", "/nowhere"):
        headers = (await client.get(path)).headers
        policy = headers["content-security-policy"]
        for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert rule in policy, path
        assert "script-src 'self';" in policy and "unsafe-eval" not in policy
        assert "frame-src 'self' http://*.localhost:3000" in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin" and "strict-transport-security" not in headers


async def test_only_the_inline_scripts_of_the_built_pages_may_run(sqlite_db, tmp_path):
    pages = tmp_path / "pages"
    (pages / "sites").mkdir(parents=True)
    (pages / "index.html").write_text('<script>let a = 1</script><script type="module" async="">b()</script>')
    (pages / "sites/index.html").write_text('<script>let a = 1</script><script src="/c.js"></script>')
    assert len(script_hashes(pages)) == 2
    async with browser(build_app(pages)) as client:
        policy = (await client.get("/")).headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(b"let a = 1").digest()).decode()
    assert f"'sha256-{digest}'" in policy and "unsafe-inline'; img" in policy.split("style-src")[1]
    assert "unsafe-inline" not in policy.split("style-src")[0]


async def test_pages_of_somebody_signed_in_are_not_kept(client, alice):
    assert "cache-control" not in (await client.get("/")).headers
    await client.post("/auth/login", data={"email": alice.email, "password": PASSWORD})
    assert (await client.get("/")).headers["cache-control"] == "no-store"


async def test_over_https_browsers_are_told_to_stay_there(sqlite_db, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://admin.example.com")
    get_settings.cache_clear()
    async with browser(build_app(), "https://admin.example.com") as client:
        headers = (await client.get("/")).headers
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "wss://admin.example.com" in headers["content-security-policy"]
