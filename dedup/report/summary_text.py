"""The figures of a run and the measures of a clustering, and how a person reads them on a terminal.

A story *repeats* if its duplicate cluster holds an earlier story: the repeats are the stories minus the
duplicate clusters, the share that a reader could have been spared. Figures are counted once for terminal and
page. Each function gives one string with a newline at its end, coloured only if asked; measures and curves
also have records. Nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dedup.report.comparison_text import comparison_text
from dedup.report.lineup import lineup_text
from dedup.report.records import Record
from dedup.report.styled_text import Line, clip, columns, fit, paint, wrap
from dedup.report.wording import count, lasting, percent, span
from dedup.types import Agreement, Assignment, Cluster, Curve, Evaluation, JudgedPairs, Point, Reuse, Split

_WIDTH = 80

_CURVE_BAR = 30
"""Cells of a bar of F1 1."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Stories of one day or one source, and how many of them repeat another."""

    stories: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found. `duplicates` and `events` hold the clusters of two or more stories, largest first.

    `copies` counts, for (source of the copy, source of the earliest story of its duplicate cluster), the
    stories that the first repeated from the second.
    """

    stories: int
    repeated: int
    first: datetime | None
    last: datetime | None
    has_events: bool
    duplicates: list[Cluster]
    events: list[Cluster]
    days: dict[date, Tally]
    sources: dict[str, Tally]
    copies: dict[tuple[str, str], int]
    by_id: Mapping[str, Assignment]

    def headline(self, cluster: Cluster) -> str:
        """The title of the representative, or of any member that has one, or the id."""
        for member in (cluster.representative, cluster.earliest, *cluster.members):
            story = self.by_id.get(member)
            if story is not None and story.title and story.title.strip():
                return story.title.strip()
        return cluster.representative


def figures(assignments: Iterable[Assignment], clusters: Iterable[Cluster]) -> Figures:
    """Count a run. Linear in the stories, but for sorting days, sources and clusters."""
    by_id = {assignment.id: assignment for assignment in assignments}
    found = list(clusters)
    first_of = {cluster.id: cluster.earliest for cluster in found if cluster.kind == "duplicate"}
    total: Counter[date] = Counter()
    again: Counter[date] = Counter()
    written: Counter[str] = Counter()
    copied: Counter[str] = Counter()
    copies: Counter[tuple[str, str]] = Counter()
    repeated = 0
    for story in by_id.values():
        origin = by_id.get(first_of.get(story.duplicate_cluster, story.duplicate_cluster))
        repeats = origin is not None and origin.id != story.id
        repeated += repeats
        if story.published is not None:
            day = story.published.astimezone(UTC).date()
            total[day] += 1
            again[day] += repeats
        if story.source:
            written[story.source] += 1
            copied[story.source] += repeats
            if repeats and origin is not None and origin.source:
                copies[story.source, origin.source] += 1
    times = [story.published for story in by_id.values() if story.published is not None]
    return Figures(
        stories=len(by_id),
        repeated=repeated,
        first=min(times, default=None),
        last=max(times, default=None),
        has_events=any(story.event_cluster is not None for story in by_id.values()),
        duplicates=_largest(found, "duplicate"),
        events=_largest(found, "event"),
        days={day: Tally(total[day], again[day]) for day in sorted(total)},
        sources={
            name: Tally(written[name], copied[name])
            for name in sorted(written, key=lambda s: (-written[s], s))
        },
        copies=dict(sorted(copies.items())),
        by_id=by_id,
    )


def _largest(clusters: Iterable[Cluster], kind: str) -> list[Cluster]:
    held = [cluster for cluster in clusters if cluster.kind == kind and len(cluster.members) > 1]
    return sorted(held, key=lambda c: (-len(c.members), -c.tellings, c.id))


__all__ = ["cluster_text", "comparison_text", "lineup_text", "split_text"]

_FILES = {
    "story": "one story",
    "digest": "one story with sub-headlines",
    "live-blog": "a live blog",
    "transcript": "a transcript",
    "q-and-a": "questions and answers",
    "merged": "merged",
    "briefs": "news in brief",
    "updates": "a chain of updates",
}
"""Kinds of file (`dedup.types.Split`)."""

_BAR = 24
"""Cells of the bar that shows the share of repetition."""


def cluster_text(
    assignments: Iterable[Assignment],
    clusters: Iterable[Cluster],
    *,
    width: int = 80,
    color: bool = False,
    largest: int = 6,
) -> str:
    """The summary of a run: how much is repetition, and the largest clusters of both kinds.

    Parameters
    ----------
    assignments
        One per story.
    clusters
        Duplicate and event clusters; those of one story are counted, not listed.
    width
        Terminal cells of a line, at least 40.
    color
        Whether ANSI colours are written.
    largest
        Clusters of each kind that are listed.
    """
    width = max(40, width)
    seen = figures(assignments, clusters)
    lines = [*_totals(seen, width)]
    for title, kind, found in (
        ("Biggest events", "event", seen.events),
        ("Most copied", "duplicate", seen.duplicates),
    ):
        if found:
            lines += [[], [(title, "bold")], *_table(seen, kind, found[:largest], width)]
            if len(found) > largest:
                lines.append([(f"… and {len(found) - largest:,} more", "dim")])
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)


def _totals(seen: Figures, width: int) -> list[Line]:
    if not seen.stories:
        return [[("No stories.", "")]]
    head = [count(seen.stories, "story", "stories")]
    if seen.sources:
        head[0] += f" from {count(len(seen.sources), 'source')}"
    if period := span(seen.first, seen.last):
        head.append(period)
    share = seen.repeated / seen.stories
    filled = min(_BAR, max(round(share * _BAR), 1 if seen.repeated else 0))
    held = sum(len(cluster.members) for cluster in seen.duplicates)
    wide = len(f"{seen.stories:,}")
    rows: list[Line] = [
        [(f"{seen.repeated:>{wide},}", "bold"), (" repeat another story  ", "")],
        [
            (f"{len(seen.duplicates):>{wide},}", "bold"),
            (f" duplicate {'cluster' if len(seen.duplicates) == 1 else 'clusters'}", ""),
            (f" holding {count(held, 'story', 'stories')}" if held else "", "dim"),
        ],
    ]
    bar = [(percent(share) + "  ", ""), ("█" * filled, "accent"), ("░" * (_BAR - filled), "dim")]
    if width >= 60:
        rows[0] += bar
    if seen.has_events:
        stated = sum(1 for cluster in seen.events if cluster.tellings > 1)
        rows.append(
            [
                (f"{stated:>{wide},}", "bold"),
                (
                    " event told in more than one way"
                    if stated == 1
                    else " events told in more than one way",
                    "",
                ),
            ]
        )
    return [[("  ".join(head), "bold")], [], *rows]


def _table(seen: Figures, kind: str, found: Sequence[Cluster], width: int) -> list[Line]:
    """One line per cluster, numbers first; below each, who told it when, if there is room to say it."""
    counted = [
        (f"{len(c.members):,}", f"{c.tellings:,}" if kind == "event" else "", f"{len(c.sources):,}")
        for c in found
    ]
    names = ("stories", "tellings" if kind == "event" else "", "sources")
    wide = [max(len(name), *(len(row[n]) for row in counted)) if name else 0 for n, name in enumerate(names)]
    shown = [n for n in range(3) if wide[n]] if width >= 60 else [0]
    gap = sum(wide[n] + 2 for n in shown)
    header = "".join(f"{names[n]:>{wide[n]}}  " for n in shown) + "headline"
    lines: list[Line] = [[(header, "dim")]]
    for cluster, numbers in zip(found, counted, strict=True):
        when = " · ".join(
            part for part in (span(cluster.first, cluster.last), lasting(cluster.first, cluster.last)) if part
        )
        aside = columns(when) + 2 if when and width >= 100 else 0
        line: Line = [("".join(f"{numbers[n]:>{wide[n]}}  " for n in shown), "bold")]
        line.append((fit(seen.headline(cluster), width - gap - aside), ""))
        if aside:
            line.append((f"  {when}", "dim"))
        lines.append(line)
        room = width - gap - (0 if aside or not when else columns(when) + 3)
        below = " · ".join(part for part in ("" if aside else when, _names(cluster.sources, room)) if part)
        if below:
            lines.append([(" " * gap + clip(below, width - gap), "dim")])
    return lines


def _names(sources: Sequence[str], room: int) -> str:
    """As many sources as fit, and how many more there are."""
    shown: list[str] = []
    for name in sources:
        short = clip(name, 32)
        if shown and columns(", ".join([*shown, short])) > room - 5:
            break
        shown.append(short)
    more = len(sources) - len(shown)
    return ", ".join(shown) + (f" +{more}" if more else "")


def split_text(
    found: Split,
    *,
    beginnings: Sequence[str] = (),
    file: str | None = None,
    width: int = 80,
    color: bool = False,
) -> str:
    """What a file holds: its kind, and of each piece paragraphs, probability of the cut (the first has none)
    and title.

    Parameters
    ----------
    found
        The pieces of one file, in order.
    beginnings
        The first paragraph of each piece: shown, in quotation marks, for a piece without a title.
    file
        Name of the file, or where in it the record stands.
    width
        Terminal cells of a line, at least 30.
    color
        Whether ANSI colours are written.
    """
    width = max(30, width)
    kind = _FILES[found.kind] + (f", {len(found):,} stories" if len(found) > 1 else "")
    named = [] if file is None else [(clip(file, width - len(kind) - 2), "bold"), ("  ", "")]
    lines: list[Line] = [[*named, (kind, "")]]
    where = [f"¶{p.first}" if p.first == p.last else f"¶{p.first}–{p.last}" for p in found]
    wide = max(map(len, where), default=0)
    for number, (piece, paragraphs) in enumerate(zip(found, where, strict=True), 1):
        label = f"{number:>3}  {paragraphs:<{wide}}  "
        chance = f"{piece.probability:.2f}  " if number > 1 else " " * 6 * (len(found) > 1)
        left = width - len(label) - len(chance)
        if piece.title or number > len(beginnings):
            title = clip(piece.title or "(no title)", left)
        else:
            title = f"“{clip(beginnings[number - 1], left - 2)}”"
        lines.append([(label, ""), (chance, "dim"), (title, "" if piece.title else "dim")])
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)


MOST_REUSED = 20
"""Stories of an overlap that are listed on a terminal, those with the largest share."""


def reuse_text(found: Reuse, *, width: int = _WIDTH, color: bool = False) -> str:
    """What of one collection stands in another: the totals, then the stories with the largest share."""
    lines: list[Line] = [
        [(f"{percent(found.rate)} contained", "bold"), (_contained(found), "")],
        [(_shared(found), "")],
    ]
    if found.too_short:
        short = f"{count(found.too_short, 'story', 'stories')} of fewer than {found.size} words not looked at"
        lines.append([(short, "")])
    ordered = sorted(found.rows, key=lambda row: (-row.share, row.id))
    if ordered:
        lines += [[], [("share  words  story of A", "bold"), (", and where it stands in B", "dim")]]
    for row in ordered[:MOST_REUSED]:
        others = ", ".join(dict.fromkeys(one.b for one in sorted(row.passages, key=lambda one: -one.words)))
        name = f"{row.id}  {row.title or ''}".rstrip()
        lines.append([(fit(f"{percent(row.share):>5}  {row.shared_words:>5,}  {name}", width), "")])
        lines.append([(fit(f"{'':14}{others}", width), "dim")])
    if len(ordered) > MOST_REUSED:
        lines.append([(f"… and {len(ordered) - MOST_REUSED:,} more; all are in -o FILE", "dim")])
    return _text(lines, color)


def _shared(found: Reuse) -> str:
    having = f"{count(found.found, 'story shares', 'stories share')} a passage of {found.size} words or more"
    share = percent(found.shared_words / found.words) if found.words else percent(0.0)
    return f"{having}: {found.shared_words:,} of {found.words:,} words, {share}"


def _contained(found: Reuse) -> str:
    listed = f"{found.contained:,} of {count(found.stories, 'story', 'stories')}"
    return f": {listed} by {percent(found.at_least)} of their words or more"


def evaluation_text(found: Evaluation, pairs: JudgedPairs | None = None, *, color: bool = False) -> str:
    """A clustering measured by gold labels and, where there are any, by judged pairs."""
    lines: list[Line] = [
        [(f"{count(found.stories, 'story', 'stories')} with a gold label", "bold")],
        [],
        [(f"{'':14}precision   recall       F1", "dim")],
        _row("pairwise", found.pairwise),
        _row("B-cubed", found.bcubed),
        [(f"{'adjusted Rand':14}", ""), (f"{found.ari:27.4f}", "bold")],
        [],
        [(f"{'':14}     gold  predicted", "dim")],
        [(f"{'clusters':14}{found.gold_clusters:>9,}  {found.predicted_clusters:>9,}", "")],
        [(f"{'largest':14}{found.largest_gold:>9,}  {found.largest_predicted:>9,}", "")],
        [],
        [(f"The worst cluster is {found.overgrown:.2f} x as large as the largest gold cluster in it.", "")],
    ]
    if found.missing:
        missing = count(found.missing, "labelled story", "labelled stories")
        stands = "stands" if found.missing == 1 else "stand"
        lines.append([(f"{missing} {stands} in no predicted cluster, each counted as its own.", "")])
    if pairs is not None:
        lines += [[], [("Judged pairs", "bold")], _row("all", pairs.agreement)]
        lines.append([(f"{'':26} joined  together", "dim")])
        for kind in pairs.kinds:
            joined, right = f"{kind.joined:,} of {kind.pairs:,}", f"{kind.right:,}"
            lines.append([(f"{fit(kind.kind, 18)}{joined:>15}{right:>10}", "")])
    return _text(lines, color)


def evaluation_record(found: Evaluation, pairs: JudgedPairs | None = None) -> Record:
    """The same with the keys of `dedup evaluate --format json`, measures to four places."""
    record: Record = {
        "stories": found.stories,
        "missing": found.missing,
        "clusters": {"gold": found.gold_clusters, "predicted": found.predicted_clusters},
        "pairwise": _agreement(found.pairwise),
        "bcubed": _agreement(found.bcubed),
        "ari": round(found.ari, 4),
        "largest": {"gold": found.largest_gold, "predicted": found.largest_predicted},
        "overgrown": round(found.overgrown, 4),
    }
    if pairs is not None:
        kinds = [
            {"kind": kind.kind, "pairs": kind.pairs, "joined": kind.joined, "together": kind.right}
            for kind in pairs.kinds
        ]
        record["judged_pairs"] = {**_agreement(pairs.agreement), "kinds": kinds}
    return record


_TITLES = {"threshold": "Duplicates by threshold", "event_threshold": "Events by event threshold"}
_MEASURES = {"pairwise": "pairwise", "bcubed": "B-cubed"}


def curve_text(curve: Curve, *, color: bool = False) -> str:
    """A curve over thresholds: a line a threshold, with a bar for its F1, and the suggested setting."""
    lines: list[Line] = [
        [(_TITLES.get(curve.setting, curve.setting), "bold"), (f"  {_MEASURES[curve.measure]}", "dim")],
        [("threshold  precision  recall     F1", "dim")],
    ]
    best = max(_height(curve, point) for point in curve.points)
    for point in curve.points:
        agreement, height = _measured(curve, point), _height(curve, point)
        filled = round(_CURVE_BAR * height)
        inside = curve.plateau[0] <= point.threshold <= curve.plateau[1]
        note = " <" if point.threshold == curve.suggested else " |" if inside else ""
        lines.append(
            [
                (f"{point.threshold:>9.2f}", "bold" if point.threshold == curve.suggested else ""),
                (f"  {agreement.precision:>9.3f}  {agreement.recall:>6.3f}  {height:>5.3f}  ", ""),
                ("█" * filled, "accent"),
                ("░" * (_CURVE_BAR - filled), "dim"),
                (note, "bold"),
            ]
        )
    low, high = curve.plateau
    where = f"{low:.2f}" if low == high else f"{low:.2f} to {high:.2f}"
    also = ", on the plateau too" if low <= curve.current <= high else ""
    lines += [
        [],
        [
            (f"Suggested: {curve.setting} = {curve.suggested:.2f}", "bold"),
            (f" (now {curve.current:.2f}{also})", ""),
        ],
        [(f"the middle of the plateau (|), {where}: F1 within .01 of the best, {best:.3f}", "")],
    ]
    if curve.caution:
        lines += wrap([("Few labels", "bold"), (f": {curve.caution}", "")], _WIDTH)
    return _text(lines, color)


def curve_record(curve: Curve) -> Record:
    """The same with the keys of `dedup tune --format json`."""
    return {
        "setting": curve.setting,
        "measure": curve.measure,
        "suggested": curve.suggested,
        "plateau": list(curve.plateau),
        "current": curve.current,
        "caution": curve.caution,
        "points": [
            {"threshold": point.threshold, **evaluation_record(point.evaluation)} for point in curve.points
        ],
    }


def _measured(curve: Curve, point: Point) -> Agreement:
    return point.evaluation.pairwise if curve.measure == "pairwise" else point.evaluation.bcubed


def _height(curve: Curve, point: Point) -> float:
    return _measured(curve, point).f1


def _row(name: str, found: Agreement) -> Line:
    return [
        (f"{name:14}", ""),
        (f"{found.precision:>9.4f}{found.recall:>9.4f}", ""),
        (f"{found.f1:>9.4f}", "bold"),
    ]


def _agreement(found: Agreement) -> Record:
    return {
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
        "f1": round(found.f1, 4),
    }


def _text(lines: list[Line], color: bool) -> str:
    return "".join(paint(line, color).rstrip() + "\n" for line in lines)
