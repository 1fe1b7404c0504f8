"""Direct and indirect speech: words that one side quotes and the other tells without quotation marks.

A quoted stretch answers to words outside quotation marks where at least half of its words stand there, as
they are or as English turns them in indirect speech: the first person into the third, the present into the
past, "that" before them ("We will go": that they would go). What else changed in the stretch is told by
itself. Titles, whose telling words all begin with a capital, and short phrases inside a clause, which are
scare quotes more often than speech, are left to style.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dedup.compare.mentions import Verdict
from dedup.compare.ranking import told
from dedup.compare.sides import Range, Side, span
from dedup.compare.style import FUNCTION_WORDS
from dedup.compare.tokens import Token
from dedup.story import Difference, Span
from dedup.text.lists import listed

TYPE = "direct-speech"

SPOKEN = 3
"""Words of the shortest quotation that opens a sentence or follows a comma or a colon."""

SAID = 5
"""Words of the shortest quotation within a clause; fewer are scare quotes and terms."""

LONGEST = 80
"""Tokens of a stretch that are searched for turned words, a bound on hostile input."""

_TURNED = {
    first: listed(third)
    for first, third in {
        "i": "he she they", "we": "they it he she", "me": "him her them", "us": "them it",
        "my": "his her their", "our": "their its his her", "mine": "his hers theirs", "ours": "theirs its",
        "myself": "himself herself", "ourselves": "themselves itself", "you": "they he she i we",
        "your": "their his her my our", "will": "would", "'ll": "would", "shall": "would should",
        "can": "could", "may": "might", "am": "was is", "is": "was", "are": "were was is", "'m": "was is",
        "'re": "were was", "has": "had", "have": "had has", "'ve": "had has", "do": "did does",
        "does": "did", "this": "that the", "these": "those the", "here": "there", "now": "then",
        "go": "went goes", "know": "knew knows", "think": "thought thinks", "make": "made makes",
        "take": "took takes", "get": "got gets", "see": "saw sees", "come": "came comes",
        "give": "gave gives", "stand": "stood stands", "feel": "felt feels",
    }.items()
}  # fmt: skip
"""Words of direct speech and what indirect speech makes of them (Quirk et al. 1985, 14.30-34)."""

_ADDED = frozenset(["that"])
_ENDINGS = ("s", "d", "ed")
_OPENS = frozenset(",:;–—-")


def speech(a: Side, b: Side, operations: Sequence[Range]) -> list[Difference]:
    """Quotations of one side that the other tells without marks; what the turn alone changed is explained."""
    found = [told(_verdict(), span(a.tokens, *x), span(b.tokens, *y)) for x, y in _turns(a, b, operations)]
    mirrored = [(j1, j2, i1, i2) for i1, i2, j1, j2 in operations]
    return found + [
        told(_verdict(), span(a.tokens, *x), span(b.tokens, *y)) for y, x in _turns(b, a, mirrored)
    ]


def joined(found: Sequence[Difference], a: Sequence[str], b: Sequence[str]) -> list[Difference]:
    """The differences, those of speech that goes on over several sentences as one; `a` and `b` are the
    paragraphs of the stories."""
    turns = [d for d in found if d.type == TYPE]
    turns.sort(key=lambda d: [(s.paragraph, s.start) if s else (0, 0) for s in (d.a, d.b)])
    whole: list[Difference] = []
    for d in turns:
        spans = whole and (_run(whole[-1].a, d.a, a), _run(whole[-1].b, d.b, b))
        if spans and all(spans):
            whole[-1] = replace(whole[-1], a=spans[0], b=spans[1])
        else:
            whole.append(d)
    return [*(d for d in found if d.type != TYPE), *whole]


def _run(first: Span | None, second: Span | None, texts: Sequence[str]) -> Span | None:
    """Two stretches of a paragraph as one, unless words stand between them."""
    if first is None or second is None or not first.paragraph == second.paragraph >= 0:
        return None
    text = texts[first.paragraph]
    if second.start < first.end or any(map(str.isalnum, text[first.end : second.start])):
        return None
    return Span(first.paragraph, first.start, second.end, text[first.start : second.end])


def _verdict() -> Verdict:
    return Verdict(
        "source", "direct-speech", "differs", "quoted on one side, told without marks on the other"
    )


def _turns(
    own: Side, other: Side, operations: Sequence[Range]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The quoted stretches of one side with the stretches of the other that tell them."""
    found = []
    for first, last in _quotations(own.tokens):
        if not _is_speech(own, first, last):
            continue
        there = _in_place(own, other, operations, first, last)
        if 2 * len(there) < last - first:
            there = _elsewhere(own, other, first, last)
            _meet(own, other, there, last)
        plain = [j for _, j in there if not other.tokens[j].quoted]
        if 2 * len(plain) < last - first:
            continue
        start, end = min(plain), max(plain) + 1
        own.explained.update(i for i, _ in there if i in own.changed)
        other.explained.update(j for j in plain if j in other.changed)
        before = range(max(start - 1, 0), end)
        other.explained.update(j for j in before if j in other.changed and other.tokens[j].key in _ADDED)
        own.reported.update(range(first, last))
        other.reported.update(range(start, end))
        found.append(((first, last), (start, end)))
    return found


