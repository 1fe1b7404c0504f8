"""Who says it: attributions, their source and their verb, and words that hedge.

An attribution is a verb of speech outside quotation marks with the noun phrase that speaks, before it
("officials said"), behind it ("said Peter Cook") or after "according to". The source is compared by its
words, the verb by whether it takes sides: "said" reports, "claimed" doubts, "confirmed" vouches.
"""

from collections.abc import Sequence
from itertools import takewhile

from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import acronym
from dedup.comparison.tokens import Mention, Token, Verdict, phrase_at

_QUOTES = frozenset('"“”„«»」』')
_STOPS = frozenset("。！？.!?।")
_BREAKS = _QUOTES | frozenset(",;:.?!—–()，；：。、！？،؛؟।")
_LONGEST = 14
"""Tokens of the longest source that is read."""


def _is_clause(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a stretch is no source: it holds a number that is no age, or "to" with its verb."""
    for k, token in enumerate(tokens):
        if token.key in lexicon.infinitive_marks:
            return True
        ages = {t.key for t in tokens[k + 1 : k + 3]}
        if token.text[0].isdigit() and not ages & (lexicon.old | lexicon.anonymous):
            return k > 0
    return False


def verb_class(key: str, lexicon: Lexicon) -> str:
    """What an attribution's verb does: report, vouch, doubt, warn, deny."""
    for name, verbs in (
        ("vouch", lexicon.vouching),
        ("doubt", lexicon.doubting),
        ("warn", lexicon.warning),
        ("deny", lexicon.denying),
    ):
        if key in verbs:
            return name
    return "report"


def speech_verbs(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """Numbers of the verbs of speech outside quotation marks, and of the first words of phrases that
    attribute."""
    return [
        k
        for k, t in enumerate(tokens)
        if not t.quoted
        and (
            (t.key in lexicon.verbs_of_saying and not _means_otherwise(tokens, k, lexicon))
            or _according(tokens, k, lexicon)
            or phrase_at(tokens, k, lexicon.according_behind)
        )
    ]


def _means_otherwise(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech has an object with which it means something else ("claimed six lives")."""
    objects = lexicon.no_speech_before.get(tokens[verb].key, frozenset())
    behind = takewhile(lambda t: t.key not in lexicon.complementizers, tokens[verb + 1 : verb + 4])
    return any(t.key in objects for t in behind)


def _according(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Length of the phrase that begins at a token and attributes to what stands behind it, or 0."""
    if tokens[at].key in lexicon.according_after_comma:
        return int("," in tokens[at].gap)
    return len(phrase_at(tokens, at, lexicon.according))


def sources(tokens: Sequence[Token], lexicon: Lexicon) -> list[Mention]:
    """The attributions in a run of tokens; `value` is the class of the verb and the words of the source."""
    found: list[Mention] = []
    for verb in speech_verbs(tokens, lexicon):
        span = _source(tokens, verb, lexicon)
        if span is None:
            continue
        first, last = span
        keys = tuple(t.key for t in tokens[first:last] if t.key not in lexicon.determiners)
        if not keys or _is_clause(tokens[first:last], lexicon):
            continue
        if tokens[first].key in (lexicon.place_cues | lexicon.partitives) - lexicon.determiners:
            continue
        kind = verb_class(tokens[verb].key, lexicon)
        found.append(
            Mention(
                "source",
                "attribution",
                min(first, verb),
                max(last, verb + 1),
                (kind, keys, first, last, verb),
            )
        )
    return found


def words(source: Mention) -> tuple[str, ...]:
    """The words of the source of an attribution, without articles."""
    keys = source.value[1]
    assert isinstance(keys, tuple)
    return keys


def _source(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int] | None:
    preposition = _according(tokens, verb, lexicon)
    if preposition:
        return _behind(tokens, verb + preposition, lexicon)
    if verb and tokens[verb - 1].key in lexicon.no_speech_after:
        return None
    if phrase_at(tokens, verb, lexicon.according_behind):
        return _before(tokens, verb, lexicon)
    if lexicon.topics:
        return _topic(tokens, verb, lexicon)
    opening = tokens[_group(tokens, verb, lexicon)]
    closes = bool(set(opening.gap) & _QUOTES)
    if lexicon.verb_first and "," in opening.gap and tokens[verb].key in lexicon.always_speech:
        behind = _behind(tokens, verb + 1, lexicon)
        if behind is not None:
            return behind
    before = None if closes else _before(tokens, verb, lexicon)
    if before and tokens[before[0]].key in lexicon.adverbial_openers:
        before = None
        closes = tokens[verb].key in lexicon.always_speech
    inverted = closes or "," in opening.gap or lexicon.verb_first
    if before is None and inverted and tokens[verb].key in lexicon.always_speech:
        return _behind(tokens, verb + 1, lexicon)
    return before


def _group(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> int:
    """The first of the auxiliaries right before a verb ("a dit"), or the verb."""
    while (
        verb
        and tokens[verb - 1].key in lexicon.speech_auxiliaries
        and not set(tokens[verb].gap) & _BREAKS
        and not tokens[verb - 1].quoted
    ):
        verb -= 1
    return verb


def _topic(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The noun phrase before the particle of the subject, in a sentence whose verb stands at its end: the
    first, or the one right before the verb behind what is said ("…, と市は説明した")."""
    if verb > 1 and tokens[verb - 1].key in lexicon.topics and tokens[verb - 1].key.isalpha():
        near = verb - 1
        while near and verb - near < _LONGEST:
            broken = tokens[near - 1].quoted or set(tokens[near].gap) & (_BREAKS | _QUOTES)
            if broken or tokens[near - 1].key in lexicon.complementizers:
                break
            near -= 1
        if near < verb - 1 and tokens[near - 1].key in lexicon.complementizers:
            return near, verb - 1
    start = verb
    while start and not set(tokens[start].gap) & _STOPS:
        start -= 1
    first = start
    for k in range(start, verb):
        if tokens[k].quoted:
            first = k + 1
            continue
        comma = k > first and bool(set(tokens[k].gap) & frozenset(",،"))
        if tokens[k].key in lexicon.topics or (comma and "," in lexicon.topics):
            return (first, k) if 0 < k - first <= 2 * _LONGEST else None
        if k > first and set(tokens[k].gap) & _BREAKS:
            first = k
    return None


def _before(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb, auxiliaries left out, an apposition between commas taken
    in."""
    last = verb
    while last and tokens[last - 1].key in lexicon.speech_auxiliaries and not set(tokens[last].gap) & _BREAKS:
        last -= 1
    first = last
    commas = 0
    relative = _ends_relative(tokens, last, lexicon)
    while first and last - first <= _LONGEST:
        token, gap = tokens[first - 1], tokens[first].gap
        if set(gap) & _BREAKS and gap != ". ":
            commas += 1
            if gap.strip() != "," or commas > 2 or (commas == 1 and first != last):
                break
        if token.key in lexicon.relatives and "," in token.gap and first != last and commas == 1:
            first = last = first - 1
            commas = 1
            relative = False
            continue
        if (
            token.quoted
            or (
                token.key in lexicon.stops_before
                and not relative
                and not _inside_name(tokens, first, lexicon)
            )
            or token.key in lexicon.verbs_of_saying
        ):
            break
        if token.key in lexicon.finite and not relative:
            return None
        first -= 1
    return (first, last) if 0 < last - first <= _LONGEST else None


def _inside_name(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether an "and" before a token stands inside a name ("Disease Prevention and Control")."""
    joins = tokens[at - 1].key in lexicon.coordinators and at > 1
    return joins and at < len(tokens) and tokens[at].capital and tokens[at - 2].capital


def _ends_relative(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> bool:
    """Whether a relative clause between commas ends before a token ("Straun, who ran the bank, said")."""
    if last >= len(tokens) or "," not in tokens[last].gap:
        return False
    for k in range(last - 1, max(last - _LONGEST, 0), -1):
        if set(tokens[k].gap) & _BREAKS:
            return "," in tokens[k].gap and tokens[k].key in lexicon.relatives
    return False


def _behind(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The noun phrase that begins at a token, unless it goes on with a verb and so begins a clause."""
    if _speaks_inside(tokens, start, lexicon):
        start += 1
    last = start
    while last < len(tokens) and last - start < _LONGEST:
        token = tokens[last]
        if token.quoted or token.key in lexicon.stops_behind:
            break
        if token.key in lexicon.finite:
            if lexicon.verb_first and last > start:
                break
            return None
        if lexicon.nouns_capital and last > start and _verb_behind_noun(tokens, last, lexicon):
            break
        if (
            last > start
            and tokens[last - 1].key.startswith(lexicon.definite_beginnings)
            and token.key.startswith(lexicon.verb_beginnings)
        ):
            break
        if last > start and set(token.gap) & _BREAKS and token.gap != ". ":
            break
        last += 1
    if last == start or last - start == _LONGEST or tokens[start].gap.strip() not in ("", ".", ","):
        return None
    return (start, last)


def _speaks_inside(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a preposition and an institution stand at a token, no day and no number."""
    if (
        at + 1 >= len(tokens)
        or tokens[at].key not in lexicon.speaking_places
        or set(tokens[at].gap) & _BREAKS
    ):
        return False
    key = tokens[at + 1].key
    day = lexicon.weekdays.keys() | lexicon.months.keys() | lexicon.relative_days | lexicon.units
    return key not in day and not key[0].isdecimal()


def _verb_behind_noun(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word in small letters behind a noun, in a language that writes nouns with a capital, is no
    article or preposition: then it is the verb."""
    small = lexicon.determiners | lexicon.function_words | lexicon.adverbial_openers
    return tokens[at - 1].capital and not tokens[at].capital and tokens[at].key not in small


def judge(a: Mention, b: Mention, lexicon: Lexicon) -> Verdict | None:
    """How two attributions differ: source, or what the verb does; None when they are the same."""
    keys_a, keys_b = a.value[1], b.value[1]
    assert isinstance(keys_a, tuple)
    assert isinstance(keys_b, tuple)
    if acronym(keys_a, keys_b, lexicon) or acronym(keys_b, keys_a, lexicon):
        return otherwise_said(a, b)
    keys_a, keys_b = (tuple(k for k in keys if k not in lexicon.titles) or keys for keys in (keys_a, keys_b))
    if keys_a != keys_b and not _contained(keys_a, keys_b):
        again = lexicon.pronouns | lexicon.institutions
        if not any(len(keys) == 1 and keys[0] in again for keys in (keys_a, keys_b)):
            return Verdict("attribution", "differs", "other source")
        return Verdict("attribution", "refines", "the source is named on one side only")
    if keys_a != keys_b:
        return Verdict("attribution", "refines", "the source is named more exactly")
    return otherwise_said(a, b)


def verbs(a: Sequence[Token], b: Sequence[Token], lexicon: Lexicon) -> Verdict | None:
    """Verbs of speech that do different things, whoever speaks."""
    x, y = [{verb_class(t.key, lexicon) for t in side if t.key in lexicon.verbs_of_saying} for side in (a, b)]
    return Verdict("attribution", "differs", "verb of attribution") if x and y and x != y else None


def otherwise_said(a: Mention, b: Mention) -> Verdict | None:
    """How the verbs of two attributions differ in what they do; to deny is the opposite of all others."""
    if a.value[0] == b.value[0]:
        return None
    if "deny" in (a.value[0], b.value[0]):
        return Verdict("polarity", "differs", "denied on one side only")
    return Verdict("attribution", "differs", "verb of attribution")


def _contained(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)
