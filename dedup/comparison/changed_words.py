"""What a change of words means: only style, or another statement.

Style comes first, so that it is never shown as fact: spelling, abbreviations, number formats, capitals,
punctuation, contractions, hyphens and spaces in compounds, established second names, function words. The same
words in another order are no difference where a language is free to do so and names and numbers kept their
order; elsewhere only one stretch with a day or a time in it may have moved.

Small words may turn a statement: negation, rise and fall, what is planned and what is done, how many, where.
Each reading takes the changed words of both sides and says whether they differ in its own respect; changed
words that the lexicon does not hold fall through to "wording". Verbs that say by their form what is to come
and what is done ("enviará", "ha enviado") are held against each other only if they share their root.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from dedup.comparison.align import stem
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Side
from dedup.comparison.tokens import Token, Verdict, bare

ROOT = 3
"""Letters in a row that two forms of a verb share."""

FORM = 4
"""Letters of the shortest word whose ending is read."""

SHORTEST_VERB = 4
"""Letters of the shortest verb in which a negation is looked for."""


def planned_only_once(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a verb is in a form of what is to come on one side only."""
    for own, other in ((a, b), (b, a)):
        if any(lexicon.statuses.get(t.key) == "planned" for t in other):
            continue
        roots = [root for t in own if (root := _root_of_planned(t, lexicon))]
        roots += [
            t.key
            for auxiliary, t in pairwise(own)
            if lexicon.statuses.get(auxiliary.key) == "planned" and len(t.key) >= FORM
        ]
        forms = [bare(t.key, lexicon) for t in other if not _root_of_planned(t, lexicon)]
        if any(_one_root(root, form) for root in roots for form in forms):
            return True
    return False


def _root_of_planned(token: Token, lexicon: Lexicon) -> str:
    """A verb in a form of what is to come, without its beginning or ending; nothing for other words."""
    key = bare(token.key, lexicon)
    if token.capital or len(key) < FORM:
        return ""
    for beginning in lexicon.planned_beginnings:
        if key.startswith(beginning):
            return key[len(beginning) :]
    for ending in lexicon.planned_endings:
        if key.endswith(ending):
            return key[: -len(ending)]
    return ""


def _one_root(root: str, form: str) -> bool:
    """Whether a form of a verb holds the root at its beginning, or behind one letter or two."""
    found = SequenceMatcher(None, root, form, autojunk=False).find_longest_match()
    return found.size >= ROOT and 2 * found.size >= len(root) and found.a <= 1 and found.b <= 2


LONGEST_MOVE = 8
"""Tokens of the longest stretch with a time that is taken out and looked for elsewhere."""


def rearranged(a: Side, b: Side) -> bool:
    """Whether two passages are one in another order."""
    x, y = _telling(a), _telling(b)
    if not x or Counter(x) != Counter(y) or [k for k, _ in x] == [k for k, _ in y]:
        return False
    if any(_values(a, family) != _values(b, family) for family in ("name", "number")):
        return False
    return a.lexicon.free_order or _time_moved(a, b)


def _telling(own: Side) -> list[tuple[str, bool]]:
    small = own.lexicon.function_words - own.lexicon.contentful
    return [(bare(t.key, own.lexicon), t.quoted) for t in own.tokens if t.key not in small]


def _values(own: Side, family: str) -> list[tuple[object, ...]]:
    return [m.value for m in own.mentions[family]]


def _time_moved(a: Side, b: Side) -> bool:
    keys_a, keys_b = [t.key for t in a.tokens], [t.key for t in b.tokens]
    for x in a.mentions["date"]:
        for y in b.mentions["date"]:
            if x.value == y.value and _without_run(keys_a, keys_b, (x.first, x.last), (y.first, y.last)):
                return True
    return False


