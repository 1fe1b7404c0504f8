"""What the server answers: one table of operations, which the router and the OpenAPI document are made of.

The document is OpenAPI 3.1, whose schemas are JSON Schema 2020-12: the answers are the published schemas of
`dedup schema`, their parts moved to `components/schemas`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from dedup import __version__

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}


def whole(least: int, most: int, default: int | None = None) -> Schema:
    """The schema of a whole number between two bounds."""
    found: Schema = {"type": "integer", "minimum": least, "maximum": most}
    return found if default is None else {**found, "default": default}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: its name, its schema, what it does."""

    name: str
    schema: Schema
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked.

    `name` is that of the function that answers. `takes` and `gives` are schemas of the body and the answer,
    by their names in the document; `lines`: both may be JSON lines, too. `writes`: the token is required.
    `faults`: statuses beside those that any operation may give."""

    method: str
    path: str
    name: str
    summary: str
    gives: str
    takes: str | None = None
    parameters: tuple[Parameter, ...] = ()
    lines: bool = False
    writes: bool = False
    faults: tuple[int, ...] = ()


DIFFERENCES = Parameter(
    "differences", FLAG, "Whether verdicts say how a story differs from the one it matched."
)
NEWS = Parameter("news", FLAG, "Whether verdicts say what no earlier story of the event has.")
SINCE = Parameter(
    "since",
    TEXT,
    "Only what got a story since then: a time as 2026-11-28T09:00Z, or how long ago, as 36h or 2d.",
)
SOURCE = Parameter("source", TEXT, "Only what this source reported.")
LANG = Parameter("lang", TEXT, "Only what has a story in this language.")
MOST_LISTED, MOST_NEWS, MOST_VERSIONS = 500, 100, 60

OPERATIONS = (
    Operation(
        "POST",
        "/check",
        "check",
        "What the index says of a story, or of each of several by itself, without storing anything",
        "Verdicts",
        takes="Records",
        parameters=(DIFFERENCES, NEWS),
        lines=True,
    ),
    Operation(
        "POST",
        "/add",
        "add",
        "Add a story or several: their verdicts, when they are stored",
        "Verdicts",
        takes="Records",
        parameters=(DIFFERENCES, NEWS),
        lines=True,
        writes=True,
    ),
    Operation(
        "GET",
        "/stories",
        "stories",
        "Search stories, the latest added first",
        "Stories",
        parameters=(
            Parameter(
                "words", TEXT, "Only stories that have all of these words in title, text or id, in any case."
            ),
            SINCE,
            SOURCE,
            LANG,
            Parameter("limit", whole(1, MOST_LISTED, 50), "So many at most."),
            Parameter("before", whole(0, 1 << 62), "Where to go on: `before` of the last answer."),
        ),
    ),
    Operation(
        "GET",
        "/stories/{id}",
        "story",
        "A story with its text, and where it is now",
        "story",
        parameters=(Parameter("version", whole(1, 1 << 31), "This version; by default the current one."),),
        faults=(404,),
    ),
    Operation(
        "GET",
        "/events",
        "events",
        "Events of two and more stories, the one that got a story last in front",
        "Events",
        parameters=(SINCE, SOURCE, LANG, Parameter("limit", whole(1, MOST_LISTED, 50), "So many at most.")),
    ),
    Operation(
        "GET",
        "/events/{id}",
        "event",
        "An event with its stories and its log, by its id, one that leads to it, or that of a story of it",
        "event",
        faults=(404,),
    ),
    Operation(
        "GET",
        "/histories/{id}",
        "history",
        "The versions of an event in order of time, and what each changed",
        "lineup",
        parameters=(
            Parameter(
                "limit", whole(2, MOST_VERSIONS, MOST_VERSIONS), "The latest so many stories, if it has more."
            ),
        ),
        faults=(404,),
    ),
    Operation(
        "GET",
        "/news",
        "news",
        "What became of events since a time, and what each story that came has new",
        "News",
        parameters=(
            Parameter(SINCE.name, TEXT, SINCE.meaning, required=True),
            Parameter("limit", whole(1, MOST_NEWS, 20), "So many events at most."),
        ),
    ),
    Operation(
        "POST",
        "/compare",
        "compare",
        "Two stories side by side: stored ones by their ids, or texts",
        "comparison",
        takes="Pair",
        parameters=(
            Parameter(
                "everything", FLAG, "Of two independent reports every difference, not only the strongest."
            ),
        ),
        faults=(404,),
    ),
    Operation("GET", "/health", "health", "Whether the index answers", "Health"),
)

_MEANINGS = {
    400: "A parameter or the form of the body is not right",
    401: "The token is missing or wrong",
    403: "The server was started without a token, so nothing can be written",
    404: "There is no such story or event",
    408: "The body did not come in time",
    413: "The body, the number of stories or a text is too large",
    415: "The body is neither JSON nor JSON lines",
    421: "The server was asked under a name that is not its own",
    422: "A record has no text, or is no record",
    429: "Too many requests of one address",
    500: "A fault of the server",
    503: "The index does not answer, or too many requests wait",
}


def document() -> Schema:
    """The OpenAPI document."""
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    paths["/openapi.json"] = {
        "get": _plain("openapi", "This document", "application/json", {"type": "object"})
    }
    paths["/metrics"] = {
        "get": _plain("metrics", "Counts in the text format of Prometheus", "text/plain", {"type": "string"})
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dedup",
            "version": __version__,
            "summary": "An index of news stories: verdicts, events, histories, differences.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**_shared(), **_own()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {str(status): _fault(status) for status in _MEANINGS},
        },
    }


def _described(operation: Operation) -> Schema:
    schema = _reference(operation.gives)
    faults = {400, 421, 429, 500, 503, *operation.faults}
    found: Schema = {"operationId": operation.name, "summary": operation.summary}
    parameters = [
        {
            "name": one.name,
            "in": "query",
            "description": one.meaning,
            "required": one.required,
            "schema": one.schema,
        }
        for one in operation.parameters
    ]
    if "{id}" in operation.path:
        meaning = "Its id; a slash in it is written as it is."
        parameters.insert(
            0, {"name": "id", "in": "path", "description": meaning, "required": True, "schema": TEXT}
        )
    if parameters:
        found["parameters"] = parameters
    if operation.takes:
        faults |= {408, 413, 415, 422}
        content = {"application/json": {"schema": _reference(operation.takes)}}
        if operation.lines:
            content["application/x-ndjson"] = {
                "schema": {"type": "string", "description": "A record a line."}
            }
        found["requestBody"] = {"required": True, "content": content}
    if operation.writes:
        found["security"] = [{"token": []}]
        faults |= {401, 403}
    answers = {"application/json": {"schema": schema}}
    if operation.lines:
        answers["application/x-ndjson"] = {"schema": {"type": "string", "description": "A verdict a line."}}
    found["responses"] = {
        "200": {"description": "The answer", "content": answers},
        **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(faults)},
    }
    return found


def _plain(name: str, summary: str, media: str, schema: Schema) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": "The answer", "content": {media: {"schema": schema}}}},
    }


def _fault(status: int) -> Schema:
    found: Schema = {
        "description": _MEANINGS[status],
        "content": {"application/problem+json": {"schema": _reference("Problem")}},
    }
    headers = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
    if status in headers:
        found["headers"] = {headers[status]: {"schema": TEXT}}
    return found


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str, of: str, **more: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name, *more],
        "properties": {name: {"type": "array", "items": _reference(of)}, **more},
    }


def _own() -> dict[str, Schema]:
    """Schemas of what only the server takes and gives."""
    record: Schema = {
        "type": "object",
        "description": "A story, under the usual names of fields; others are passed over.",
        "properties": dict.fromkeys(("id", "title", "text", "published", "source", "lang", "url"), TEXT),
    }
    side: Schema = {
        "description": "A story of the index, or one that is given with its text.",
        "anyOf": [
            {
                "type": "object",
                "required": ["id"],
                "additionalProperties": False,
                "properties": {"id": TEXT, "version": whole(1, 1 << 31)},
            },
            _reference("Record"),
        ],
    }
    return {
        "Record": record,
        "Records": {
            "description": "A record, or an array of records.",
            "oneOf": [_reference("Record"), {"type": "array", "items": _reference("Record")}],
        },
        "Verdicts": {
            "description": "The verdict of a record, or an array of verdicts in the order of the records.",
            "oneOf": [_reference("verdicts"), {"type": "array", "items": _reference("verdicts")}],
        },
        "Stories": _list(
            "stories",
            "story",
            searched={"type": "integer", "description": "Stories that were looked at."},
            before={
                "type": ["integer", "null"],
                "description": "Where to go on, as the parameter of that name; null: there are no more.",
            },
        ),
        "Events": _list("events", "events"),
        "News": _list("events", "news"),
        "Pair": {
            "type": "object",
            "additionalProperties": False,
            "required": ["a", "b"],
            "properties": {"a": side, "b": side},
        },
        "Health": {
            "type": "object",
            "additionalProperties": False,
            "required": ["status", "version", "writes"],
            "properties": {"status": {"const": "ok"}, "version": TEXT, "writes": FLAG},
        },
        "Problem": {
            "type": "object",
            "additionalProperties": False,
            "required": ["type", "title", "status", "detail", "where"],
            "properties": {
                "type": {"const": "about:blank"},
                "title": TEXT,
                "status": {"type": "integer"},
                "detail": {"type": "string", "description": "What is wrong, and what to do."},
                "where": {
                    "type": "string",
                    "description": "The parameter, header or record that it is about; or the operation.",
                },
            },
        },
    }


_PUBLISHED = ("verdicts", "story", "events", "event", "lineup", "news", "comparison")


@cache
def _shared() -> dict[str, Schema]:
    """The published schemas, and the parts that they have in common, each by its name."""
    found: dict[str, Schema] = {}
    for name in _PUBLISHED:
        text = files("dedup").joinpath("schemas", f"{name}.json").read_bytes()
        schema = orjson.loads(text)
        parts = schema.pop("$defs", {})
        names = {part: _named(part, name, _moved(value, {}), found) for part, value in parts.items()}
        for part, value in parts.items():
            found[names[part]] = _moved(value, names)
        del schema["$schema"], schema["$id"]
        found[name] = _moved(schema, names)
    return found


def _named(part: str, of: str, value: Schema, known: Mapping[str, Schema]) -> str:
    """What a part is called: by its own name, or behind that of its schema where another part has it."""
    taken = part in _PUBLISHED or (part in known and known[part] != value)
    return f"{of}.{part}" if taken else part


def _moved(value: Any, names: Mapping[str, str]) -> Any:
    """A schema whose references lead to `components`."""
    if isinstance(value, dict):
        return {
            key: _target(one, names) if key == "$ref" else _moved(one, names) for key, one in value.items()
        }
    return [_moved(one, names) for one in value] if isinstance(value, list) else value


def _target(reference: str, names: Mapping[str, str]) -> str:
    part = reference.removeprefix("#/$defs/")
    return f"#/components/schemas/{names.get(part, part)}"
