"""Webhooks of payments: taken and kept, beside the same server that only verifies.

Both go through the same process, routes, signature check and parsing; one of them then writes the
event and its job, and answers after the commit. Rounds alternate, so that both see the same machine.
"""

import statistics
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from bench.scene import Scene, load, scene
from bench.web import Web
from webmagic import payments
from webmagic.http.app import around, make_api

KINDS = ("sqlite", "postgresql")
ROUNDS, COUNT, CONNECTIONS = 5, 4000, 32
CALM_RATE, CALM_COUNT = 100, 1000
AIM_RATIO, AIM_P99_MS = 0.6, 50


def api():
    """The web process, and beside its routes one that verifies and keeps nothing."""
    app: FastAPI = make_api()

    @app.post("/bench/verify")
    async def verify(request: Request) -> Response:
        payments.believe("recurrente", request.headers, await request.body())
        return Response(status_code=204)

    return around(None)(app)


class BenchWeb(Web):
    def __init__(self, place: Scene):
        super().__init__(place, pages=False)
        self.command = [one.replace("bench.web:api", "bench.payments:api") for one in self.command]


def measure() -> dict[str, Any]:
    return {"load": load(), **{kind: _measure(kind) for kind in KINDS}}


def _measure(kind: str) -> dict[str, Any]:
    with scene(kind) as place:
        web = BenchWeb(place)
        web.start()
        try:
            web.wait()
            post = _poster(place, web)
            post("/bench/verify", 500)
            post("/webhooks/recurrente", 500)
            rounds = [
                (post("/bench/verify", COUNT), post("/webhooks/recurrente", COUNT)) for _ in range(ROUNDS)
            ]
            calm = post("/webhooks/recurrente", CALM_COUNT, CALM_RATE)
        finally:
            web.kill()
    alone, kept = ([one[n]["per_second"] for one in rounds] for n in (0, 1))
    ratios = [one[1]["per_second"] / one[0]["per_second"] for one in rounds]
    return {
        "verify_per_second": statistics.median(alone),
        "kept_per_second": statistics.median(kept),
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "full_p99_ms": statistics.median(one[1]["p99_ms"] for one in rounds),
        "calm_per_second": CALM_RATE,
        "calm_p50_ms": calm["p50_ms"],
        "calm_p99_ms": calm["p99_ms"],
        "load": load(),
    }


def _poster(place: Scene, web: Web):
    def post(path: str, count: int, rate: float = 0) -> dict[str, Any]:
        found = place.run("bench.posting", web.url, path, str(count), str(CONNECTIONS), str(rate))
        if found["taken"] != count:
            raise RuntimeError(f"{count - found['taken']} of {count} deliveries to {path} were not taken")
        return found

    return post


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    table = []
    for kind in KINDS:
        one = figures[kind]
        table += [
            (
                f"payment webhooks kept, {kind}",
                f"{one['kept_per_second']:.0f}/s = {one['ratio']:.2f}",
                f"verifying alone {one['verify_per_second']:.0f}/s (aim ≥ {AIM_RATIO})",
            ),
            (
                f"to the answer, p99, {kind}",
                f"{one['full_p99_ms']} ms at full load, {one['calm_p99_ms']} ms at {CALM_RATE}/s",
                f"aim ≤ {AIM_P99_MS} ms",
            ),
        ]
    return table