def _without_run(a: Sequence[str], b: Sequence[str], x: tuple[int, int], y: tuple[int, int]) -> bool:
    """Whether two rows are equal once the run around two equal places is out of both."""
    for before in range(LONGEST_MOVE):
        for behind in range(LONGEST_MOVE):
            i, j = x[0] - before, y[0] - before
            k, m = x[1] + behind, y[1] + behind
            if min(i, j) < 0 or k > len(a) or m > len(b) or a[i:k] != b[j:m]:
                break
            if [*a[:i], *a[k:]] == [*b[:j], *b[m:]]:
                return True
    return False


def equivalent(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> str | None:
    """The kind of style by which two stretches differ, or None when they may differ in meaning.

    Examples
    --------
    >>> from dedup.comparison.tokens import tokens
    >>> from dedup.comparison.lexicon import lexicon_for
    >>> en = lexicon_for("en")
    >>> equivalent(tokens("air strikes", en), tokens("airstrikes", en), en)
    'spelling'
    >>> equivalent(tokens("the", en), tokens("a", en), en)
    'function-words'
    """
    keys_a, keys_b = [bare(t.key, lexicon) for t in a], [bare(t.key, lexicon) for t in b]
    if keys_a == keys_b:
        return surface(a, b)
    if "".join(keys_a) == "".join(keys_b) and keys_a:
        return "spelling"
    if len(keys_a) == len(keys_b) and all(
        _either(x, y, lexicon) for x, y in zip(keys_a, keys_b, strict=True)
    ):
        return "contraction"
    if keys_a and keys_b and _alias(keys_a, lexicon) == _alias(keys_b, lexicon):
        return "alias"
    if all(key in lexicon.function_words and key not in lexicon.contentful for key in [*keys_a, *keys_b]):
        return "function-words"
    return None


def surface(a: Sequence[Token], b: Sequence[Token]) -> str | None:
    """The kind of style by which stretches of equal keys differ, or None when they are written alike."""
    for x, y in zip(a, b, strict=True):
        if x.text == y.text:
            continue
        plain_x, plain_y = x.text.replace("’", "'"), y.text.replace("’", "'")
        if plain_x == plain_y:
            continue
        if plain_x.lower() == plain_y.lower():
            return "capitals"
        if any(t.text[0].isdigit() for t in (x, y)):
            return "number-format"
        if "." in plain_x or "." in plain_y or not (plain_x.isalpha() and plain_y.isalpha()):
            return "abbreviation"
        return "abbreviation" if abs(len(plain_x) - len(plain_y)) > 2 else "spelling"
    return None


def _either(x: str, y: str, lexicon: Lexicon) -> bool:
    return x == y or y in lexicon.either.get(x, ()) or x in lexicon.either.get(y, ())


def _alias(keys: Sequence[str], lexicon: Lexicon) -> str:
    words = tuple(k for k in keys if k not in lexicon.articles | {"of"})
    return lexicon.aliases.get(words, " ".join(words))


def punctuation(before: str, after: str) -> bool:
    """Whether two gaps differ in more than white space and the glyphs of quotes, dashes and dots."""
    return before != after and _marks(before) != _marks(after)


_GLYPHS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "―": "-",
        "…": "...",
    }
)


def _marks(gap: str) -> str:
    return "".join(gap.translate(_GLYPHS).split()).replace("''", '"').replace("``", '"').replace("--", "-")


