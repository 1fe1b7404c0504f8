"""Small words that turn a statement: negation, rise and fall, what is planned and what is done, how many,
where.

Each reading takes the changed words of both sides and says whether they differ in its own respect; changed
words that the lexicon does not hold fall through to "wording".
"""

from collections.abc import Sequence

from dedup.comparison.lexicon import Lexicon
from dedup.comparison.style import planned_only_once
from dedup.comparison.tokens import Token, Verdict

SHORTEST_VERB = 4
"""Letters of the shortest verb in which a negation is looked for."""


def negation(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """A negating word on one side only, nothing on the other side that denies in another way ("may skip" for
    "may not attend")."""
    x = sum(t.key in lexicon.negators for t in a)
    y = sum(t.key in lexicon.negators for t in b)
    if lexicon.concord:
        x, y = min(x, 1), min(y, 1)
    if (x % 2) == (y % 2):
        infixed = any(_negated_form(s.key, t.key, lexicon) for s in a for t in b)
        return Verdict("negation", "differs", "negated on one side only") if infixed else None
    if any(t.key in lexicon.implicit_negators for t in (b if x % 2 else a)):
        return None
    return Verdict("negation", "differs", "negated on one side only")


def _negated_form(x: str, y: str, lexicon: Lexicon) -> bool:
    """Whether one of two words is the other with a negation inside it ("gelmedi", "geldi")."""
    short, long = sorted((x, y), key=lambda word: (len(word), word))
    for infix in lexicon.negative_infixes:
        if len(short) < SHORTEST_VERB or len(long) - len(short) != len(infix):
            continue
        if any(
            long[:k] + infix + short[k:] == long for k in range(2, len(short) - 1) if short[:k] == long[:k]
        ):
            return True
    return False


def polarity(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """Numbers (within `a` and `b`) of two words at opposite poles of one axis."""
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            for axis, side in lexicon.poles.get(s.key, ()):
                if (axis, 1 - side) in lexicon.poles.get(t.key, ()) and (axis, side) not in lexicon.poles.get(
                    t.key, ()
                ):
                    return i, j
            if _unlike(s.key, t.key, lexicon):
                return i, j
    return None


def sign(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Profit or loss on one side only: the sign of the amounts behind it."""
    x, y = {t.key for t in a} & lexicon.signs, {t.key for t in b} & lexicon.signs
    return Verdict("polarity", "differs", "profit or loss") if x != y else None


def _unlike(x: str, y: str, lexicon: Lexicon) -> bool:
    short, long = sorted((x, y), key=lambda w: (len(w), w))
    return len(short) > 4 and any(long == prefix + short for prefix in lexicon.negative_prefixes)


def status(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Planned against possible, required, done or going on."""
    x = {lexicon.statuses[t.key] for t in a if t.key in lexicon.statuses}
    y = {lexicon.statuses[t.key] for t in b if t.key in lexicon.statuses}
    strong = any(t.key in lexicon.statuses and t.key not in lexicon.weak_statuses for t in [*a, *b])
    if (x == y or not strong) and planned_only_once(a, b, lexicon):
        return Verdict("status", "update", "planned, possible, required or done")
    if x == y or not strong:
        return None
    denied = lexicon.negators | lexicon.implicit_negators
    if all(any(t.key in denied for t in side) for side in (a, b)):
        return None
    if ("possible" in x) != ("possible" in y) and {*x, *y} <= {"possible", "ongoing", "done"}:
        return Verdict("hedge", "differs", "possible on one side only")
    kind = "update" if {*x, *y} >= {"planned", "done"} else "differs"
    return Verdict("status", kind, "planned, possible, required or done")


def hedge(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """A word that makes the statement less certain, on one side only."""
    if any(t.key in lexicon.hedges for t in a) == any(t.key in lexicon.hedges for t in b):
        return None
    return Verdict("hedge", "differs", "certain on one side, hedged on the other")


def quantifier(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Other words for how many."""
    x, y = {t.key for t in a} & lexicon.quantifiers, {t.key for t in b} & lexicon.quantifiers
    return Verdict("quantifier", "differs", "how many or how much") if x != y else None


def place(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Other points of the compass, or near against in."""
    x, y = {t.key for t in a}, {t.key for t in b}
    if x & lexicon.directions != y & lexicon.directions:
        return Verdict("place", "differs", "direction")
    both = (x & lexicon.locatives, y & lexicon.locatives)
    if all(both) and both[0] != both[1] and (both[0] | both[1]) & lexicon.strong_locatives:
        return Verdict("place", "differs", "place told by another preposition")
    return None
