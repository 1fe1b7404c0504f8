"""Who asks the server in these tests, with which stories."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson

CORPORA = Path(__file__).parents[2] / "corpora"
TOKEN = "a-token-for-the-tests"
Served = Callable[..., httpx.Client]


def records(*names: str) -> list[dict[str, Any]]:
    """Stories of `corpora/` by their ids; all if none is named."""
    found = [orjson.loads(line) for line in (CORPORA / "stories.jsonl").read_bytes().splitlines()]
    return [one for one in found if not names or one["id"] in names]
