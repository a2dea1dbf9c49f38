"""From a pydantic model to the JSON schema of a structured output.

The vendor enforces shape, never size: every object is closed, every field is required, references
are written out, and what its grammar does not know (lengths, ranges) stays with pydantic.
"""

from typing import Any

from pydantic import BaseModel

KEPT = ("type", "enum", "const", "description", "items", "properties", "anyOf", "required")


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    whole = model.model_json_schema()
    return _closed(whole, whole.get("$defs", {}))


def _closed(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    if reference := node.get("$ref"):
        return _closed(known[reference.rpartition("/")[2]], known)
    made = {key: node[key] for key in KEPT if key in node}
    if "properties" in node:
        made["properties"] = {name: _closed(one, known) for name, one in node["properties"].items()}
        made["required"] = list(node["properties"])
        made["additionalProperties"] = False
    if "items" in node:
        made["items"] = _closed(node["items"], known)
    if "anyOf" in node:
        made["anyOf"] = [_closed(one, known) for one in node["anyOf"]]
    return made