def _in_place(
    own: Side, other: Side, operations: Sequence[Range], first: int, last: int
) -> list[tuple[int, int]]:
    """The words of a quoted stretch with those that stand for them where the texts are aligned."""
    kept = [(k, own.partner[k]) for k in range(first, last) if k in own.partner]
    for i1, i2, j1, j2 in operations:
        kept += _aligned(own, other, range(max(i1, first), min(i2, last)), range(j1, j2))
    return sorted(kept)


def _elsewhere(own: Side, other: Side, first: int, last: int) -> list[tuple[int, int]]:
    """The same where the speech stands at another place of the sentence."""
    changed = [j for j in sorted(other.changed) if not other.tokens[j].quoted]
    return _aligned(own, other, [k for k in range(first, last) if k in own.changed], changed)


def _meet(own: Side, other: Side, pairs: Sequence[tuple[int, int]], last: int) -> None:
    """Take the words between and behind moved words as changed into one another."""
    if not pairs:
        return
    end = pairs[-1][1] + 1
    while end in other.changed:
        end += 1
    number = 1 + max([*own.operation.values(), *other.operation.values()], default=0)
    for (i, j), (k, m) in pairwise([*pairs, (last, end)]):
        if k - i > 1 and m - j > 1:
            own.operation |= dict.fromkeys(range(i + 1, k), number)
            other.operation |= dict.fromkeys(range(j + 1, m), number)
            number += 1


def _aligned(own: Side, other: Side, direct: Sequence[int], indirect: Sequence[int]) -> list[tuple[int, int]]:
    """The longest common subsequence of two runs of tokens, words that indirect speech turns being equal."""
    direct, indirect = direct[:LONGEST], indirect[:LONGEST]
    length = [[0] * (len(indirect) + 1) for _ in range(len(direct) + 1)]
    same = [[_is_turned(own.tokens[i].key, other.tokens[j].key) for j in indirect] for i in direct]
    for x in reversed(range(len(direct))):
        for y in reversed(range(len(indirect))):
            skipped = max(length[x + 1][y], length[x][y + 1])
            length[x][y] = max(skipped, length[x + 1][y + 1] + same[x][y])
    found, x, y = [], 0, 0
    while x < len(direct) and y < len(indirect):
        if same[x][y] and length[x][y] == length[x + 1][y + 1] + 1:
            found.append((direct[x], indirect[y]))
            x, y = x + 1, y + 1
        elif length[x + 1][y] >= length[x][y + 1]:
            x += 1
        else:
            y += 1
    return found


def _quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The stretches of quoted tokens."""
    found = []
    first = None
    for k in range(len(tokens) + 1):
        inside = k < len(tokens) and tokens[k].quoted
        if inside and first is None:
            first = k
        elif not inside and first is not None:
            found.append((first, k))
            first = None
    return found


def _is_speech(own: Side, first: int, last: int) -> bool:
    """Whether a quoted stretch is long enough for speech and no title."""
    opens = first in own.starts or bool(_OPENS & set(own.tokens[first].gap))
    telling = [t for t in own.tokens[first:last] if t.key not in FUNCTION_WORDS and t.text[0].isalpha()]
    named = bool(telling) and all(t.capital for t in telling)
    return last - first >= (SPOKEN if opens else SAID) and not (named and len(telling) > 1)


def _is_turned(direct: str, indirect: str) -> bool:
    if direct == indirect or indirect in _TURNED.get(direct, ()):
        return True
    return len(direct) > 2 and any(direct + ending == indirect for ending in _ENDINGS)
