r"""Whether what the comparer shows is worth an editor's time, and whether it shows what an editor wants.

    python tests/bench/editor.py --corpora DIR [--half work|report|all] [--show-missed] [--json]
    python tests/bench/editor.py --corpora DIR --list-unjudged FILE
    python tests/bench/editor.py --add FILE

DIR holds the story sets named in editor/pairs.jsonl, as NAME.jsonl or NAME.jsonl.gz: one record a line with
id, title, text, published, source and lang. The sets are not part of the project. Without them nothing can
be measured: editor/ has ids, cues of at most four words and verdicts by the hash of a line, but no story.

Each pair is compared as a reader sees it by default; style is left out. Two things are measured.

Precision: every shown line has a verdict, useful, trivial or wrong, given by a person who read both stories
(editor/JUDGING.md). Shares are shares of judged lines; a line without a verdict is counted as unjudged.

Recall: what the best line does for each wanted item. The items were written down from both stories before
any output was seen. An item has a cue, a regular expression, for each side on which it stands. A side of a
line holds a cue that is found in its wording, or that overlaps, in the story, the place that is marked.

    own     a line shorter than a block that holds the cue of every side
    block   such a line that is a block: structure, or more than 45 words on a side
    half    a line that holds one cue of two
    missed  no line holds a cue

A wanted "moved" is met by a line that says moved, split or merged. "sound": an own line that is not judged
wrong. "first 3", "first 10": the best line, a half one too, stands among the first so many.

Half of the pairs of each kind are there to work with; the other half is there to report, and what is missed
in it is not listed.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xxhash

import dedup
from dedup.report.layout import numbered

HERE = Path(__file__).with_name("editor")
PAIRS = HERE / "pairs.jsonl"
VERDICTS = HERE / "verdicts.jsonl"

FIELDS = ("id", "title", "text", "published", "source", "lang")
"""What the program may see of a record: never its labels."""

RATINGS = ("useful", "trivial", "wrong")
STATES = ("own", "block", "half", "missed")
"""What a line does for a wanted item, the best first."""

HALVES = ("work", "report")
CUT = 80
"""Characters of a wording by which a verdict is looked up, so that the end of a long passage may change."""

BLOCK = 45
"""A wording of more words is a block: an editor has to search it."""

AROUND = 160
"""Characters of the story on either side of a marked place, for the person who judges it."""

FIRST = (3, 5, 10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor wants: `importance` 1 to 3 (must know), cues of A and B ("": nothing on that side)."""

    type: str
    importance: int
    cues: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stories, each named by set and id; `kind` is revision, retold or wire, `half` work or report."""

    name: str
    kind: str
    half: str
    stories: tuple[tuple[str, str], tuple[str, str]]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a line.

    `shown`: its wording. `whole`: the wording that can be read behind it, of structure the whole paragraph.
    `place`: the text that it is marked in, with start and end in characters.
    """

    shown: str = ""
    whole: str = ""
    place: tuple[str, int, int] = ("", 0, 0)

    def holds(self, cue: str) -> bool:
        text, start, end = self.place
        marked = any(m.start() < end and start < m.end() for m in re.finditer(cue, text))
        return marked or re.search(cue, self.whole) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A shown difference with its two sides."""

    group: str
    type: str
    kind: str
    sides: tuple[Side, Side]

    @property
    def block(self) -> bool:
        return self.group == "structure" or any(len(s.whole.split()) > BLOCK for s in self.sides)

    @property
    def label(self) -> str:
        """The name of this kind of line in the tables."""
        if self.group == "structure":
            return self.type
        kind = "one side" if self.kind in ("only-a", "only-b") else self.kind
        return f"{self.type}, {'differs' if kind == 'update' else kind}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the lines do for a wanted item; `place` counts from 0 and is None when it is missed."""

    state: str
    place: int | None
    sound: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A pair with its lines in the order shown, their verdicts (None: unjudged), and what was found."""

    pair: Pair
    lines: tuple[Line, ...]
    verdicts: tuple[str | None, ...]
    found: tuple[Found, ...]


# ---- lines


def lines(comparison: dedup.Comparison) -> list[Line]:
    """The differences in the order of the list that a reader sees, without style."""
    listed = [item.difference for item in numbered(comparison)]
    return [
        Line(
            d.group,
            d.type,
            d.kind,
            (_side(d.a, comparison.a, d.group), _side(d.b, comparison.b, d.group)),
        )
        for d in listed
        if d.group != "style"
    ]


def _side(span: dedup.Span | None, version: dedup.Version, group: str) -> Side:
    if span is None:
        return Side()
    inside = 0 <= span.paragraph < len(version.paragraphs)
    paragraph = version.paragraphs[span.paragraph] if inside else span.text
    place = (paragraph, span.start, span.end) if inside else (span.text, 0, len(span.text))
    return Side(span.text, paragraph if group == "structure" else span.text, place)


def cut(wording: str) -> str:
    """The part of a wording that counts in the hash of a line."""
    return " ".join(wording.split())[:CUT].rstrip()


def line_hash(pair: str, kind_of_fact: str, kind: str, a: str, b: str) -> str:
    """The hash by which a verdict on a line is looked up: 128 bits, 32 hexadecimal digits."""
    key = json.dumps([pair, kind_of_fact, kind, cut(a), cut(b)], ensure_ascii=False)
    return xxhash.xxh3_128_hexdigest(key.encode())


def hash_of(pair: Pair, line: Line) -> str:
    return line_hash(pair.name, line.type, line.kind, line.sides[0].shown, line.sides[1].shown)


# ---- verdicts


def judged(hashes: Iterable[str], pool: dict[str, list[str]]) -> list[str | None]:
    """The verdict of each line; of lines with one hash the n-th has the n-th verdict, or else the last."""
    seen: Counter[str] = Counter()
    found: list[str | None] = []
    for line in hashes:
        verdicts = pool.get(line, [])
        found.append(verdicts[min(seen[line], len(verdicts) - 1)] if verdicts else None)
        seen[line] += 1
    return found


def pool_of(rows: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Verdicts by hash."""
    pool: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["verdict"] not in RATINGS:
            raise SystemExit(
                f"{row['verdict']!r} is no verdict; it must be one of {', '.join(RATINGS)}: {row}"
            )
        pool[row["line"]].append(row["verdict"])
    return dict(pool)


