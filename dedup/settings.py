"""Every threshold that a user may set, in one table, each with its reason.

`Settings` holds the values of one run. A value comes from a flag, else from the environment (`DEDUP_…`), else
from a configuration file (`--config FILE`, `dedup.toml`, or `[tool.dedup]` of `pyproject.toml`), else from
the default here.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from dedup.errors import SettingsError

Number = TypeVar("Number", int, float)


def _setting(default: Number, meaning: str, reason: str, low: float, high: float) -> Number:
    """A field of `Settings` with what a user should know of it."""
    return field(default=default, metadata={"help": meaning, "reason": reason, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    Raises
    ------
    SettingsError
        A value is no number, or out of its range.
    """

    threshold: float = _setting(
        0.48,
        "duplicate score (0 to 1) from which two stories are joined",
        "a balance of press releases, a wire, rewritten web news and planted families: .45 joins more "
        "versions, .5 fewer strangers; .3 suits collections of versions, .6 a wire",
        0.05,
        1.0,
    )
    boilerplate: int = _setting(
        8,
        "a shingle in this many different stories (near-copies counted once) is boilerplate",
        "on planted footers and templates 6 to 12 do equally well; fewer eats into much rewritten stories",
        2,
        1_000_000,
    )
    window: float = _setting(
        7.0,
        "days between two reports of one event; stories without a date are inside every window",
        "follow-ups of an event come within a week; anniversaries and annual events do not",
        0.0,
        36_500.0,
    )
    event_threshold: float = _setting(
        0.5,
        "probability from which two stories are held to report one event",
        "an even chance on calibrated evidence",
        0.01,
        0.99,
    )
    least_probability: float = _setting(
        0.0,
        "probability below which a run joins no two stories, whatever the thresholds say; an index does "
        "not ask it",
        "none is asked for; .9 keeps what is nearly certain",
        0.0,
        1.0,
    )
    jobs: int = _setting(1, "threads", "answers do not depend on it", 1, 1024)
    memory: float = _setting(
        0.0,
        "gigabytes that a run may take, about; what outgrows them goes to temporary files (TMPDIR). 0 stands "
        "for 4, or half of the machine's memory where that is less",
        "answers do not depend on it; a million stories need 3, or 2 with temporary files",
        0.0,
        1_000_000.0,
    )

    def __post_init__(self) -> None:
        for item in fields(self):
            value, low, high = getattr(self, item.name), item.metadata["low"], item.metadata["high"]
            if not isinstance(value, int | float) or not low <= value <= high:
                raise SettingsError(f"{item.name} is {value!r}; it must lie between {low} and {high}")


def load(
    config: Path | None = None, environment: Mapping[str, str] = os.environ
) -> tuple[Settings, dict[str, str]]:
    """The settings of configuration files and environment, and where each value came from.

    Raises
    ------
    SettingsError
        A file is missing or not TOML, a name is unknown, or a value is of the wrong type or out of its range.
    """
    origin = dict.fromkeys((item.name for item in fields(Settings)), "default")
    values: dict[str, object] = {}
    for path, table in _tables(config):
        for name, value in table.items():
            if name not in origin:
                raise SettingsError(
                    f"{path}: unknown setting {name!r}; known are {', '.join(sorted(origin))}"
                )
            values[name], origin[name] = value, str(path)
    for name in origin:
        variable = f"DEDUP_{name.upper()}"
        if variable in environment:
            values[name], origin[name] = environment[variable], variable
    typed: dict[str, Any] = {name: _typed(name, value, origin[name]) for name, value in values.items()}
    return replace(Settings(), **typed), origin


def _tables(config: Path | None) -> list[tuple[Path, dict[str, object]]]:
    if config is not None:
        return [(config, _toml(config))]
    if Path("dedup.toml").is_file():
        return [(Path("dedup.toml"), _toml(Path("dedup.toml")))]
    project = Path("pyproject.toml")
    if project.is_file():
        table = _toml(project).get("tool", {})
        mine = table.get("dedup", {}) if isinstance(table, dict) else {}
        return [(project, mine)] if isinstance(mine, dict) else []
    return []


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SettingsError(f"{path}: cannot be read ({problem.strerror})") from problem
    except (ValueError, RecursionError) as problem:  # nested a thousand deep
        raise SettingsError(f"{path}: not TOML ({problem})") from problem


def _typed(name: str, value: object, origin: str) -> float | int:
    kind = type(getattr(Settings(), name))
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return kind(value)  # type: ignore[no-any-return]
    except (ValueError, OverflowError):  # an infinite number of threads
        raise SettingsError(f"{origin}: {name} is {value!r}, not a number") from None
