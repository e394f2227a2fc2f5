"""Describes the API as OpenAPI 3.1, from the table of endpoints and the answers in `schemas.yaml`."""

from __future__ import annotations

import functools
import importlib.resources
from typing import Any

import yaml

from .... import __version__
from .endpoints import JUDGE, JUDGING, Endpoint, endpoints
from .parameters import Parameter

_OTHERS = {
    "name": "others",
    "in": "query",
    "description": "The parameters of its own, each by its name.",
    "required": False,
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "style": "form",
    "explode": True,
}


def described() -> dict[str, object]:
    """Give the description of the whole API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "guanxi",
            "version": __version__,
            "summary": "Relationships from Chinese business news, every edge with its sentence.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {_path(endpoint): _calls(endpoint) for endpoint in endpoints()},
        "components": {"schemas": schemas()},
    }


@functools.cache
def schemas() -> dict[str, Any]:  # JSON Schema, whatever it holds
    """Read what answers look like, by name."""
    file = importlib.resources.files("guanxi.exports.server.api") / "schemas.yaml"
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _path(endpoint: Endpoint) -> str:
    return endpoint.path.replace(":path", "")


def _calls(endpoint: Endpoint) -> dict[str, object]:
    first, *rest = (part.strip("{}") for part in _path(endpoint).split("/")[2:])
    name = first + "".join(part.capitalize() for part in rest)
    parameters = [*(parameter.described() for parameter in endpoint.parameters), *([_OTHERS] if endpoint.open else [])]
    get: dict[str, object] = {
        "summary": endpoint.about,
        "operationId": name,
        "parameters": parameters,
        "responses": _responses(endpoint),
    }
    if endpoint.path == JUDGING:
        return {"get": get, "post": _judging()}
    if not endpoint.posted:
        return {"get": get}
    post = {"summary": endpoint.about, "operationId": f"{name}Posted", "requestBody": _form(endpoint.parameters)}
    return {"get": get, "post": post | {"responses": _responses(endpoint)}}


def _judging() -> dict[str, object]:
    return {
        "summary": "Take a judgement, or take one back; only with --curate, from the same origin and with its token.",
        "operationId": "judge",
        "parameters": [{"name": "X-Guanxi-Token", "in": "header", "required": True, "schema": {"type": "string"}}],
        "requestBody": _form(JUDGE),
        "responses": {
            "200": _json("It was taken back.", "Judged"),
            "201": _json("It is written down.", "Judged"),
            "default": _json("Why it is not taken.", "Problem"),
        },
    }


def _form(parameters: tuple[Parameter, ...]) -> dict[str, object]:
    properties = {one.name: {**one.schema(), "description": one.about} for one in parameters}
    needed = [one.name for one in parameters if one.needed]
    form = {"type": "object", "properties": properties, **({"required": needed} if needed else {})}
    return {"required": True, "content": {"application/json": {"schema": form}}}


def _responses(endpoint: Endpoint) -> dict[str, object]:
    return {
        "200": _json("The answer.", endpoint.gives),
        "304": {"description": "Nothing has changed since the answer with that ETag."},
        "default": _json("Why there is no answer.", "Problem"),
    }


def _json(description: str, schema: str) -> dict[str, object]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}