def add(judgements: Iterable[dict[str, Any]], known: Iterable[str]) -> list[dict[str, Any]]:
    """Rows for the pool from judged lines; what is not judged or known already is left out."""
    seen, rows = set(known), []
    for row in judgements:
        line = line_hash(row["pair"], row["type"], row["kind"], row["a"], row["b"])
        if row.get("verdict") and line not in seen:
            kept = {key: row[key] for key in ("pair", "type", "kind", "verdict", "fault") if row.get(key)}
            rows.append({"line": line, **kept})
            seen.add(line)
    pool_of(rows)
    return rows


def unjudged(measured: Iterable[Measured], comparisons: dict[str, dedup.Comparison]) -> list[dict[str, Any]]:
    """Lines without a verdict, each once, ordered by their words: neither rank nor weight is told."""
    rows = {}
    for one in measured:
        for line, verdict in zip(one.lines, one.verdicts, strict=True):
            if verdict is None:
                a, b = line.sides
                rows[one.pair.name, line.type, line.kind, cut(a.shown), cut(b.shown)] = {
                    "pair": one.pair.name,
                    "type": line.type,
                    "kind": line.kind,
                    "a": cut(a.shown),
                    "b": cut(b.shown),
                    "verdict": "",
                    "fault": "",
                    "context_a": _context(a) or _opposite(comparisons[one.pair.name].a, b.shown),
                    "context_b": _context(b) or _opposite(comparisons[one.pair.name].b, a.shown),
                }
    return [rows[key] for key in sorted(rows)]


def _context(side: Side) -> str:
    """A marked place in [[ ]] with the words around it."""
    text, i, j = side.place
    return f"{text[max(0, i - AROUND) : i]}[[{text[i:j]}]]{text[j : j + AROUND]}" if side.shown else ""


def _opposite(version: dedup.Version, wording: str) -> str:
    """The paragraph that shares the most words with a wording that the other story has."""
    words = set(re.findall(r"\w{4,}", wording.casefold()))
    shared = [len(words & set(re.findall(r"\w{4,}", p.casefold()))) for p in version.paragraphs]
    return version.paragraphs[shared.index(max(shared))] if any(shared) else ""


# ---- recall


