"""Names of people, places and organisations.

A run of capitalised words is a name, in all scripts with case. The first word of a sentence is capitalised
anyway, so it counts only if the two stories write it with a capital inside a sentence too, or if news at
large does (the background's lower-case share). In headlines that capitalise everything only words that prove
themselves elsewhere count.

Where capitals prove nothing, names have other cues. In scripts without capitals a name is what stands behind
a title up to the next known word (Arabic, Hindi), before an honorific, between the dots that part foreign
names, or a run of katakana beside a title (Chinese, Japanese). German writes all nouns with a capital: there
a run of capitals is a name if it has two words and more, a title before it, or a preposition of place without
an article.
"""

from collections.abc import Iterable, Sequence, Set
from difflib import SequenceMatcher
from functools import cache

from dedup.comparison.lexicon import Lexicon
from dedup.comparison.tokens import Mention, Sentence, Token, Verdict
from dedup.text.background import background

LONGEST = 4
"""Words of the longest name behind a title."""

FEW_SIGNS = 3
"""Signs of the longest Chinese name of a person."""

KANJI = 5
"""Signs of the longest name before an honorific."""

_DOTS = frozenset("·・•‧")


def names_by_cue(tokens: Sequence[Token], taken: set[int], lexicon: Lexicon) -> list[Mention]:
    """The names that a cue shows, in a script without capitals; tokens in `taken` are something else."""
    find = _signs if lexicon.whole_words else _behind_title
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        run = find(tokens, at, taken, lexicon)
        if run is None:
            at += 1
            continue
        first, last = run
        found.append(Mention("name", "name", first, last, tuple(t.key for t in tokens[first:last])))
        at = max(last, at + 1)
    return found


def among_nouns(found: Sequence[Mention], tokens: Sequence[Token], lexicon: Lexicon) -> list[Mention]:
    """The runs of capitals that are names in a language that writes all nouns with one."""
    kept = []
    for m in found:
        first = m.first
        while first < m.last - 1 and _is_title(tokens[first], lexicon):
            first += 1
        before = tokens[first - 1] if first else None
        titled = before is not None and _is_title(before, lexicon)
        placed = before is not None and before.key in lexicon.place_cues and tokens[first].gap == " "
        if not (titled or placed or m.last - first > 1) or tokens[first].key in lexicon.not_names:
            continue
        keys = tuple(t.key for t in tokens[first : m.last])
        kept.append(Mention("name", "place" if placed else "name", first, m.last, keys))
    return kept


def _is_title(token: Token, lexicon: Lexicon) -> bool:
    return token.key in lexicon.titles or token.key.endswith(lexicon.title_endings or ("\0",))


@cache
def _known(lexicon: Lexicon) -> frozenset[str]:
    """Words of the lexicon at which a name ends."""
    return (
        lexicon.function_words
        | lexicon.name_ends
        | lexicon.verbs_of_saying
        | lexicon.negators
        | lexicon.harm
        | lexicon.clauses
        | lexicon.topics
        | lexicon.relative_days
        | lexicon.weekdays.keys()
        | lexicon.months.keys()
        | lexicon.statuses.keys()
        | {word for phrase in lexicon.according | lexicon.according_behind for word in phrase[:1]}
    )


def _behind_title(
    tokens: Sequence[Token], at: int, taken: set[int], lexicon: Lexicon
) -> tuple[int, int] | None:
    """The words behind a title and what it is the title of."""
    if tokens[at].key not in lexicon.titles:
        return None
    first = at + 1
    while first < len(tokens) and tokens[first].gap == " " and _of_title(tokens[first], lexicon):
        first += 1
    last = first
    while (
        last < len(tokens)
        and last - first < LONGEST
        and tokens[last].gap in ((" ", "-") if last > first else (" ", ", ", "، "))
        and last not in taken
        and tokens[last].text[0].isalpha()
        and tokens[last].key not in _known(lexicon) | lexicon.titles
    ):
        last += 1
    return (first, last) if last - first > 1 else None


