"""What the comparer finds in each language: a table language x type of difference, from `corpora/languages`.

    python -m tests.bench.language_table

A file `xx-name.txt` is a pair of stories with its edits in place: `[[type|a|b]]` is a change of fact, of
source or of structure of that type, `[[=form|a|b]]` the same in another form. An edit is found if a
difference of its type shows changed characters on either side; a fact or source beside all edits is false.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dedup.comparison import compare
from dedup.text.sentences import paragraphs
from dedup.types import Difference, Span, Story

LANGUAGES = Path(__file__).parents[2] / "corpora" / "languages"

_EDIT = re.compile(r"\[\[(=?)([a-z-]+)\|([^|\]]*)\|([^|\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: its type, whether it changes nothing, and (paragraph, start, end) on both sides."""

    type: str
    same: bool
    a: tuple[int, int, int]
    b: tuple[int, int, int]

    def touched(self, difference: Difference) -> bool:
        """Whether a difference shows characters of the edit on either side."""
        return any(
            shown is not None and _overlap(shown, place)
            for shown, place in ((difference.a, self.a), (difference.b, self.b))
        )


def _overlap(shown: Span, place: tuple[int, int, int]) -> bool:
    paragraph, start, end = place
    return shown.paragraph == paragraph and shown.start < max(end, start + 1) and shown.end > start


@dataclass(slots=True)
class Counts:
    """Edits of one language by type: found and all; rewrites, and false facts on them and elsewhere."""

    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    edits: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rewrites: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def pair(path: Path) -> tuple[Story, Story, list[Edit]]:
    """The two stories of a file and its edits."""
    lang = path.name[:2]
    texts: tuple[list[str], list[str]] = ([], [])
    edits: list[Edit] = []
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        sides = ["", ""]
        last = 0
        for match in _EDIT.finditer(block):
            between = block[last : match.start()]
            sides = [side + between for side in sides]
            places = [(number, len(side), len(side) + len(match[3 + k])) for k, side in enumerate(sides)]
            edits.append(Edit(match[2], bool(match[1]), *places))
            sides = [side + match[3 + k] for k, side in enumerate(sides)]
            last = match.end()
        for side, text in zip(sides, texts, strict=True):
            side += block[last:]
            text.append(side[:1].upper() + side[1:])
    a, b = (
        Story(f"{path.stem}-{k}", "\n\n".join(text), lang=lang) for k, text in zip("ab", texts, strict=True)
    )
    assert paragraphs(a.text) == texts[0]
    assert paragraphs(b.text) == texts[1]
    return a, b, edits


def count(paths: Sequence[Path]) -> dict[str, Counts]:
    """The counts of every language."""
    result: dict[str, Counts] = {}
    for path in sorted(paths):
        counts = result.setdefault(path.name[:2], Counts())
        a, b, edits = pair(path)
        stated = [d for d in compare(a, b, everything=True).differences if d.group != "style"]
        for edit in edits:
            if edit.same:
                counts.rewrites += 1
                continue
            counts.edits[edit.type] += 1
            types = [d.type for d in stated if edit.touched(d)]
            counts.found[edit.type] += edit.type in types
            if edit.type not in types:
                counts.missed.append(f"{path.stem} {edit.type} as {' '.join(types) or 'nothing'}")
        changed = [edit for edit in edits if not edit.same]
        for d in stated:
            if d.group in ("fact", "source") and not any(edit.touched(d) for edit in changed):
                shown = " | ".join(span.text if span else "" for span in (d.a, d.b))
                counts.false.append(f"{path.stem} {d.type}: {shown}")
    return result


def table(counts: dict[str, Counts]) -> str:
    """The table in Markdown: found of all edits by type; false facts of all rewrites."""
    types = list(dict.fromkeys(type_ for c in counts.values() for type_ in sorted(c.edits)))
    head = ["", *sorted(types), "all", "false facts"]
    rows = [head, ["---"] * len(head)]
    for lang, c in sorted(counts.items()):
        cells = [f"{c.found[t]}/{c.edits[t]}" if c.edits[t] else "" for t in sorted(types)]
        whole = f"{sum(c.found.values())}/{sum(c.edits.values())}"
        rows.append([lang, *cells, whole, f"{len(c.false)} on {c.rewrites}"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    counted = count(list(LANGUAGES.glob("*.txt")))
    print(table(counted))
    for lang_counts in counted.values():
        for line in [*lang_counts.missed, *(f"false: {f}" for f in lang_counts.false)]:
            print(line)