def state(item: Wanted, line: Line) -> str:
    """What one line does for a wanted item."""
    met = [side.holds(cue) for side, cue in zip(line.sides, item.cues, strict=True) if cue]
    if not all(met):
        return "half" if any(met) else "missed"
    moved = item.type == "moved" and line.type in ("moved", "split", "merged")
    return "block" if line.block and not moved else "own"


def best(item: Wanted, shown: Sequence[Line], verdicts: Sequence[str | None]) -> Found:
    """What the best line does for a wanted item, the first of equals."""
    states = [state(item, line) for line in shown]
    found = min(states, key=STATES.index, default="missed")
    sound = any(s == "own" and v != "wrong" for s, v in zip(states, verdicts, strict=True))
    return Found(found, None if found == "missed" else states.index(found), sound)


# ---- tables


def shares(verdicts: Iterable[str | None]) -> dict[str, float]:
    """Lines, unjudged lines, and the share of each verdict among the judged ones."""
    counted = Counter(verdicts)
    rated = max(1, counted.total() - counted[None])
    return {
        "lines": counted.total(),
        "unjudged": counted[None],
        **{rating: round(counted[rating] / rated, 3) for rating in RATINGS},
    }


def rates(found: Sequence[Found]) -> dict[str, float]:
    """Items by state; shares of all items: own, sound, own or block, and among the first lines."""
    counted, n = Counter(f.state for f in found), max(1, len(found))
    return {
        "wanted": len(found),
        **{s: counted[s] for s in STATES},
        "own_share": round(counted["own"] / n, 3),
        "sound_share": round(sum(f.sound for f in found) / n, 3),
        "own_or_block": round((counted["own"] + counted["block"]) / n, 3),
        **{
            f"first{k}": round(sum(f.place is not None and f.place < k for f in found) / n, 3)
            for k in (FIRST[0], FIRST[-1])
        },
    }


def pair_means(measured: Iterable[Measured]) -> dict[str, float]:
    """The mean share of each verdict over the pairs, so that a pair with many lines counts no more."""
    each = [shares(one.verdicts) for one in measured if any(one.verdicts)]
    return {rating: round(sum(x[rating] for x in each) / max(1, len(each)), 3) for rating in RATINGS}


def summary(measured: Sequence[Measured]) -> dict[str, Any]:
    """All tables: {table: {row: {column: value}}}."""
    parts = {"all": list(measured)}
    for one in measured:
        parts.setdefault(one.pair.kind, []).append(one)
    tables: dict[str, Any] = {
        "precision, all lines": {k: shares(v for m in ms for v in m.verdicts) for k, ms in parts.items()}
    }
    for first in FIRST:
        tables[f"precision, first {first} of each pair"] = {
            kind: shares(v for m in ms for v in m.verdicts[:first]) for kind, ms in parts.items()
        }
    tables["precision, mean over pairs"] = {kind: pair_means(ms) for kind, ms in parts.items()}
    by_label = defaultdict(list)
    for m in measured:
        for line, verdict in zip(m.lines, m.verdicts, strict=True):
            by_label[line.label].append(verdict)
    tables["precision, type of line"] = {k: shares(v) for k, v in _frequent(by_label)}

    def items(ms: Iterable[Measured], test: Callable[[Wanted], bool]) -> Iterator[Found]:
        return (f for m in ms for w, f in zip(m.pair.wanted, m.found, strict=True) if test(w))

    tables["recall"] = {kind: rates(list(items(ms, lambda _: True))) for kind, ms in parts.items()}
    tables["recall, importance 3"] = {
        kind: rates(list(items(ms, lambda w: w.importance == 3))) for kind, ms in parts.items()
    }
    by_type = defaultdict(list)
    for m in measured:
        for wanted, found in zip(m.pair.wanted, m.found, strict=True):
            by_type[wanted.type].append(found)
    tables["recall, type wanted"] = {k: rates(v) for k, v in _frequent(by_type)}
    return tables


