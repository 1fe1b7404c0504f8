"""One sentence that says what matters most between two stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dedup.difference_types import TYPES, Group, Kind
from dedup.report.layout import Section, section
from dedup.report.styled_text import clip, plain
from dedup.report.wording import count
from dedup.types import Comparison, Difference, Span

SURE = 0.8
"""Certainty from which a difference is told in the sentence."""

FACTS = 2
"""Facts told side by side."""

ITEMS = 3
"""Kinds of things counted that one story alone has."""

_ROOM = 48
"""Cells of a wording in the sentence."""


def gist(comparison: Comparison) -> str:
    """The sentence: facts that differ, then what each story alone has, counted by kind.

    Empty when nothing sure is to be told.
    """
    stated = [d for d in comparison.differences if d.group != Group.STYLE and d.certainty >= SURE]
    facts = {_fact(d).casefold(): _fact(d) for d in reversed(stated) if _is_fact(d)}
    parts = list(facts.values())[::-1][:FACTS]
    for kind, words in ((Kind.ONLY_B, "only B has"), (Kind.ONLY_A, "only A has")):
        alone = _counted(d for d in stated if d.kind == kind and section(d) in (Section.NEW, Section.GONE))
        if alone:
            parts.append(f"{words} {alone}")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def _is_fact(difference: Difference) -> bool:
    """Whether both stories give one fact, each in its own way."""
    facts = (Group.FACT, Group.SOURCE)
    return difference.group in facts and difference.a is not None and difference.b is not None


def _fact(difference: Difference) -> str:
    known = TYPES.get(difference.type)
    label = known.label if known else plain(difference.type)
    return f"{label}: A {_quoted(difference.a)}, B {_quoted(difference.b)}"


def _quoted(span: Span | None) -> str:
    return f"“{clip(plain(span.text), _ROOM)}”" if span else "–"


def _counted(found: Iterable[Difference]) -> str:
    """ "2 quotations, a sum and 3 passages": the kinds in the order of their first difference."""
    kinds = Counter(d.type for d in found)
    shown = [_several(name, number) for name, number in list(kinds.items())[:ITEMS]]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _several(name: str, number: int) -> str:
    known = TYPES.get(name)
    return count(number, known.label, known.labels) if known else f"{number:,} {plain(name)}"
