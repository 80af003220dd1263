"""The JSON Schema of scenario files, for completion and checks while typing in an editor.

Editors read draft 7 and below, pydantic writes 2020-12: keywords that differ are rewritten.
"""

from __future__ import annotations

from typing import Any

DRAFT = "http://json-schema.org/draft-07/schema#"
FILE_NAME = "orgsim-1.schema.json"
"""What a schema file is called beside a scenario; the 1 is the version of the scenario format."""

_TUPLES = {"prefixItems": "items", "items": "additionalItems"}


def json_schema() -> dict[str, Any]:
    """Return the draft-07 JSON Schema of a scenario file, variants and experiments included."""
    from pydantic.json_schema import GenerateJsonSchema

    from orgsim.scenario.schema import Variant

    class WithoutDefaults(GenerateJsonSchema):
        """Leaves defaults out: many are values of our own types, which JSON cannot hold."""

        def default_schema(self, schema: Any) -> dict[str, Any]:
            return self.generate_inner(schema["schema"])

    written = _rewritten(Variant.model_json_schema(by_alias=True, schema_generator=WithoutDefaults))
    title = {"$schema": DRAFT, "title": "orgsim scenario, format 1"}
    return {**title, **{key: value for key, value in written.items() if key not in title}}


def _rewritten(value: Any) -> Any:
    if isinstance(value, list):
        return [_rewritten(part) for part in value]
    if not isinstance(value, dict):
        return value
    tuples = "prefixItems" in value
    found: dict[str, Any] = {}
    for key, part in value.items():
        if key == "$defs":
            found["definitions"] = {name: _rewritten(block) for name, block in part.items()}
        elif key in ("properties", "patternProperties"):
            found[key] = {name: _rewritten(block) for name, block in part.items()}
        elif key == "$ref":
            found[key] = part.replace("#/$defs/", "#/definitions/")
        elif key != "discriminator":
            found[_TUPLES[key] if tuples and key in _TUPLES else key] = _rewritten(part)
    if "patternProperties" in found:
        found.setdefault("additionalProperties", False)  # keys are ids and nothing else
    return _wrapped(found)


def _wrapped(schema: dict[str, Any]) -> dict[str, Any]:
    """Draft 7 ignores what stands beside ``$ref``: put the reference into an ``allOf``."""
    if "$ref" in schema and len(schema) > 1:
        return {**{key: value for key, value in schema.items() if key != "$ref"}, "allOf": [{"$ref": schema["$ref"]}]}
    return schema
