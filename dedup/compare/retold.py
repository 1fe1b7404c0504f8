"""Differences of two stories that tell one event in different words: few, ranked, trustworthy.

Reporters who write independently differ in nearly every word, so words are not compared. What is compared
are slots: who says it, when it happened and when it was said, how many, what is planned or done, how the
same rare thing is called, who is quoted. Slots of linked passages are held against each other only where
the passages share rare evidence; what only one story has is told once, where it stands first. English cues;
numbers work in every language.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dedup.compare import dates, numbers, sources
from dedup.compare.align import Pair
from dedup.compare.concepts import concepts, rarity, stem
from dedup.compare.differences import Side, side, span
from dedup.compare.mentions import Mention
from dedup.compare.names import Casing, plain
from dedup.compare.ranking import weigh
from dedup.compare.style import FUNCTION_WORDS
from dedup.compare.tokens import Sentence, Token
from dedup.story import Difference, Span

SHOWN = 12
"""Differences of a retold pair that are worth an editor's time; unseen pairs had 17 to 67 before they were
cut."""

RARE = 4.0
"""IDF (natural logarithm) from which a shared term is evidence: it stands in one of 55 news stories at
most."""

EVIDENCE = 2
"""Shared rare terms for which two linked passages are taken to speak of one thing."""

STRONG = 0.25
"""Cosine of concepts that is evidence enough by itself: a quarter of the weight of both passages."""

ALIKE = 5
"""Shared concepts of two passages for a second-hand source to be held against the other's."""

MODIFIER_WEIGHT = 0.5
"""Weight of another modifier of a rare noun: among words that all differ, a sign of the same passage."""

_COMMON_UNITS = numbers.CURRENCIES | numbers.UNITS | {"percent"}
_VAGUE = frozenset(["number", "several", "many", "dozens", "scores", "hundreds", "thousands", "few", "some"])


@dataclass(slots=True)
class Passage:
    """A sentence with what was found in it."""

    sentence: Sentence
    side: Side
    concepts: list[str]

    @property
    def tokens(self) -> list[Token]:
        return self.side.tokens


def passages(sentences: Sequence[Sentence], casing: Casing, english: bool) -> list[Passage]:
    """The sentences of a story with their mentions and concepts."""
    return [Passage(s, side([s], casing, english), concepts(s.tokens)) for s in sentences]


def differences(a: Sequence[Passage], b: Sequence[Passage], linked: Sequence[Pair]) -> list[Difference]:
    """All slot differences of a retold pair, unranked."""
    pairs = [(a[p.a], b[p.b], p.score) for p in sorted(linked, key=lambda p: (-p.score, p.a, p.b))]
    found = _tellers(pairs)
    found += _once(_days_of_telling, sorted(pairs, key=_place))
    for reading in (_status, _amounts):
        found += _once(reading, pairs)
    found += _modifiers(a, b)
    for own, other, kind in ((a, b, "only-a"), (b, a, "only-b")):
        found += _own_days(own, other, kind)
        found += _own_sources(own, other, kind, found)
        found += _own_harm(own, other, kind)
        found += _own_amounts(own, other, kind, found)
    return found


Reading = Callable[[Passage, Passage, float], Iterator[tuple[str, Difference]]]


def _once(reading: Reading, pairs: Iterable[tuple[Passage, Passage, float]]) -> list[Difference]:
    """What a reading finds in linked passages, the best link first, each thing once."""
    seen: set[str] = set()
    found = []
    for x, y, score in pairs:
        for name, difference in reading(x, y, score):
            if name not in seen:
                seen.add(name)
                found.append(difference)
    return found


def _place(pair: tuple[Passage, Passage, float]) -> tuple[int, int]:
    return pair[0].sentence.paragraph, pair[1].sentence.paragraph


def _flag(group: str, type_: str, kind: str, a: Span | None, b: Span | None, why: str) -> Difference:
    return weigh(Difference(group, type_, kind, a, b, 0.0, why))


