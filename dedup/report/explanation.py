"""Why two stories are, or are not, together: for a terminal, and as a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from dedup.findings import Decision, EventEvidence, Explanation, Fact, Side
from dedup.report.ink import Line, Run, paint, wrap
from dedup.report.names import RELATIONS, count
from dedup.report.plain import clip, columns, fit, plain
from dedup.report.records import Record

_LABEL = 16
"""Cells of the column that says what a line is about."""

_LONG_RUN = 280
"""Characters of a shared run that are shown; its middle is left out."""

_DIGITS = 4

_RELATIONS = {name: f", {told}" for name, told in RELATIONS.items()} | {"unrelated": ""}


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
        *_told("duplicates", _duplicates(found), width),
        *([] if found.event is None else _told("one event", _one_event(found, found.event), width)),
        *_told("relation", [(found.relation, "bold"), (_RELATIONS[found.relation], "")], width),
        *_titled("How the pair comes up"),
        *_search(found, width),
        *_titled("Shared text"),
        *_overlap(found, width),
        *_runs(found, width),
        *_titled("Facts: names, numbers and other capitalised words"),
        *_facts(found, width),
    ]
    if found.event_evidence is not None:
        lines += [*_titled("Event: words weighted by how rare they are"), *_event(found, width)]
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
        "by themselves" if found.stories == 2 else f"in a run of {count(found.stories, 'story', 'stories')}"
    )
    return [*lines, [(f"   {where}", "dim")]]


def _duplicates(found: Explanation) -> list[Run]:
    decision = found.duplicate
    if decision.together and (decision.score >= decision.threshold or not decision.through):
        return [("together", "bold"), (f": score {_compared(decision)}", "")]
    if decision.together:
        return [("together", "bold"), (f"{_through(decision)}; the pair alone: {_compared(decision)}", "")]
    if not found.search.candidate:
        return [("apart", "bold"), (": too few bands and samples agree for the pair to come up", "")]
    if decision.score < decision.threshold:
        return [("apart", "bold"), (f": score {_compared(decision)}", "")]
    return [
        ("apart", "bold"),
        (f": score {_compared(decision)}, but too few other pairs of their clusters agree", ""),
    ]


def _one_event(found: Explanation, decision: Decision) -> list[Run]:
    evidence = found.event_evidence
    apart = None if evidence is None else evidence.days_apart
    word = ("together" if decision.together else "apart", "bold")
    if decision.together and found.duplicate.together:
        return [word, (": duplicates are of one event", "")]
    if decision.together and decision.score < decision.threshold and decision.through:
        return [word, (f"{_through(decision)}; the pair alone: {_compared(decision)}", "")]
    if not decision.together and evidence is not None and apart is not None and apart > evidence.window:
        return [word, (f": {apart:.1f} days apart, and the window is {evidence.window:g}", "")]
    if not decision.together and found.look_alike:
        return [word, (": they share a form or a footer and differ in their facts, which is no evidence", "")]
    if not decision.together and decision.score >= decision.threshold:
        return [word, (f": probability {_compared(decision)}, but not on the mean of their clusters", "")]
    return [word, (f": probability {_compared(decision)}", "")]


def _compared(decision: Decision) -> str:
    side = "at least" if decision.score >= decision.threshold else "below"
    return f"{decision.score:.2f}, {side} {decision.threshold:.2f}"


def _through(decision: Decision) -> str:
    between = [clip(name, 24) for name in decision.through[1:-1]]
    shown = ", ".join(between[:3]) + (f" and {len(between) - 3} more" if len(between) > 3 else "")
    return f" through {shown}" if shown else ""


def _search(found: Explanation, width: int) -> list[Line]:
    search = found.search
    numbers = " ".join(map(str, search.bands))
    bands = f"{len(search.bands)} of {search.bands_compared} agree" + (f": {numbers}" if numbers else "")
    samples = f"{search.sampled} of {search.sample} sampled shingles of the shorter story are shared"
    verdict = (
        "a candidate, verified exactly" if search.candidate else "no candidate; measured here all the same"
    )
    return [
        *_told("bands", [(bands, "")], width),
        *_told("samples", [(samples, "")], width),
        *_told("so it is", [(verdict, "")], width),
    ]


def _overlap(found: Explanation, width: int) -> list[Line]:
    whole, own = found.whole, found.without_boilerplate
    lines: list[Line] = [[(f"{'':{_LABEL}}{'all':>8}  without boilerplate", "dim")]]
    lines.append([(f"{'  shingles':{_LABEL}}{whole.shared:>8,}  {own.shared:>19,}", "")])
    for name, first, second in (
        ("  Jaccard", whole.scores.jaccard, own.scores.jaccard),
        ("  of A in B", whole.scores.containment_a, own.scores.containment_a),
        ("  of B in A", whole.scores.containment_b, own.scores.containment_b),
    ):
        lines.append([(f"{name:{_LABEL}}{first or 0.0:>8.3f}  {second or 0.0:>19.3f}", "")])
    told = [_boilerplate("A", found.a), _boilerplate("B", found.b)]
    return [*lines, *_told("boilerplate", [(", ".join(told), "")], width)]


def _boilerplate(letter: str, side: Side) -> str:
    return f"{side.boilerplate:,} of {count(side.shingles, 'shingle')} of {letter}"


def _runs(found: Explanation, width: int) -> list[Line]:
    if not found.runs:
        return []
    lines = _titled("Longest shared runs of words")
    for run in found.runs:
        mark = "  boilerplate" if run.boilerplate > 0.5 else ""
        text = " ".join(plain(run.text).split())
        if len(text) > _LONG_RUN:
            text = f"{text[: _LONG_RUN * 3 // 4].rstrip()} … {text[-_LONG_RUN // 4 :].lstrip()}"
        lines += _told(count(run.words, "word"), [(f"“{text}”", ""), (mark, "dim")], width)
    return lines


def _facts(found: Explanation, width: int) -> list[Line]:
    facts, own = found.facts, found.without_boilerplate.scores
    contained = max(own.containment_a or 0.0, own.containment_b or 0.0)
    lines = [
        *_told("in both", _words(facts.shared), width),
        *_told("only in A", _words(facts.only_a), width),
        *_told("only in B", _words(facts.only_b), width),
        *_told("agreement", [(f"{facts.agreement:.3f}; disagreement {facts.disagreement:.3f}", "")], width),
    ]
    told = f"{found.duplicate.score:.2f}"
    if found.whole.scores.jaccard == 1.0:
        told += ": the same shingles"
    elif found.duplicate.score:
        told += f" = √(({contained:.2f} − {facts.disagreement:.2f}) × {facts.agreement:.2f})"
    elif not contained:
        told += ": no text is shared without boilerplate"
    elif contained <= facts.disagreement:
        told += ": the facts disagree more than the texts agree"
    else:
        told += ": the shared passages are too short"
    return [*lines, *_told("score", [(told, "")], width)]


def _words(facts: Sequence[Fact], most: int = 14) -> list[Run]:
    if not facts:
        return [("–", "dim")]
    shown = " · ".join(clip(fact.word, 30) for fact in facts[:most])
    return [(shown, ""), (f" … {len(facts) - most} more" if len(facts) > most else "", "dim")]


def _event(found: Explanation, width: int) -> list[Line]:
    evidence = found.event_evidence
    assert evidence is not None
    terms = "  ".join(f"{clip(term.term, 30)} {term.cosine:.3f}" for term in evidence.terms[:14])
    lines = [
        *_told("cosine", [(f"{evidence.cosine:.3f}", "bold"), (", of it by the terms", "")], width),
        *_told("", [(terms or "–", "")], width),
        *_told("weekdays", [(f"A {_days(found.a)}, B {_days(found.b)}", "")], width),
    ]
    apart = "unknown" if evidence.days_apart is None else f"{evidence.days_apart:.1f}"
    lines += _told("days apart", [(f"{apart}; the window is {evidence.window:g}", "")], width)
    if found.event is not None:
        sums = f"{_sums(evidence)}: probability {found.event.score:.2f}"
        lines += _told("log-odds", [(sums, "")], width)
    return lines


def _days(side: Side) -> str:
    return " ".join(side.weekdays) or "none"


def _sums(evidence: EventEvidence) -> str:
    """What each kind of evidence adds; a value and its logarithm are one kind."""
    sums: dict[str, float] = {"before any evidence": evidence.intercept}
    for feature in evidence.features:
        name = feature.name.removeprefix("log ")
        sums[name] = sums.get(name, 0.0) + feature.log_odds
    total = sum(sums.values())
    added = ", ".join(f"{name} {value:+.1f}" for name, value in sums.items())
    return f"{added}, in all {total:+.1f}".replace("-", "−")


def _titled(title: str) -> list[Line]:
    return [[], [(title, "bold")]]


def _told(label: str, runs: Sequence[Run], width: int) -> list[Line]:
    """A labelled text, wrapped under itself."""
    lines = wrap(runs, width - _LABEL)
    return [
        [(f"{'  ' + label if number == 0 else '':{_LABEL}}", "dim"), *line]
        for number, line in enumerate(lines)
    ]
