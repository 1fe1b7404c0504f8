"""The table of formats: how each is recognised and which function reads it.

A format is a row here and a module beside this one with a function from a stream to records. By suffix first
(that of the file inside a .gz or .zst), else by the first bytes, in the order of the table; plain text is
what is left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from dedup.errors import SettingsError
from dedup.read.intake import Found, Problem
from dedup.read.records import read_json, read_jsonl
from dedup.read.streams import Stream
from dedup.read.tables import is_table, read_table
from dedup.read.texts import read_text

COMPRESSED = (".gz", ".zst")
"""Suffixes looked behind; what really decides on decompression are the first bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format that can be read.

    `recognised` says in words how; `read` makes records of a stream; `sniff` judges the first bytes; `plain`
    tells that its records already use dedup's own names, so that no mapping of fields applies.
    """

    name: str
    suffixes: tuple[str, ...]
    recognised: str
    read: Callable[[Stream, Problem], Iterator[Found]]
    sniff: Callable[[bytes], bool]
    plain: bool = False


def _is_json(head: bytes) -> bool:
    return head.lstrip()[:1] in (b"{", b"[")


FORMATS = (
    Format("jsonl", (".jsonl", ".ndjson", ".jl"), "suffix", read_jsonl, lambda head: False),
    Format(
        "json", (".json",), "suffix, or begins with { or [ (JSON Lines are told apart)", read_json, _is_json
    ),
    Format("csv", (".csv",), "suffix, or a header line with a column for the text", read_table, is_table),
    Format("tsv", (".tsv", ".tab"), "suffix", read_table, lambda head: False),
    Format(
        "text", (".txt", ".text"), "suffix, or anything else that is text", read_text, lambda head: True, True
    ),
)


def formats() -> tuple[Format, ...]:
    """The formats that can be read, in the order in which they are tried."""
    return FORMATS


def by_name(name: str) -> Format:
    """The format of a name.

    Raises
    ------
    SettingsError
        When there is none.
    """
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in FORMATS)
    raise SettingsError(f"no input format {name!r}; known are {known}")


def by_suffix(path: str) -> Format | None:
    """The format that a file name tells."""
    suffix = _inner_suffix(path)
    return next((candidate for candidate in FORMATS if suffix in candidate.suffixes), None)


def by_head(head: bytes) -> Format:
    """The format that the first bytes tell."""
    return next(candidate for candidate in FORMATS if candidate.sniff(head))


def may_hold_stories(path: str) -> bool:
    """Whether a file met in a directory is read: a known suffix, or none at all."""
    return not _inner_suffix(path) or by_suffix(path) is not None


def _inner_suffix(path: str) -> str:
    pure = PurePath(path)
    suffix = pure.suffix.lower()
    return PurePath(pure.stem).suffix.lower() if suffix in COMPRESSED else suffix