def _shared(x: Passage, y: Passage) -> int:
    """Number of rare concepts that both passages hold."""
    common = set(x.concepts) & set(y.concepts)
    return sum(rarity(c) >= RARE for c in common)


def _mention(own: Passage, m: Mention) -> Span | None:
    return span(own.tokens, m.first, m.last)


def _source(own: Passage, m: Mention) -> Span | None:
    first, last = m.value[2], m.value[3]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return span(own.tokens, first, last)


def _speakers(own: Passage) -> list[tuple[Mention, tuple[str, ...]]]:
    """The sources of a passage that are more than a pronoun, with their words."""
    found = []
    for m in own.side.mentions["source"]:
        keys = m.value[1]
        if isinstance(keys, tuple) and not (len(keys) == 1 and keys[0] in sources.PRONOUNS):
            found.append((m, keys))
    return found


def _tellers(pairs: Sequence[tuple[Passage, Passage, float]]) -> list[Difference]:
    """The same claim from another source; every source stands in one flag, second-hand ones in all that
    hold."""
    found: list[Difference] = []
    used: set[tuple[int, int]] = set()
    for x, y, score in pairs:
        strong = score >= STRONG or _shared(x, y) >= EVIDENCE
        for m, who_a in _speakers(x)[:1]:
            for n, who_b in _speakers(y)[:1]:
                indirect = (_second_hand(who_a) != _second_hand(who_b)) and _alike(x, y) >= ALIKE
                places = {(0, id(m)), (1, id(n))}
                if set(who_a) & set(who_b) or not (indirect or (strong and not places & used)):
                    continue
                used |= places
                why = "reported by media on one side only" if indirect else "other source for the same"
                found.append(_flag("source", "attribution", "differs", _source(x, m), _source(y, n), why))
    return found


def _second_hand(keys: Sequence[str]) -> bool:
    return any(key in sources.SECOND_HAND for key in keys)


def _alike(x: Passage, y: Passage) -> int:
    """Number of concepts, function words aside, that both passages hold."""
    return len((set(x.concepts) & set(y.concepts)) - FUNCTION_WORDS)


def _days(own: Passage, speech: bool) -> list[Mention]:
    verbs = sources.speech_verbs(own.tokens)
    return [
        m
        for m in own.side.mentions["date"]
        if m.type == "weekday"
        and not own.tokens[m.first].quoted
        and dates.said(own.tokens, m, verbs) == speech
    ]


