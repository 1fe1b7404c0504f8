"""A history laid out for reading: what changed, version by version, and which sentences versions have.

What a reader came for stands in front: facts that were changed or taken back, then the steps, each with what
it changed, added and dropped, last the sentences with the number of versions that have them. Facts inside a
passage that a step adds or drops as a whole are part of it and get no line of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.difference_types import TYPES, Group
from dedup.report.layout import Mark, marked, paragraph
from dedup.report.layout import numbers as numbered_paragraphs
from dedup.report.styled_text import Line, clip, hung, plain
from dedup.report.wording import KINDS, count, minute, place, span
from dedup.types import (
    TITLE_PARAGRAPH,
    FactHistory,
    History,
    Reading,
    Sentence,
    Span,
    Step,
    StepLine,
    Version,
)

_FACTS_SHOWN = 12
"""Facts that are shown before everything is asked for."""

_LINES = 8
"""Lines of a step that are shown before everything is asked for."""

_SENTENCES = 10
"""Sentences that are shown before everything is asked for."""

_HANG = 6
"""Cells by which the rest of a broken line stands in: more than the line itself."""

STEPS: Mapping[str, str] = {
    "first": "the first version",
    "copy": "word for word",
    "update": "an update",
    "taken": "taken over",
    "independent": "a report in words of its own",
}
"""Kinds of step in words."""


def who(step: Step) -> str:
    """How a version is called: its source and time, or its id."""
    if not (step.source or step.published):
        return clip(step.version, 40)
    named = clip(step.source or step.version, 32)
    return f"{named}, {minute(step.published)}" if step.published else named


def names(found: History) -> dict[str, str]:
    """What each version is called, by its id."""
    return {step.version: who(step) for step in found.steps}


def came_from(step: Step, called: Mapping[str, str]) -> str:
    """What a version is, in words: `an update of Wire, 3 Mar 2026 06:12`."""
    said = STEPS.get(step.kind, step.kind)
    if step.parent is None:
        return said
    joint = {"update": "of", "independent": "beside"}.get(step.kind, "from")
    return f"{said} {joint} {called.get(step.parent, step.parent)}"


def whole_lines(step: Step) -> list[StepLine]:
    """The lines of a step without those that lie inside a passage which another line adds or drops, and
    without a headline's whose change is shown as a fact."""
    sides = _passages(step, "added"), _passages(step, "dropped")
    in_title = any(_in_title(line) for line in step.lines if line.difference.type != "headline")
    return [
        line
        for line in step.lines
        if not _inside(line, sides)
        and not (line.difference.type == "headline" and in_title and step.kind == "update")
    ]


def _in_title(line: StepLine) -> bool:
    a, b = line.difference.a, line.difference.b
    return a is not None and b is not None and a.paragraph == b.paragraph == -1


def _passages(step: Step, kind: str) -> list[Span]:
    """Passages that a step adds or drops, whole paragraphs to their end."""
    if step.comparison is None:
        return []
    version = step.comparison.b if kind == "added" else step.comparison.a
    found = []
    for line in step.lines:
        side = line.difference.b if kind == "added" else line.difference.a
        if line.difference.type == kind and side is not None:
            text = paragraph(version, side.paragraph)
            opens = side.start == 0 and line.difference.why.startswith("paragraph")
            found.append(Span(side.paragraph, side.start, len(text) if opens else side.end, text))
    return found


def _inside(line: StepLine, sides: tuple[Sequence[Span], Sequence[Span]]) -> bool:
    difference = line.difference
    if difference.type in ("added", "dropped") or (difference.a is not None and difference.b is not None):
        return False
    own, passages = (difference.b, sides[0]) if difference.b is not None else (difference.a, sides[1])
    return own is not None and any(
        passage.paragraph == own.paragraph and passage.start <= own.start and own.end <= passage.end
        for passage in passages
    )


def shared(found: History) -> list[Sentence]:
    """Sentences that two versions and more have, those that most have word for word in front."""
    listed = [s for s in found.sentences if len(s.carried) > 1 and s.carried[0].span.paragraph >= 0]
    order = {id(sentence): number for number, sentence in enumerate(listed)}
    return sorted(listed, key=lambda s: (-sum(c.verbatim for c in s.carried), -len(s.carried), order[id(s)]))


def counts(sentence: Sentence, versions: int) -> str:
    """In how many versions a sentence stands: `7 of 9 word for word, 1 edited`."""
    same = sum(carried.verbatim for carried in sentence.carried)
    edited = len(sentence.carried) - same
    return f"{same} of {versions} word for word" + (f", {edited} edited" if edited else "")


