"""Verdicts of an index as records and as lines to read."""

from collections.abc import Iterable, Iterator

from dedup.report.plain import plain
from dedup.report.records import Record, difference_record, json_bytes, scores_record
from dedup.story import Verdict


def verdict_record(verdict: Verdict) -> Record:
    """One verdict, as `dedup add` and `dedup check` print it; differences only where they were asked for."""
    record: Record = {
        "id": verdict.id,
        "verdict": verdict.kind,
        "duplicate_cluster": verdict.duplicate_cluster,
        "event_cluster": verdict.event_cluster,
        "matched": verdict.matched,
        "relation": verdict.relation,
        "scores": None if verdict.scores is None else scores_record(verdict.scores),
        "merged": list(verdict.merged),
        "version": verdict.version,
        "stored": verdict.stored,
    }
    if verdict.differences is not None:
        record["differences"] = [difference_record(difference) for difference in verdict.differences]
    return record


def verdict_lines(verdicts: Iterable[Verdict]) -> Iterator[bytes]:
    """One JSON line per verdict, newline included."""
    for verdict in verdicts:
        yield json_bytes(verdict_record(verdict))


def verdict_text(verdict: Verdict) -> str:
    """A verdict in one line, and a line for each of its differences."""
    parts = [f"{verdict.kind:<9}", plain(verdict.id)]
    if verdict.matched is not None:
        of = f"version {verdict.version - 1}" if verdict.matched == verdict.id else plain(verdict.matched)
        parts.append(f"<- {of}" if verdict.stored or verdict.matched != verdict.id else "known already")
    if verdict.duplicate_cluster not in (verdict.id, verdict.matched):
        parts.append(f"in {plain(verdict.duplicate_cluster)}")
    if verdict.merged:
        parts.append("with " + ", ".join(map(plain, verdict.merged)))
    lines = ["  ".join(parts)]
    for difference in verdict.differences or ():
        before = plain(difference.a.text) if difference.a else "-"
        after = plain(difference.b.text) if difference.b else "-"
        lines.append(f"  {difference.type}: {before} -> {after}")
    return "\n".join(lines)