def _days_of_telling(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """The day of telling, in passages that report the same."""
    days_a, days_b = _days(x, True), _days(y, True)
    if len(days_a) == len(days_b) == 1 and days_a[0].value != days_b[0].value:
        m, n = days_a[0], days_b[0]
        yield (
            f"{m.value}{n.value}",
            _flag("fact", "weekday", "differs", _mention(x, m), _mention(y, n), "day of telling"),
        )


def _acts(own: Passage) -> dict[str, tuple[str, int, int]]:
    """Acts that are planned or done: concept -> (planned or done, first token, last token)."""
    found: dict[str, tuple[str, int, int]] = {}
    for k in range(len(own.tokens) - 1):
        key = own.tokens[k].key
        for name, cues in (("planned", ("will", "would", "shall")), ("done", ("has", "have", "had"))):
            verb = k + 1 if own.tokens[k + 1].key not in ("not", "also", "already", "since") else k + 2
            if key in cues and verb < len(own.tokens) and own.concepts[verb][0].isdigit():
                found.setdefault(own.concepts[verb], (name, k, verb + 1))
    return found


def _status(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """One act that is planned in one story and done in the other."""
    acts_a, acts_b = _acts(x), _acts(y)
    for concept in sorted(set(acts_a) & set(acts_b)):
        (name_a, i, j), (name_b, k, m) = acts_a[concept], acts_b[concept]
        if name_a != name_b:
            shown = span(x.tokens, i, min(j + 2, len(x.tokens))), span(y.tokens, k, min(m + 2, len(y.tokens)))
            yield concept, _flag("fact", "status", "update", *shown, "planned on one side, done on the other")


def _body(own: Passage) -> bool:
    return own.sentence.paragraph > 0


def _modified(own: Passage) -> dict[str, tuple[int, str]]:
    """Common nouns with the word before them: stem -> (token number, modifier)."""
    found: dict[str, tuple[int, str]] = {}
    for k in range(1, len(own.tokens)):
        before, noun = own.tokens[k - 1], own.tokens[k]
        plain_words = before.text.islower() and noun.text.islower() and len(noun.text) > 3
        worth = before.key not in FUNCTION_WORDS and before.key.isalpha() and before.key not in numbers.SCALES
        if plain_words and worth and noun.gap == " " and noun.key not in _COMMON_UNITS:
            found.setdefault(stem(noun.key), (k, before.key))
    return found


def _modifiers(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """The same rare noun under one modifier in each story, and not the same one."""
    found: list[Difference] = []
    modified = [[(p, _modified(p)) for p in own if _body(p)] for own in (a, b)]
    words: list[dict[str, set[str]]] = [{}, {}]
    for side_words, own in zip(words, modified, strict=True):
        for _, nouns in own:
            for noun, (_, word) in nouns.items():
                side_words.setdefault(noun, set()).add(word)
    for x, nouns_a in modified[0]:
        for y, nouns_b in modified[1]:
            for noun in sorted(set(nouns_a) & set(nouns_b)):
                both = words[0][noun] | words[1][noun]
                if len(words[0][noun]) > 1 or len(words[1][noun]) > 1 or len(both) < 2:
                    continue
                if rarity(noun) >= RARE and not both & sources.VERBS:
                    found.append(_modifier(x, nouns_a[noun][0], y, nouns_b[noun][0]))
    return found


def _modifier(x: Passage, i: int, y: Passage, k: int) -> Difference:
    quoted = x.tokens[i].quoted and y.tokens[k].quoted
    group, type_ = ("source", "quote") if quoted else ("review", "wording")
    shown = span(x.tokens, i - 1, i + 1), span(y.tokens, k - 1, k + 1)
    flag = _flag(group, type_, "differs", *shown, "the same thing under another modifier")
    return replace(flag, weight=MODIFIER_WEIGHT)


def trustworthy(found: Sequence[Difference]) -> list[Difference]:
    """Differences of alike sentences in otherwise retold stories, without what may stand elsewhere in the
    other."""
    return [
        d for d in found if d.group == "style" or not (d.kind in ("only-a", "only-b") or d.type == "wording")
    ]


def capped(found: Sequence[Difference]) -> list[Difference]:
    """The `SHOWN` first of ranked differences, and all that are style."""
    worth = [d for d in found if d.group != "style"][:SHOWN]
    return [d for d in found if d.group == "style" or d in worth]


def _noun(own: Passage, m: Mention) -> str:
    """What an amount counts: its unit, or the concept of the noun behind it."""
    unit = str(m.value[1])
    if unit:
        return unit
    for k in range(m.last, min(m.last + 3, len(own.tokens))):
        if own.tokens[k].key not in FUNCTION_WORDS:
            return own.concepts[k]
    return ""


def _value(m: Mention) -> float | None:
    return m.value[0] if isinstance(m.value[0], float) else None


def _amounts(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """Amounts of the same thing, one on each side, in passages that share rare evidence."""
    counted_a, counted_b = _counted(x), _counted(y)
    for noun in sorted(set(counted_a) & set(counted_b)):
        first, second = counted_a[noun], counted_b[noun]
        if len(first) > 1 or len(second) > 1 or _shared(x, y) < (EVIDENCE if noun in _COMMON_UNITS else 1):
            continue
        verdict = numbers.judge(first[0], second[0])
        if verdict is not None:
            shown = _mention(x, first[0]), _mention(y, second[0])
            yield (
                f"{noun}{first[0].value}{second[0].value}",
                _flag(verdict.group, verdict.type, verdict.kind, *shown, verdict.why),
            )


def _counted(own: Passage) -> dict[str, list[Mention]]:
    """The amounts of a passage by what they count."""
    found: dict[str, list[Mention]] = {}
    for m in own.side.mentions["number"]:
        noun = _noun(own, m)
        if noun and noun != "ordinal":
            found.setdefault(noun, []).append(m)
    return found


def _own_days(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Days of the event that the other story does not name as such: the first two."""
    there = {m.value for p in other for m in _days(p, False)}
    found: dict[tuple[object, ...], Difference] = {}
    for p in own:
        for m in _days(p, False):
            if m.value not in there and m.value not in found:
                found[m.value] = _sided(
                    "fact", "weekday", kind, _mention(p, m), "day of the event, told on one side only"
                )
    return list(found.values())[:2]


def _sided(group: str, type_: str, kind: str, shown: Span | None, why: str) -> Difference:
    return _flag(
        group, type_, kind, shown if kind == "only-a" else None, shown if kind == "only-b" else None, why
    )


def _own_sources(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, told: Sequence[Difference]
) -> list[Difference]:
    """Named speakers that the other story does not mention."""
    there = {t.key for p in other for t in p.tokens}
    shown = {d.a if kind == "only-a" else d.b for d in told}
    found: list[Difference] = []
    seen: set[str] = set()
    for p in own:
        for m, _keys in _speakers(p):
            first, last = m.value[2], m.value[3]
            assert isinstance(first, int)
            assert isinstance(last, int)
            named = [n for n in p.side.mentions["name"] if first <= n.first and n.last <= last]
            fresh = [w for n in named for w in plain(n.value)[-1:] if w not in there and w not in seen]
            if not fresh:
                continue
            seen.update(w for n in named for w in plain(n.value))
            if _source(p, m) not in shown:
                found.append(
                    _sided("source", "attribution", kind, _source(p, m), "a speaker on one side only")
                )
    return found


def _own_harm(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Casualties, when the other story tells of none."""
    if any(t.key in numbers.HARM and not t.quoted for p in other for t in p.tokens):
        return []
    for p in own:
        for k, token in enumerate(p.tokens):
            if token.key not in numbers.HARM or any(
                t.key in ("year", "annually") for t in p.tokens[k : k + 4]
            ):
                continue
            counts = [m.first for m in p.side.mentions["number"] if m.last <= k + 1 and k - m.first <= 8]
            vague = [i for i in range(max(0, k - 8), k) if p.tokens[i].key in _VAGUE]
            if counts or vague:
                first = min([*counts, *vague])
                return [
                    _sided(
                        "fact",
                        "casualties",
                        kind,
                        span(p.tokens, first, k + 1),
                        "casualties on one side only",
                    )
                ]
    return []


def _own_amounts(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """Amounts with a unit, and casualties, that the other story does not give: the first of each kind."""
    there = [m for p in other for m in p.side.mentions["number"]]
    told = {d.a if kind == "only-a" else d.b for d in found}
    result: dict[str, Difference] = {}
    for p in own:
        for m in p.side.mentions["number"]:
            if any(
                d is not None and d.paragraph == p.sentence.paragraph and d.start == p.tokens[m.first].start
                for d in told
            ):
                continue
            given = any(_value(n) == _value(m) or numbers.judge(m, n) is None or _close(m, n) for n in there)
            if m.type != "number" and not given and m.type not in result:
                result[m.type] = _sided("fact", m.type, kind, _mention(p, m), "an amount on one side only")
    return list(result.values())


def _close(m: Mention, n: Mention) -> bool:
    x, y = _value(m), _value(n)
    if x is None or y is None:
        return False
    loose = bool({m.value[2], n.value[2]} - {""})
    return abs(x - y) <= (0.1 if loose else 0.05) * max(x, y) and m.value[1] in (n.value[1], "")