def negation(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """A negating word on one side only, in no clause of its own ("they", "the couple, who have not been
    named"), and nothing on the other side that denies in another way ("may skip" for "may not attend")."""
    x = sum(t.key in lexicon.negators for t in a)
    y = sum(t.key in lexicon.negators for t in b)
    if lexicon.concord:
        x, y = min(x, 1), min(y, 1)
    if (x % 2) == (y % 2):
        infixed = any(_negated_form(s.key, t.key, lexicon) for s in a for t in b)
        return Verdict("negation", "differs", "negated on one side only") if infixed else None
    if any(t.key in lexicon.implicit_negators for t in (b if x % 2 else a)):
        return None
    if all((a, b)) and any(t.key in lexicon.relatives for t in (a if x % 2 else b)):
        return None
    return Verdict("negation", "differs", "negated on one side only")


def _negated_form(x: str, y: str, lexicon: Lexicon) -> bool:
    """Whether one of two words is the other with a negation inside it ("gelmedi", "geldi")."""
    short, long = sorted((x, y), key=lambda word: (len(word), word))
    for infix in lexicon.negative_infixes:
        if len(short) < SHORTEST_VERB or len(long) - len(short) != len(infix):
            continue
        alike = short.translate(lexicon.hardened)
        if any(
            long[k : k + len(infix)] == infix
            and (long[:k] + long[k + len(infix) :]).translate(lexicon.hardened) == alike
            for k in range(2, len(short) - 1)
        ):
            return True
    return False


def polarity(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """Numbers (within `a` and `b`) of two words at opposite poles of one axis."""
    stands_a, stands_b = ([_stands(t.key, lexicon) for t in side] for side in (a, b))
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            for axis, side in stands_a[i]:
                if (axis, 1 - side) in stands_b[j] and (axis, side) not in stands_b[j]:
                    return i, j
            if _unlike(s.key, t.key, lexicon):
                return i, j
    return None


def _stands(key: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """The poles that a word, or another form of it, stands on."""
    return lexicon.poles.get(key) or _inflected_poles(lexicon).get(stem(key, lexicon), ())


@cache
def _inflected_poles(lexicon: Lexicon) -> dict[str, tuple[tuple[int, int], ...]]:
    """`Lexicon.poles` by stems, without those at which two opposites meet."""
    found: dict[str, set[tuple[int, int]]] = {}
    for word, stands in lexicon.poles.items():
        found.setdefault(stem(word, lexicon), set()).update(stands)
    return {
        root: tuple(sorted(stands))
        for root, stands in found.items()
        if len(root) >= SHORTEST_VERB and not any((axis, 1 - side) in stands for axis, side in stands)
    }


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
    if not strong and {"ongoing"} in (x, y) and {"done"} in (x, y) and _went_on(a, b, lexicon):
        return Verdict("status", "differs", "going on on one side, done on the other")
    if x == y or not strong:
        return None
    denied = lexicon.negators | lexicon.implicit_negators
    if all(any(t.key in denied for t in side) for side in (a, b)):
        return None
    if ("possible" in x) != ("possible" in y) and {*x, *y} <= {"possible", "ongoing", "done"}:
        return Verdict("hedge", "differs", "possible on one side only")
    kind = "update" if {*x, *y} >= {"planned", "done"} else "differs"
    return Verdict("status", kind, "planned, possible, required or done")


def _went_on(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a verb is in its form of what goes on on one side only ("is appearing", "has appeared")."""
    ending = lexicon.progressive_ending
    if not ending:
        return False
    roots: list[str] = []
    forms: list[str] = []
    for token in (*a, *b):
        root = token.key.removesuffix(ending)
        (forms if root == token.key else roots).append(root)
    return any(form.startswith(root) for root in roots if len(root) >= SHORTEST_VERB for form in forms)


def hedge(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """A word that makes the statement less certain, on one side only."""
    if any(t.key in lexicon.hedges for t in a) == any(t.key in lexicon.hedges for t in b):
        return None
    return Verdict("hedge", "differs", "certain on one side, hedged on the other")


def quantifier(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Other words for how many, and nothing else that is worth a word."""
    small = lexicon.quantifiers | lexicon.function_words
    if not all(t.key in small for t in (*a, *b)):
        return None
    x, y = {t.key for t in a} & lexicon.quantifiers, {t.key for t in b} & lexicon.quantifiers
    return Verdict("quantifier", "differs", "how many or how much") if x != y else None


def place(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Other points of the compass, or near against in."""
    x, y = {t.key for t in a}, {t.key for t in b}
    turned = x & lexicon.directions, y & lexicon.directions
    if turned[0] != turned[1] and (all(turned) or not (a and b)):
        return Verdict("place", "differs", "direction")
    both = (x & lexicon.locatives, y & lexicon.locatives)
    if all(both) and both[0] != both[1] and (both[0] | both[1]) & lexicon.strong_locatives:
        return Verdict("place", "differs", "another preposition of place")
    return None