def subject(fact: FactHistory) -> str:
    """What a fact is called."""
    known = TYPES.get(fact.type)
    return known.label if known else fact.type


def turns(fact: FactHistory) -> list[tuple[Reading, str]]:
    """The readings of a fact, each with what is to be said of it: `back`, `corrected` or nothing."""
    return [
        (reading, "back" if reading.back else "corrected" if reading.corrected else "")
        for reading in fact.readings
    ]


def lineup_text(found: History, *, width: int = 80, color: bool = False, everything: bool = False) -> str:
    """A history for a terminal.

    Parameters
    ----------
    found
        The history.
    width
        Terminal cells of a line, at least 40.
    color
        Whether ANSI colours are written.
    everything
        Also facts, lines and sentences beyond the first of each list.
    """
    width = max(40, width)
    return hung(_lines(found, width, everything), width, _HANG, color)


def title(found: History) -> str:
    """The headline of the latest version that has one, or how the first one begins."""
    heads = [version.title for version in found.versions if version.title and version.title.strip()]
    first = found.versions[0]
    return heads[-1] if heads else first.paragraphs[0] if first.paragraphs else first.id


def outline(found: History) -> str:
    """Versions, sources and time: `4 versions by 3 sources, 3 Mar 2026 06:12 to 10:02`."""
    sources = {step.source for step in found.steps if step.source}
    times = [step.published for step in found.steps if step.published]
    said = count(len(found.versions), "version")
    if sources:
        said += f" by {count(len(sources), 'source')}"
    return said + (f", {span(min(times), max(times))}" if times else "")


def _lines(found: History, width: int, everything: bool) -> Iterator[Line]:
    called = names(found)
    yield [(clip(title(found), width), "bold")]
    yield [(outline(found), "dim")]
    if found.facts:
        yield []
        yield [("Facts that changed", "bold")]
        shown = found.facts if everything else found.facts[:_FACTS_SHOWN]
        for fact in shown:
            yield from _fact_lines(fact, found, called)
        yield from _more(len(found.facts) - len(shown))
    yield []
    yield [("Versions", "bold")]
    for step in found.steps:
        yield [(called[step.version], ""), (f"  {came_from(step, called)}", "dim")]
        yield from _step_lines(step, called, everything)
    if not any(step.lines for step in found.steps):
        yield [("No version says anything that another one does not.", "")]
    listed = shared(found)
    if listed:
        yield []
        yield [("Sentences in more than one version", "bold")]
        shown_sentences = listed if everything else listed[:_SENTENCES]
        for sentence in shown_sentences:
            yield [("  ", ""), (clip(sentence.text, width - 2), "")]
            lost = f"; dropped by {_named(sentence.dropped, called)}" if sentence.dropped else ""
            said = f"{counts(sentence, len(found.versions))}; first {called[sentence.first]}{lost}"
            yield [("    ", ""), (said, "dim")]
        yield from _more(len(listed) - len(shown_sentences))


def _more(left: int, stand_in: str = "") -> Iterator[Line]:
    if left > 0:
        yield [(f"{stand_in}… and {left:,} more (--all shows them)", "dim")]


def _named(versions: Sequence[str], called: Mapping[str, str]) -> str:
    rest = f", and {count(len(versions) - 2, 'other')}" if len(versions) > 2 else ""
    return "; ".join(called.get(version, version) for version in versions[:2]) + rest


def _fact_lines(fact: FactHistory, found: History, called: Mapping[str, str]) -> Iterator[Line]:
    line: Line = [(f"{clip(subject(fact), 16):<17}", fact.group)]
    for number, (reading, turn) in enumerate(turns(fact)):
        said = {"back": "back to ", "corrected": "corrected to "}.get(turn, "")
        when = f"{called[reading.version]}; " if number else ""
        line += [
            (" → " if number else "", "dim"),
            (f"{said}[{clip(reading.text, 40)}]", ""),
            (f" ({when}{len(reading.held)} of {len(found.versions)})", "dim"),
        ]
    yield line


