"""Measures of a clustering, and curves over thresholds: for terminals and as records."""

from __future__ import annotations

from dedup.report.records import Record
from dedup.report.styled_text import Line, fit, paint, wrap
from dedup.report.wording import count
from dedup.types import Agreement, Curve, Evaluation, JudgedPairs, Point

_WIDTH = 80

_BAR = 30
"""Cells of a bar of F1 1."""


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
        filled = round(_BAR * height)
        inside = curve.plateau[0] <= point.threshold <= curve.plateau[1]
        note = " <" if point.threshold == curve.suggested else " |" if inside else ""
        lines.append(
            [
                (f"{point.threshold:>9.2f}", "bold" if point.threshold == curve.suggested else ""),
                (f"  {agreement.precision:>9.3f}  {agreement.recall:>6.3f}  {height:>5.3f}  ", ""),
                ("█" * filled, "accent"),
                ("░" * (_BAR - filled), "dim"),
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
