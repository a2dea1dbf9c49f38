"""/api/docs: the API's own description as one page, with nothing from anywhere else."""

import html
import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)
STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin:2.5rem 0 .5rem;text-transform:capitalize}
details{border:1px solid #8884;border-radius:.5rem;margin:.4rem 0}
summary{padding:.5rem .75rem;cursor:pointer}
summary b{display:inline-block;width:4.5rem;font-family:ui-monospace,monospace}
details>div{padding:0 .75rem .75rem}pre,code{font-family:ui-monospace,monospace;font-size:.875rem}
pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.4rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>{style}</style></head>
<body><main><h1>{title}</h1><p>{intro}</p>{body}</main></body></html>"""
INTRO = (
    "Send <code>Authorization: Bearer TOKEN</code>; a token comes from <code>POST /api/v1/auth/login</code>. "
    'The same as <a href="/api/openapi.json">OpenAPI</a>. '
    'A failure answers <code>{"error": "one sentence"}</code>.'
)


def _text(value: object) -> str:
    return html.escape(str(value or ""))


def _resolve(document: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    """A schema as a sample a reader can copy: field -> its type."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return _resolve(document, document["components"]["schemas"][name], depth + 1) if depth < 6 else name
    if options := schema.get("anyOf"):
        kinds = [option for option in options if option.get("type") != "null"]
        return _resolve(document, kinds[0], depth) if kinds else None
    if schema.get("type") == "array":
        return [_resolve(document, schema.get("items", {}), depth)]
    if "properties" in schema:
        return {key: _resolve(document, value, depth) for key, value in schema["properties"].items()}
    return schema.get("format") or schema.get("type") or "any"


def _sample(document: dict[str, Any], title: str, content: dict[str, Any]) -> str:
    schema = content.get("application/json", {}).get("schema")
    if not schema:
        return ""
    sample = json.dumps(_resolve(document, schema), indent=2, ensure_ascii=False)
    return f"<p>{title}</p><pre>{_text(sample)}</pre>"


def _parameters(operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{_text(p['name'])}</code></td><td>{_text(p['in'])}</td>"
        f"<td>{_text(p.get('description'))}</td></tr>"
        for p in operation.get("parameters", [])
    )
    return f"<table><tr><th>Parameter</th><th>In</th><th></th></tr>{rows}</table>" if rows else ""


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    answer: dict[str, Any] = next(
        (value for code, value in operation["responses"].items() if code.startswith("2")), {}
    )
    parts = (
        f"<p>{_text(operation.get('description'))}</p>",
        _parameters(operation),
        _sample(document, "Body", operation.get("requestBody", {}).get("content", {})),
        _sample(document, "Answer", answer.get("content", {})),
    )
    heading = f"<summary><b>{method.upper()}</b> <code>{_text(path)}</code></summary>"
    return f"<details>{heading}<div>{''.join(parts)}</div></details>"


def render(document: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(_operation(document, method, path, operation))
    body = "".join(f"<section><h2>{_text(tag)}</h2>{''.join(rows)}</section>" for tag, rows in groups.items())
    return PAGE.format(title=_text(document["info"]["title"]), style=STYLE, intro=INTRO, body=body)


@router.get("/api/docs")
async def docs(request: Request) -> HTMLResponse:
    return HTMLResponse(render(request.app.openapi()))