def _frequent(groups: dict[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def table(title: str, rows: dict[str, dict[str, float]]) -> str:
    """One table as text."""
    heads = list(next(iter(rows.values()), {}))
    text = [f"{title:<34}" + "".join(f"{head.replace('_', ' '):>13}" for head in heads)]
    for name, row in rows.items():
        cells = (f"{x:>13}" if isinstance(x, int) else f"{x:>13.2f}" for x in row.values())
        text.append(f"  {name:<32}" + "".join(cells))
    return "\n".join(text)


# ---- the run


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as file
    ):
        return [json.loads(line) for line in file if line.strip()]


def pairs(path: Path) -> list[Pair]:
    return [
        Pair(
            row["pair"],
            row["kind"],
            row["half"],
            ((row["set"], row["a"]), (row["set"], row["b"])),
            tuple(Wanted(w["type"], w["importance"], (w["a"], w["b"])) for w in row["wanted"]),
        )
        for row in read(path)
    ]


def records(wanted: Sequence[Pair], corpora: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The stories of the pairs by set and id, without labels."""
    needed: dict[str, set[str]] = defaultdict(set)
    for pair in wanted:
        for name, story in pair.stories:
            needed[name].add(story)
    found = {}
    for name, ids in sorted(needed.items()):
        paths = [p for p in (corpora / f"{name}.jsonl", corpora / f"{name}.jsonl.gz") if p.exists()]
        if not paths:
            raise SystemExit(
                f"{corpora} has no {name}.jsonl or {name}.jsonl.gz; name the folder with --corpora"
            )
        for row in read(paths[0]):
            if row["id"] in ids:
                found[name, row["id"]] = {key: row[key] for key in FIELDS if row.get(key)}
        lost = sorted(ids - {story for origin, story in found if origin == name})
        if lost:
            raise SystemExit(f"{paths[0]} has no story {', '.join(lost)}; another edition of the set?")
    return found


def measure(pair: Pair, comparison: dedup.Comparison, pool: dict[str, list[str]]) -> Measured:
    """One pair compared, judged and searched for what is wanted."""
    shown = lines(comparison)
    verdicts = judged((hash_of(pair, line) for line in shown), pool)
    found = tuple(best(item, shown, verdicts) for item in pair.wanted)
    return Measured(pair, tuple(shown), tuple(verdicts), found)


def missed(measured: Iterable[Measured]) -> Iterator[str]:
    """The wanted items of the work half that have no line of their own."""
    for one in measured:
        for wanted, found in zip(one.pair.wanted, one.found, strict=True):
            if one.pair.half == "work" and found.state != "own":
                place = "" if found.place is None else found.place + 1
                cues = " | ".join(wanted.cues)
                yield f"{one.pair.name} {found.state:6} {place:>3} {wanted.type} {wanted.importance} | {cues}"


def write(path: Path, rows: Iterable[dict[str, Any]], mode: str = "w") -> None:
    with path.open(mode, encoding="utf8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder of the story sets")
    parser.add_argument("--half", choices=[*HALVES, "all"], default="work")
    parser.add_argument("--show-missed", action="store_true", help="list wanted items without an own line")
    parser.add_argument("--list-unjudged", type=Path, metavar="FILE", help="write the lines still to judge")
    parser.add_argument("--add", type=Path, metavar="FILE", help="put judged lines into the pool")
    parser.add_argument("--json", action="store_true", help="print the tables as JSON")
    options = parser.parse_args()
    pool = read(VERDICTS)
    if options.add:
        rows = add(read(options.add), (row["line"] for row in pool))
        write(VERDICTS, rows, "a")
        print(f"{len(rows)} verdicts added")
        return
    if not options.corpora:
        parser.error("--corpora DIR, the folder of the story sets, is needed")
    chosen = [pair for pair in pairs(PAIRS) if options.half in (pair.half, "all")]
    stories = records(chosen, options.corpora)
    found = {p.name: dedup.compare(stories[p.stories[0]], stories[p.stories[1]]) for p in chosen}
    verdicts = pool_of(pool)
    measured = [measure(pair, found[pair.name], verdicts) for pair in chosen]
    tables = summary(measured)
    if options.json:
        print(json.dumps(tables))
    else:
        print("\n\n".join(table(title, rows) for title, rows in tables.items()))
    if options.show_missed:
        print("", *missed(measured), sep="\n")
    if options.list_unjudged:
        rows = unjudged(measured, found)
        write(options.list_unjudged, rows)
        print(f"{len(rows)} unjudged lines, each once, in {options.list_unjudged}", file=sys.stderr)


if __name__ == "__main__":
    main()
