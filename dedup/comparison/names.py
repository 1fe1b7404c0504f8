"""Names of people, places and organisations, known by their capitals.

A run of capitalised words is a name. The first word of a sentence is capitalised anyway, so it counts only
if the two stories write it with a capital inside a sentence too, or if news at large does (the background's
lower-case share). In headlines that capitalise everything only words that prove themselves elsewhere count.
Works in all scripts with case.
"""

from collections.abc import Iterable, Sequence

from dedup.comparison.dates import DAYS, MONTH_NAMES
from dedup.comparison.tokens import Mention, Sentence, Token, Verdict
from dedup.text.background import background
from dedup.text.normalise import listed

LOWER = 0.4
"""Lower-case share in news at large up to which the first word of a sentence is taken for a name."""

SHOUTING = 0.6
"""Share of capitalised words from which a passage is a headline in title case and capitals prove nothing."""

HEADLINE = 25
"""Tokens of the longest headline."""

_LINKS = listed("of de la le du del della di da dos van von der den bin ibn al el and the & for")
_NOT_NAMES = (
    DAYS
    | MONTH_NAMES - {"may"}
    | listed(
        "i mr mrs ms mx the a an but and or if in on at it he she we they you this that these those there "
        "when while who what why how where as for to of by with from after before because since however "
        "meanwhile also yes no not so then his her their our my its some many most all another both each "
        "every two one three four five six seven eight nine ten"
    )
)
_PLACE_CUES = listed("in near at outside inside from to across around toward into within off beside")
TITLES = listed(
    "president minister senator governor representative doctor general professor mr mrs ms sir lord "
    "lady judge justice secretary chancellor premier king queen prince princess mayor chief captain "
    "sergeant lieutenant colonel pope former acting prime spokesman spokeswoman spokesperson chairman "
    "chairwoman director ambassador"
)
"""Words before a name that are no part of it when two names are compared."""

ALIASES = {
    ("united", "states"): "U.S.",
    ("united", "states", "america"): "U.S.",
    ("america",): "U.S.",
    ("united", "kingdom"): "uk",
    ("britain",): "uk",
    ("great", "britain"): "uk",
    ("united", "nations"): "un",
    ("european", "union"): "eu",
    ("islamic", "state"): "isis",
    ("isil",): "isis",
    ("is",): "isis",
    ("daesh",): "isis",
    ("united", "arab", "emirates"): "uae",
}
"""Names with an established second form."""


