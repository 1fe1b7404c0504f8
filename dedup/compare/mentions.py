"""What the extractors find in a run of tokens, and what a judge says of two findings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, date, name or source: tokens `first` to `last` (exclusive) of a run of tokens.

    `family` says which judge compares it, `type` what the flag is called. Two mentions with equal `value`
    say the same.
    """

    family: str
    type: str
    first: int
    last: int
    value: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two mentions differ: the parts of a `Difference` that do not depend on where they stand."""

    group: str
    type: str
    kind: str
    why: str