def _step_lines(step: Step, called: Mapping[str, str], everything: bool) -> Iterator[Line]:
    lines = list(step.lines) if everything else whole_lines(step)
    shown = lines if everything else lines[:_LINES]
    for line in shown:
        difference = line.difference
        sign, _ = KINDS.get(difference.kind, ("?", ""))
        at = difference.b or difference.a
        before = f"[{clip(difference.a.text, 60)}]" if difference.a else ""
        after = f"[{clip(difference.b.text, 60)}]" if difference.b else ""
        yield [
            (f"    {sign} ", "dim"),
            (clip(difference.type, 24), difference.group),
            (f" {place(at.paragraph)} " if at else " ", "dim"),
            (before + (" → " if before and after else "") + after, ""),
            (said(line, called), "dim"),
        ]
    yield from _more(len(lines) - len(shown), "    ")


def said(line: StepLine, called: Mapping[str, str]) -> str:
    """What only the whole history knows of a difference, with a blank in front; else nothing."""
    if line.back:
        return f"  taken back: {' → '.join(clip(text, 24) for text in line.back)}"
    if line.corrected:
        return "  corrected, says its note"
    if line.origin:
        return f"  first in {called.get(line.origin, line.origin)}"
    return "  doubtful" if line.difference.certainty < 0.8 and line.difference.group != Group.REVIEW else ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A difference of a step, for the page."""

    sign: str
    group: str
    type: str
    place: str
    before: str
    after: str
    said: str


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph of a version as stretches, each with whether it is marked; `added`: all of it."""

    title: bool
    added: bool
    runs: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with its step, for the page."""

    who: str
    came: str
    lines: list[LineView]
    paragraphs: list[ParagraphView]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A reading of a fact, for the page; `number` is that of the version, from 1."""

    text: str
    who: str
    number: int
    held: int
    turn: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact that changes, for the page."""

    name: str
    group: str
    readings: list[ReadingView]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its provenance, for the page."""

    text: str
    counts: str
    first: str
    number: int
    dropped: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A history, for the page."""

    title: str
    outline: str
    facts: list[FactView]
    versions: list[VersionView]
    sentences: list[SentenceView]


_LONGEST = 400
"""Characters of a wording on the page; the text below has it whole."""


def history_view(found: History) -> HistoryView:
    """A history for the page."""
    called = names(found)
    numbers = {version.id: number for number, version in enumerate(found.versions, start=1)}
    facts = [
        FactView(
            subject(fact),
            fact.group,
            [
                ReadingView(
                    plain(reading.text[:_LONGEST]),
                    called[reading.version],
                    numbers[reading.version],
                    len(reading.held),
                    turn,
                )
                for reading, turn in turns(fact)
            ],
        )
        for fact in found.facts
    ]
    sentences = [
        SentenceView(
            sentence.text,
            counts(sentence, len(found.versions)),
            called[sentence.first],
            numbers[sentence.first],
            _named(sentence.dropped, called),
        )
        for sentence in shared(found)
    ]
    versions = [
        VersionView(
            called[step.version],
            came_from(step, called),
            [line_view(line, called) for line in whole_lines(step)],
            _paragraph_views(version, step),
        )
        for version, step in zip(found.versions, found.steps, strict=True)
    ]
    return HistoryView(title(found), outline(found), facts, versions, sentences)


def line_view(line: StepLine, called: Mapping[str, str]) -> LineView:
    """A difference of a step for the page; `called` as `names` gives it."""
    difference = line.difference
    at = difference.b or difference.a
    return LineView(
        KINDS.get(difference.kind, ("?", ""))[0],
        difference.group,
        difference.type,
        place(at.paragraph) if at else "",
        plain(difference.a.text[:_LONGEST]) if difference.a else "",
        plain(difference.b.text[:_LONGEST]) if difference.b else "",
        said(line, called).strip(),
    )


def _paragraph_views(version: Version, step: Step) -> list[ParagraphView]:
    """The paragraphs of a version, what differs from its parent marked, added ones as a whole."""
    added = {
        passage.paragraph
        for passage in _passages(step, "added")
        if passage.start == 0 and passage.end >= len(passage.text)
    }
    spans: dict[int, list[Mark]] = {}
    for number, line in enumerate(step.lines):
        at = line.difference.b
        whole = line.difference.type in ("headline", "moved", "split", "merged")
        if at is not None and at.paragraph not in added and not whole:
            spans.setdefault(at.paragraph, []).append((at.start, at.end, number))
    return [
        ParagraphView(
            number == TITLE_PARAGRAPH,
            number in added,
            [(text, bool(held)) for text, held in marked(paragraph(version, number), spans.get(number, ()))],
        )
        for number in numbered_paragraphs(version)
    ]