def _of_title(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word behind a title belongs to it: what it is the title of, or another title."""
    return token.key in lexicon.titles | lexicon.organisation_words or token.key.startswith(
        lexicon.definite_beginnings or ("\0",)
    )


def _signs(tokens: Sequence[Token], at: int, taken: set[int], lexicon: Lexicon) -> tuple[int, int] | None:
    """A name in Chinese or Japanese that begins at a token."""
    if at in taken or len(tokens[at].text) > 1:
        return None
    first = tokens[at]
    titled = at > 0 and tokens[at - 1].key in lexicon.titles and first.gap.strip() in ("", "：", ":")
    last = at
    dotted = False
    while (
        last < len(tokens)
        and last not in taken
        and len(tokens[last].text) == 1
        and (_katakana(tokens[last]) or tokens[last].text in lexicon.name_letters)
        and (last == at or tokens[last].gap == "" or tokens[last].gap in _DOTS)
    ):
        dotted = dotted or (last > at and tokens[last].gap in _DOTS)
        last += 1
    starts = at == 0 or bool(first.gap) or not _foreign(tokens[at - 1], lexicon)
    if last > at and starts:
        if dotted:
            return at, last
        honoured = last < len(tokens) and tokens[last].gap == "" and tokens[last].key in lexicon.honorifics
        if (titled or honoured) and last - at > 1 and _katakana(first):
            return at, last
    if titled and first.text in lexicon.surnames:
        for size in range(2, FEW_SIGNS + 1):
            stop = at + size
            inside = tokens[at + 1 : stop]
            if len(inside) < size - 1 or any(t.gap or len(t.text) > 1 for t in inside):
                return None
            if stop == len(tokens) or tokens[stop].gap or _ends_name(tokens[stop], lexicon):
                return at, stop
    if first.gap or at == 0 or titled or tokens[at - 1].key in lexicon.topics | lexicon.linkers:
        for stop in range(at + 1, min(at + KANJI, len(tokens) - 1) + 1):
            if tokens[stop].gap:
                return None
            if tokens[stop].key in lexicon.honorifics and stop - at > 1:
                return at, stop
            if not _han(tokens[stop]):
                return None
    return None


def _foreign(token: Token, lexicon: Lexicon) -> bool:
    return len(token.text) == 1 and (_katakana(token) or token.text in lexicon.name_letters)


def _ends_name(token: Token, lexicon: Lexicon) -> bool:
    return len(token.text) > 1 or token.key in _known(lexicon) or not token.text[0].isalpha()


def _katakana(token: Token) -> bool:
    return "\u30a1" <= token.text[0] <= "\u30fc"


def _han(token: Token) -> bool:
    return len(token.text) == 1 and "\u4e00" <= token.text <= "\u9fff"


LOWER = 0.4
"""Lower-case share in news at large up to which the first word of a sentence is taken for a name."""

SHOUTING = 0.6
"""Share of capitalised words from which a passage is a headline in title case and capitals prove nothing."""

LONGEST_NAME = 10
"""Words of the longest name; more capitals in a row are a heading, or a text that has lost its stops."""

HEADLINE = 25
"""Tokens of the longest headline."""


ALIKE = 0.75
"""Share of equal letters (difflib's ratio) from which two words are spellings of one name."""


class Casing:
    """Which words the two stories, and news at large, write with a capital inside a sentence."""

    def __init__(self, sentences: Iterable[Sentence], lexicon: Lexicon) -> None:
        months = lexicon.months.keys() - lexicon.month_after.keys()
        self._none = lexicon.not_names | lexicon.weekdays.keys() | months
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
        if not token.capital or token.key in self._none or not token.text[0].isalpha():
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
    tokens: Sequence[Token],
    starts: set[int],
    casing: Casing,
    taken: set[int],
    shouting: bool,
    lexicon: Lexicon,
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
    lexicon
        Particles, titles and prepositions.
    """
    member = [
        k not in taken
        and not _is_label(tokens, k)
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
            elif _linked(tokens, at, member, lexicon):
                at += 2
            else:
                break
        if at - first <= LONGEST_NAME:
            found.append(_name(tokens, first, at, lexicon))
    return found


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token opens a paragraph before a colon: a speaker of an interview ("Q:")."""
    return (
        tokens[at].start == 0
        and at + 1 < len(tokens)
        and tokens[at + 1].gap.startswith((":", "."))
        and len(tokens[at + 1].gap) > 1
        and ":" in tokens[at + 1].gap
    )


def _followed(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].capital and joined(tokens[at + 1])


def joined(token: Token) -> bool:
    """Whether only a space, hyphen, full stop or apostrophe stands before a token."""
    return token.gap in (" ", "-", ". ", "", "\u00a0", "\n", "'", "’", "–")


def _linked(tokens: Sequence[Token], at: int, member: list[bool], lexicon: Lexicon) -> bool:
    """Whether a small word at `at` joins the names around it ("Bank of England")."""
    return (
        tokens[at].text in lexicon.particles
        and at + 1 < len(tokens)
        and member[at + 1]
        and joined(tokens[at])
        and joined(tokens[at + 1])
    )


def _name(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Mention:
    keys = tuple(t.key for t in tokens[first:last] if t.key not in lexicon.name_fillers)
    before = tokens[first - 1].key if first else ""
    if before in lexicon.articles and first > 1:
        before = tokens[first - 2].key
    place = before in lexicon.place_cues and len(keys) <= 3
    return Mention("name", "place" if place else "name", first, last, keys or (tokens[first].key,))


def plain(value: tuple[object, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """A name without titles and initials, its established second form replaced by the first."""
    words = tuple(str(w) for w in value)
    words = (lexicon.aliases[words],) if words in lexicon.aliases else _aliased(words, lexicon)
    bare = tuple(w for w in words if w not in lexicon.titles)
    return bare or words


def _aliased(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a name with second forms of two words and more replaced ("United States and China")."""
    for k in range(len(words)):
        for size in (3, 2):
            if words[k : k + size] in lexicon.aliases and len(words) >= k + size:
                return (
                    *words[:k],
                    lexicon.aliases[words[k : k + size]],
                    *_aliased(words[k + size :], lexicon),
                )
    return words


def same(a: tuple[object, ...], b: tuple[object, ...], lexicon: Lexicon) -> bool:
    """Whether two names are one name in two forms: alias, acronym, with and without titles, or one
    person with another word before the name."""
    x, y = plain(a, lexicon), plain(b, lexicon)
    if len(x) > 1 and x[-2:] == y[-2:] and x[-2] in lexicon.given_names and max(len(x), len(y)) <= 3:
        return True
    return x == y or "".join(x) == "".join(y) or acronym(x, y, lexicon) or acronym(y, x, lexicon)


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are spelled nearly alike: one word of each differs, by a letter or two."""
    if len(a) != len(b):
        return False
    other = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(other) == 1 and SequenceMatcher(None, *other[0], autojunk=False).ratio() >= ALIKE


def acronym(short: tuple[str, ...], long: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a name is the initials of another, with or without those of its small words."""
    telling = [word for word in long if word not in lexicon.function_words]
    letters = {"".join(word[0] for word in words) for words in (long, telling)}
    if len(short) != 1 or len(telling) < 2:
        return False
    return short[0] in letters or (lexicon.nouns_capital and _of_compounds(short[0], telling))


def _of_compounds(letters: str, words: Sequence[str]) -> bool:
    """Whether letters are the initials of words and of parts inside them: "EZB", Europäische Zentralbank."""
    if not words:
        return not letters
    if letters[:1] != words[0][0]:
        return False
    taken, at = 1, 1
    if _of_compounds(letters[1:], words[1:]):
        return True
    while taken < len(letters) and (at := words[0].find(letters[taken], at) + 1):
        taken += 1
        if _of_compounds(letters[taken:], words[1:]):
            return True
    return False


STEM = 4
"""Letters that the names of a country and of its people share; its capital has others."""


def _one_country(words: Set[str], lexicon: Lexicon) -> bool:
    """Whether some words are a country and its people: "Iraq", "Iraqis"."""
    return len({word[:STEM] for word in words}) == 1 and any(words <= names for names in lexicon.countries)


def judge(a: Mention, b: Mention, lexicon: Lexicon) -> Verdict | None:
    """How two names differ: None for one name in two forms, a country and its people, and the same names in
    another order; `refines` when one holds the other."""
    if same(a.value, b.value, lexicon):
        return None
    kind = "place" if a.type == b.type == "place" else "name"
    x, y = set(plain(a.value, lexicon)), set(plain(b.value, lexicon))
    if x == y or _one_country(x | y, lexicon):
        return None
    if x < y or y < x:
        return Verdict(kind, "refines", "a name given more fully")
    return Verdict(kind, "differs", "other name")
