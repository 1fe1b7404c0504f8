"""A whole cluster on a terminal: what its versions share, who changed what, and when each reading of a
fact first appeared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dedup.report.ink import Line, paint, wrap
from dedup.report.layout import paragraph
from dedup.report.lineup import Fact, Lineup, changes
from dedup.report.names import count, place
from dedup.report.plain import clip, columns
from dedup.report.times import minute
from dedup.story import Assignment

_FACTS = 12
"""Facts of each kind that are shown before everything is asked for."""

_HANG = 6
"""Cells by which the rest of a broken line stands in: more than the line itself."""

_CHANGES = 6
"""Changes of one version that are shown before everything is asked for."""


def lineup_text(
    found: Lineup,
    stories: Mapping[str, Assignment],
    *,
    width: int = 80,
    color: bool = False,
    everything: bool = False,
) -> str:
    """A cluster lined up against its representative.

    Parameters
    ----------
    found
        The cluster.
    stories
        Its stories by id, for sources and times; those that are missing are named by their id.
    width
        Terminal cells of a line, at least 40.
    color
        Whether ANSI colours are written.
    everything
        Also passages and facts beyond the first of each list.
    """
    width = max(40, width)
    lines: list[Line] = []
    for line in _lines(found, stories, width, everything):
        if sum(columns(text) for text, _ in line) <= width:
            lines.append(line)
        else:
            first, *rest = wrap(line, width - _HANG)
            lines += [first, *([(" " * _HANG, ""), *more] for more in rest)]
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)


def _lines(found: Lineup, stories: Mapping[str, Assignment], width: int, everything: bool) -> Iterator[Line]:
    own = found.representative
    title = own.title or (own.paragraphs[0] if own.paragraphs else own.id)
    yield [(clip(title, width), "bold")]
    yield [(f"{count(len(found.versions), 'version')}, compared with {who(own.id, stories)}", "dim")]
    yield []
    yield [("Shared", "bold")]
    for number, versions in found.shared.items():
        label = f"{versions:>3} of {len(found.versions)}  {place(number)} "
        yield [(label, ""), (clip(paragraph(own, number), width - columns(label)), "")]
    if not found.facts:
        yield []
        yield [("All versions tell the same facts.", "")]
    yield from _changes(found, stories, everything)
    told = [fact for fact in found.facts if fact.paragraph is not None]
    added = [fact for fact in found.facts if fact.paragraph is None]
    for heading, facts in (("Told differently", told), ("Not in the representative", added)):
        if facts:
            yield []
            yield [(heading, "bold")]
            shown = facts if everything else facts[:_FACTS]
            for fact in shown:
                yield from _fact(fact, stories)
            if len(facts) > len(shown):
                yield [(f"… and {len(facts) - len(shown):,} more (--all shows them)", "dim")]


def _changes(found: Lineup, stories: Mapping[str, Assignment], everything: bool) -> Iterator[Line]:
    """For every version what it was the first to tell otherwise."""
    made = changes(found)
    if made:
        yield []
        yield [("Who changed what", "bold")]
    for version, told in made.items():
        yield [(who(version, stories), "")]
        shown = told if everything else told[:_CHANGES]
        for change in shown:
            fact = change.fact
            where = " " if fact.paragraph is None else f" {place(fact.paragraph)} "
            after = [(f"[{clip(change.after, 60)}]" if change.after else "(left out)", "")]
            before = (
                [(f"[{clip(change.before, 60)}]", ""), (" → ", "dim")] if change.before else [("+ ", "dim")]
            )
            yield [("    ", ""), (clip(fact.type, 24), fact.group), (where, "dim"), *before, *after]
        if len(told) > len(shown):
            yield [(f"    … and {len(told) - len(shown):,} more (--all shows them)", "dim")]


def _fact(fact: Fact, stories: Mapping[str, Assignment]) -> Iterator[Line]:
    where = "" if fact.paragraph is None else f" {place(fact.paragraph)}"
    yield [(clip(fact.type, 24), fact.group), (where, "dim")]
    for reading in fact.readings:
        more = f", and {count(len(reading.held) - 1, 'other')}" if len(reading.held) > 1 else ""
        text = f"[{clip(reading.text, 60)}]" if reading.text else "(left out)"
        yield [(f"    {text}", ""), (f"  first {who(reading.held[0], stories)}{more}", "dim")]


def who(story: str, stories: Mapping[str, Assignment]) -> str:
    """How a version is called: its source and time, or its id."""
    known = stories.get(story)
    if known is None or not (known.source or known.published):
        return clip(story, 40)
    named = clip(known.source or known.id, 32)
    return f"{named}, {minute(known.published)}" if known.published else named
