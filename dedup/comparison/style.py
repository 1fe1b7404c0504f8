"""Differences that change no fact: recognised first, so that they are never shown as facts.

House style (spelling, abbreviations, number formats, capitals), punctuation, contractions, hyphens and spaces
in compounds, established second names, function words. The same words in another order are no difference
where a language is free to do so and names and numbers kept their order; elsewhere only one stretch with a
day or a time in it may have moved. Verbs that say by their form what is to come and what is done ("enviará",
"ha enviado") are held against each other only if they share their root.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Side
from dedup.comparison.tokens import Token, bare

ROOT = 3
"""Letters in a row that two forms of a verb share."""

FORM = 4
"""Letters of the shortest word whose ending is read."""


def planned_only_once(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a verb is in a form of what is to come on one side only."""
    if not lexicon.planned_endings and not lexicon.planned_beginnings:
        return False
    for own, other in ((a, b), (b, a)):
        if any(lexicon.statuses.get(t.key) == "planned" for t in other):
            continue
        roots = [root for t in own if (root := _root_of_planned(t, lexicon))]
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
