"""Everything that can go wrong for a user, under one root.

    DedupError
    ├── InputError          a source cannot be read: missing, a directory without stories, too large
    │   ├── RecordError     one record is unusable: not JSON, no text, text not a string
    │   └── DuplicateIdError  two stories carry the same id
    ├── SettingsError       a setting is unknown or out of its range
    ├── OutputError         a file cannot be written, or exists and may not be replaced
    ├── StoreError          an index cannot be opened or written: disk full, read-only, no server
    │   ├── LockedError     another process kept it locked for too long
    │   ├── IncompatibleError  it was made with other settings, by a newer version or by another program
    │   └── CorruptError    it is damaged
    └── MissingExtraError   an optional dependency is not installed

A message says what is wrong, where (file, line, field) and what to do about it.
"""


class DedupError(Exception):
    """Root of all errors that dedup raises on purpose."""


class InputError(DedupError):
    """A source cannot be read."""


class RecordError(InputError):
    """One record is unusable; a run passes over it and counts it unless it is strict."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class DuplicateIdError(InputError):
    """Two stories carry the same id."""

    def __init__(self, story_id: str, first: str, second: str) -> None:
        super().__init__(
            f"id {story_id!r} appears twice: {first} and {second}; ids must be unique, "
            "map another field with --field id=NAME or leave the id out"
        )
        self.story_id = story_id
        self.first = first
        self.second = second


class SettingsError(DedupError):
    """A setting is unknown or out of its range."""


class OutputError(DedupError):
    """A file cannot be written, or exists and may not be replaced."""


class StoreError(DedupError):
    """An index cannot be opened or written; what was acknowledged before is safe."""


class LockedError(StoreError):
    """Another process kept the index locked for too long."""


class IncompatibleError(StoreError):
    """An index was made with other settings, by a newer version or by another program."""


class CorruptError(StoreError):
    """An index is damaged."""


class MissingExtraError(DedupError):
    """An optional dependency is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f'{what} needs the extra {extra}: pip install ".[{extra}]" in a checkout of dedup')
        self.extra = extra