class Casing:
    """Which words the two stories, and news at large, write with a capital inside a sentence."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.inside: set[str] = set()
        self.lower: set[str] = set()
        openers: set[str] = set()
        for sentence in sentences:
            shouting = shouts(sentence)
            for at, token in enumerate(sentence.tokens):
                if not token.text[0].isalpha():
                    continue
                if not token.capital:
                    self.lower.add(token.key)
                elif at and not shouting and not opens(token):
                    self.inside.add(token.key)
                else:
                    openers.add(token.text)
        asked = sorted(openers)
        shares = background().lower_ratio(asked)
        self._rare = {word for word, share in zip(asked, shares, strict=True) if not share > LOWER}
        self._known = {word for word, share in zip(asked, shares, strict=True) if share == share}

    def name(self, token: Token, sure: bool, followed: bool) -> bool:
        """Whether a token is (part of) a name; `sure` when its place in the sentence makes the capital
        telling."""
        if not token.capital or token.key in _NOT_NAMES or not token.text[0].isalpha():
            return False
        if sure or token.key in self.inside:
            return True
        if token.key in self.lower:
            return False
        return token.text in self._rare and (token.text in self._known or followed)


def opens(token: Token) -> bool:
    """Whether the text before a token makes a capital a matter of course: a quotation, a colon, a list
    sign."""
    return any(c in '"“”„«‘:.!?…•*' for c in token.gap)


def shouts(sentence: Sentence) -> bool:
    """Whether a sentence is a headline in title case or capitals: capitals nearly everywhere, no final
    stop."""
    words = [t for t in sentence.tokens if t.text[0].isalpha() and len(t.text) > 3]
    stops = sentence.text.rstrip("\"”’') ")[-1:] in ".?!,;:"
    if stops or len(sentence.tokens) > HEADLINE:
        return False
    return len(words) >= 2 and sum(t.capital for t in words) >= SHOUTING * len(words)


def names(
    tokens: Sequence[Token], starts: set[int], casing: Casing, taken: set[int], shouting: bool
) -> list[Mention]:
    """The names in a run of tokens.

    Parameters
    ----------
    tokens, starts
        Tokens, and the numbers of those that begin a sentence.
    casing
        What is known about capitals.
    taken
        Tokens (dates, numbers) that are something else already.
    shouting
        Whether they are a headline whose capitals prove nothing.
    """
    member = [
        k not in taken
        and casing.name(t, not shouting and k not in starts and not opens(t), _followed(tokens, k))
        for k, t in enumerate(tokens)
    ]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        if not member[at]:
            at += 1
            continue
        first = at
        at += 1
        while at < len(tokens):
            if member[at] and joined(tokens[at]):
                at += 1
            elif _linked(tokens, at, member):
                at += 2
            else:
                break
        found.append(_name(tokens, first, at))
    return found


def _followed(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].capital and joined(tokens[at + 1])


def joined(token: Token) -> bool:
    """Whether only a space, hyphen, full stop or apostrophe stands before a token."""
    return token.gap in (" ", "-", ". ", "", "\u00a0", "\n", "'", "’", "–")


def _linked(tokens: Sequence[Token], at: int, member: list[bool]) -> bool:
    """Whether a small word at `at` joins the names around it ("Bank of England")."""
    return (
        tokens[at].text in _LINKS
        and at + 1 < len(tokens)
        and member[at + 1]
        and joined(tokens[at])
        and joined(tokens[at + 1])
    )


def _name(tokens: Sequence[Token], first: int, last: int) -> Mention:
    keys = tuple(t.key for t in tokens[first:last] if t.key not in ("'s", "of", "the", "&", "and"))
    before = tokens[first - 1].key if first else ""
    if before == "the" and first > 1:
        before = tokens[first - 2].key
    place = before in _PLACE_CUES and len(keys) <= 3
    return Mention("name", "place" if place else "name", first, last, keys or (tokens[first].key,))


def plain(value: tuple[object, ...]) -> tuple[str, ...]:
    """A name without titles and initials, its established second form replaced by the first."""
    words = tuple(str(w) for w in value)
    words = (ALIASES[words],) if words in ALIASES else _aliased(words)
    bare = tuple(w for w in words if w not in TITLES)
    return bare or words


def _aliased(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name with second forms of two words and more replaced ("United States and China")."""
    for k in range(len(words)):
        for size in (3, 2):
            if words[k : k + size] in ALIASES and len(words) >= k + size:
                return (*words[:k], ALIASES[words[k : k + size]], *_aliased(words[k + size :]))
    return words


def same(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    """Whether two names are one name in two forms: alias, acronym, or with and without titles."""
    x, y = plain(a), plain(b)
    return x == y or "".join(x) == "".join(y) or _acronym(x, y) or _acronym(y, x)


def _acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    letters = "".join(word[0] for word in long)
    return len(short) == 1 and len(long) > 1 and short[0] == letters


def judge(a: Mention, b: Mention) -> Verdict | None:
    """How two names differ: None for one name in two forms, `refines` when one holds the other."""
    if same(a.value, b.value):
        return None
    kind = "place" if a.type == b.type == "place" else "name"
    x, y = set(plain(a.value)), set(plain(b.value))
    if x < y or y < x:
        return Verdict("fact", kind, "refines", "a name told more fully")
    return Verdict("fact", kind, "differs", "other name")
