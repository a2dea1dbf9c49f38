import pytest

from webmagic.ui.paths import plain_paths


async def _path_seen(path: str, kind: str = "http", method: str = "GET") -> str:
    seen: list[str] = []

    async def app(scope, receive, send):
        seen.append(scope["path"])

    wrapped = plain_paths(["/", "/jobs", "/businesses/[id]"])(app)
    await wrapped({"type": kind, "method": method, "path": path}, None, None)
    return seen[0]


@pytest.mark.parametrize(
    ("asked", "served"),
    [("/jobs", "/jobs/"), ("/", "/"), ("/jobs/", "/jobs/"), ("/businesses/4", "/businesses/4"), ("/x", "/x")],
)
async def test_a_page_is_served_where_it_is_asked_for(asked: str, served: str) -> None:
    assert await _path_seen(asked) == served


async def test_posts_and_websockets_pass_unchanged() -> None:
    assert await _path_seen("/jobs", method="POST") == "/jobs"
    assert await _path_seen("/jobs", kind="websocket") == "/jobs"
