"""Why two stories are together or apart: for a terminal, and as a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from dedup.report.records import Record
from dedup.report.styled_text import Line, Run, clip, columns, fit, paint, plain, wrap
from dedup.report.wording import RELATIONS, count
from dedup.types import Decision, EventEvidence, Explanation, Fact, Overlap

_LABEL = 16
"""Cells of the column that says what a line is about."""

_LONG_RUN = 280
"""Characters of a shared run that are shown; its middle is left out."""

_NOTHING = 0.05
"""Log-odds that round to 0.0 and are not shown."""

_DIGITS = 4

_RELATIONS = RELATIONS | {"unrelated": "neither one text nor one event"}

_EVIDENCE = {
    "cosine": "words in common",
    "lead": "headline and opening",
    "numbers": "numbers in common",
    "background": "strangers alike here",
    "crowd": "size of the run",
    "nearest": "others are nearer",
    "lead weekdays": "weekdays of the openings",
    "lead months": "months of the openings",
    "lead years": "years of the openings",
    "likeness": "look-alikes are common here",
    "headline names": "names of the headlines",
    "headline words": "words of the headlines",
    "doubt": "how sure look-alikes are here",
    "other stories": "what other stories say",
}
"""What the features of an event are called."""


def explanation_record(found: Explanation) -> Record:
    """An explanation with the keys of its fields, as `dedup explain --format json` prints it; floats to four
    places."""
    rounded = _rounded(asdict(found))
    assert isinstance(rounded, dict)
    return rounded


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def explanation_text(found: Explanation, *, width: int = 80, color: bool = False) -> str:
    """An explanation to read: the decisions first, then what they rest on.

    Parameters
    ----------
    found
        What `dedup.explain` says of a pair.
    width
        Terminal cells of a line, at least 60.
    color
        Whether ANSI colours are written.
    """
    width = max(60, width)
    lines: list[Line] = [
        *_sides(found, width),
        [],
        *_stated("same text", _duplicates(found), width),
        *([] if found.event is None else _stated("same event", _one_event(found, found.event), width)),
        *_stated("so they are", [(found.relation, "bold"), (f": {_RELATIONS[found.relation]}", "")], width),
        *_titled("Text in common"),
        *_text(found, width),
        *_titled("Names and numbers"),
        *_stated("in both", _words(found.facts.shared), width),
        *_stated("only in A", _words(found.facts.only_a), width),
        *_stated("only in B", _words(found.facts.only_b), width),
        *_titled("How the text is scored"),
        *_score(found, width),
    ]
    if found.event_evidence is not None:
        lines += [*_titled("How the event is scored"), *_event(found, found.event_evidence, width)]
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)


def _sides(found: Explanation, width: int) -> list[Line]:
    lines: list[Line] = []
    wide = min(max(columns(plain(side.id[:200])) for side in (found.a, found.b)), width // 3)
    for letter, side in (("A", found.a), ("B", found.b)):
        length = count(side.words, "word")
        room = width - 4 - wide - 2 - len(length) - 2
        lines.append(
            [
                (f"{letter}  ", "bold"),
                (fit(side.id, wide), "bold"),
                (f"  {fit(side.title or '', room)}  ", ""),
                (length, "dim"),
            ]
        )
    where = (
        "two stories by themselves"
        if found.stories == 2
        else f"in a run of {count(found.stories, 'story', 'stories')}"
    )
    return [*lines, [(f"   {where}", "dim")]]


def _duplicates(found: Explanation) -> list[Run]:
    decision = found.duplicate
    if decision.together and (decision.score >= decision.threshold or not decision.through):
        return [("yes", "bold"), (f", together: score {_compared(decision)}", "")]
    if decision.together:
        return [
            ("yes", "bold"),
            (f", together{_through(decision)}; the pair alone: {_compared(decision)}", ""),
        ]
    if not found.search.candidate:
        return [("no", "bold"), (", apart: too little text in common to be looked at", "")]
    if decision.score < decision.threshold:
        return [("no", "bold"), (f", apart: score {_compared(decision)}", "")]
    return [
        ("no", "bold"),
        (f", apart: score {_compared(decision)}, but too few other pairs of their clusters agree", ""),
    ]


def _one_event(found: Explanation, decision: Decision) -> list[Run]:
    evidence = found.event_evidence
    word = "yes" if decision.together else "no"
    side = "together" if decision.together else "apart"
    if found.duplicate.together:
        return [(word, "bold"), (", together: one text is one event", "")]
    if decision.together and decision.score < decision.threshold and decision.through:
        return [
            (word, "bold"),
            (f", {side}{_through(decision)}; the pair alone: {_compared(decision)}", ""),
        ]
    if not decision.together and found.look_alike:
        return [
            (word, "bold"),
            (f", {side}: they share a form or a footer and differ in their facts, which is no evidence", ""),
        ]
    if not decision.together and evidence is not None and (evidence.days_apart or 0) > evidence.window:
        return [
            (word, "bold"),
            (f", {side}: {evidence.days_apart:.1f} days apart, the window is {evidence.window:g}", ""),
        ]
    stated = f", {side}: probability {_compared(decision)}"
    if decision.probability is not None:
        stated += f"; in this run such pairs are right {decision.probability:.0%} of the time"
    if not decision.together and decision.score >= decision.threshold:
        stated += ", but not on the mean of their clusters"
    return [(word, "bold"), (stated, "")]


def _compared(decision: Decision) -> str:
    side = "at least" if decision.score >= decision.threshold else "below"
    return f"{decision.score:.2f}, {side} {decision.threshold:.2f}"


def _through(decision: Decision) -> str:
    between = [clip(name, 24) for name in decision.through[1:-1]]
    shown = ", ".join(between[:3]) + (f" and {len(between) - 3} more" if len(between) > 3 else "")
    return f" through {shown}" if shown else ""


def _text(found: Explanation, width: int) -> list[Line]:
    """How much of either text stands in the other, and the longest passages of it."""
    whole, own = found.whole, found.without_boilerplate
    lines = _stated("shared", [(_shares(whole), "")], width)
    dropped = [
        f"{side.boilerplate / side.shingles:.0%} of {letter}"
        for letter, side in (("A", found.a), ("B", found.b))
        if side.boilerplate
    ]
    if dropped:
        stated = f"{' and '.join(dropped)} (footers, forms); without it {_shares(own)}"
        lines += _stated("boilerplate", [(stated, "")], width)
    for run in found.runs:
        mark = "  boilerplate" if run.boilerplate > 0.5 else ""
        text = " ".join(plain(run.text).split())
        if len(text) > _LONG_RUN:
            text = f"{text[: _LONG_RUN * 3 // 4].rstrip()} … {text[-_LONG_RUN // 4 :].lstrip()}"
        lines += _stated(count(run.words, "word"), [(f"“{text}”", ""), (mark, "dim")], width)
    return lines


def _shares(overlap: Overlap) -> str:
    if not overlap.shared:
        return "no five words in a row"
    in_a, in_b = overlap.scores.containment_a or 0.0, overlap.scores.containment_b or 0.0
    return f"{in_a:.0%} of A and {in_b:.0%} of B, by runs of five words"


def _words(facts: Sequence[Fact], most: int = 14) -> list[Run]:
    if not facts:
        return [("–", "dim")]
    shown = " · ".join(clip(fact.word, 30) for fact in facts[:most])
    return [(shown, ""), (f" … {len(facts) - most} more" if len(facts) > most else "", "dim")]


def _score(found: Explanation, width: int) -> list[Line]:
    search, facts, decision = found.search, found.facts, found.duplicate
    own = found.without_boilerplate.scores
    contained = max(own.containment_a or 0.0, own.containment_b or 0.0)
    looked = (
        f"{len(search.bands)} of {search.bands_compared} bands of their signatures agree, and "
        f"{search.sampled} of {search.sample} sampled runs of words are shared"
    )
    verdict = "so the pair is scored" if search.candidate else "too few; it is scored here all the same"
    lines = _stated("looked at", [(f"{looked}: {verdict}", "")], width)
    if found.whole.scores.jaccard == 1.0:
        return [*lines, *_stated("score", [("1.00: the same words", "")], width)]
    if not decision.score:
        why = (
            "no text is shared without boilerplate" if not contained else "the shared passages are too short"
        )
        if facts.penalty == 1.0:
            why = "the facts differ far more than the words do, as in two fillings of one form"
        return [*lines, *_stated("score", [(f"0.00: {why}", "")], width)]
    more = (
        "more than their words do, as in a form" if facts.penalty > 0.25 else "hardly more than their words"
    )
    for value, stated in (
        (contained, "of the shorter text stands in the other"),
        (facts.agreement, "is how far names and numbers agree"),
        (1 - facts.penalty, f"is left because they differ {more}"),
    ):
        lines += _stated("", [(f"{value:.2f}  {stated}", "")], width)
    sums = f"{decision.score:.2f}, the root of their product; joined from {decision.threshold:.2f} on"
    return [*lines, *_stated("score", [(sums, "")], width)]


def _event(found: Explanation, evidence: EventEvidence, width: int) -> list[Line]:
    terms = " · ".join(f"{clip(term.term, 30)} {term.cosine:.3f}" for term in evidence.terms[:14])
    apart = "unknown" if evidence.days_apart is None else f"{evidence.days_apart:.1f}"
    lines = [
        *_stated(
            "alike",
            [(f"{evidence.cosine:.2f}", "bold"), (" of 1, by words that are rare; most by", "")],
            width,
        ),
        *_stated("", [(terms or "–", "")], width),
        *_stated(
            "weekdays", [(f"{_days(found.a.weekdays)} in A, {_days(found.b.weekdays)} in B", "")], width
        ),
        *_stated("days apart", [(f"{apart}; the window is {evidence.window:g}", "")], width),
    ]
    if found.event is None:
        return lines
    sums = _sums(evidence)
    stated = {name: value for name, value in sums.items() if abs(value) >= _NOTHING}
    for number, (name, value) in enumerate(stated.items()):
        lines += _stated(
            "" if number else "for, against", [(f"{value:+5.1f}  {name}".replace("-", "−"), "")], width
        )
    total = f"{sum(sums.values()):+5.1f}  in all: probability {found.event.score:.2f}"
    return [*lines, *_stated("", [(total.replace("-", "−"), "")], width)]


def _days(weekdays: Sequence[str]) -> str:
    return ", ".join(day[:3] for day in weekdays) or "none"


def _sums(evidence: EventEvidence) -> dict[str, float]:
    """What each kind of evidence adds, in log-odds; a value and its logarithm are one kind."""
    sums: dict[str, float] = {"to begin with: most pairs are of two events": evidence.intercept}
    for feature in evidence.features:
        name = feature.name.removeprefix("log ")
        name = _EVIDENCE.get(name, name)
        sums[name] = sums.get(name, 0.0) + feature.log_odds
    return sums


def _titled(title: str) -> list[Line]:
    return [[], [(title, "bold")]]


def _stated(label: str, runs: Sequence[Run], width: int) -> list[Line]:
    """A labelled text, wrapped under itself."""
    lines = wrap(runs, width - _LABEL)
    return [
        [(f"{'  ' + label if number == 0 else '':{_LABEL}}", "dim"), *line]
        for number, line in enumerate(lines)
    ]
