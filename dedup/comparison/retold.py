"""What only one of two retold stories has: a day of the event, a speaker, a person of office, an amount.

Each is told once, where it stands first, and only when nothing in the other story answers to it.

Differences of two stories that tell one event in different words: few, ranked, trustworthy.

Reporters who write independently differ in nearly every word, so words are not compared. What is compared
are slots: who says it, when it happened and when it was said, how many, what is planned or done, how the
same rare thing is called, who is quoted. Slots of linked passages are held against each other only where
the passages share rare evidence; what only one story has is told once, where it stands first. English cues;
numbers work in every language.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from dedup.comparison import attribution, numbers
from dedup.comparison.align import Pair
from dedup.comparison.attribution import PRONOUNS
from dedup.comparison.concepts import rarity, stem
from dedup.comparison.names import TITLES, plain
from dedup.comparison.passages import Passage, flag, one_sided, shown_at, source_at, span, speakers, weekdays
from dedup.comparison.retold_amounts import amounts_only_in, roughly
from dedup.comparison.retold_sources import EVIDENCE, RARE, quotations, shared, tellers
from dedup.comparison.style import FUNCTION_WORDS
from dedup.comparison.tokens import Mention, Token
from dedup.text.normalise import listed
from dedup.types import Difference

QUOTED = 4
"""Words of the shortest quotation that is told as one side's own; fewer are names and scare quotes."""

_GROUPS = listed(
    "republican republicans democrat democrats democratic conservative conservatives labour liberal"
)
"""Names that many people bear: a party tells of no new speaker."""


def only_in(
    own: Sequence[Passage], other: Sequence[Passage], kind: str, found: Sequence[Difference]
) -> list[Difference]:
    """All that only `own` has; `kind` is only-a or only-b, `found` what was told already."""
    return [
        *_own_days(own, other, kind),
        *speakers_only_in(own, {t.key for p in other for t in p.tokens}, kind, found),
        *amounts_only_in(own, other, kind, found),
        *_own_people(own, other, kind),
    ]


def _own_days(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """Days of the event that the other story does not name as such: the first two."""
    there = {m.value for p in other for m in weekdays(p, False)}
    found: dict[tuple[object, ...], Difference] = {}
    for p in own:
        for m in weekdays(p, False):
            if m.value not in there and m.value not in found:
                found[m.value] = one_sided(
                    "fact", "weekday", kind, shown_at(p, m), "day of the event, told on one side only"
                )
    return list(found.values())[:2]


def speakers_only_in(
    own: Sequence[Passage], there: set[str], kind: str, told: Sequence[Difference]
) -> list[Difference]:
    """Named speakers in passages, whose names the other story (its keys: `there`) does not mention."""
    shown = {d.a if kind == "only-a" else d.b for d in told}
    found: list[Difference] = []
    seen: set[str] = set()
    for p in own:
        for m, _keys in speakers(p):
            first, last = m.value[2], m.value[3]
            assert isinstance(first, int)
            assert isinstance(last, int)
            named = [n for n in p.side.mentions["name"] if first <= n.first and n.last <= last]
            fresh = [w for n in named for w in plain(n.value)[-1:] if w not in there | seen | _GROUPS]
            if not fresh or any(t.key in PRONOUNS for t in p.tokens[first + 1 : last]):
                continue
            seen.update(w for n in named for w in plain(n.value))
            if source_at(p, m) not in shown:
                found.append(
                    one_sided("source", "attribution", kind, source_at(p, m), "a speaker on one side only")
                )
    return found


def quotations_only_in(own: Sequence[Passage], kind: str) -> list[Difference]:
    """The first quotation of `QUOTED` words and more in each passage."""
    found: list[Difference] = []
    for p in own:
        first = next((k for k, t in enumerate(p.tokens) if t.quoted), None)
        if first is None:
            continue
        last = next((k for k in range(first, len(p.tokens)) if not p.tokens[k].quoted), len(p.tokens))
        if last - first >= QUOTED:
            shown = span(p.tokens, first, last)
            found.append(one_sided("source", "quote", kind, shown, "a quotation on one side only"))
    return found


PERSON_WEIGHT = 0.45
"""Weight of a person of office whom only one side names: below all who speak."""


def _own_people(own: Sequence[Passage], other: Sequence[Passage], kind: str) -> list[Difference]:
    """People named in full behind their office, of whom the other story has no word: the first two."""
    there = {t.key for p in other for t in p.tokens}
    found: list[Difference] = []
    for p in own:
        spoken = {k for m, _ in speakers(p) for k in range(m.first, m.last)}
        for m in p.side.mentions["name"]:
            office = {t.key for t in p.tokens[max(0, m.first - 1) : m.first + 1]} & TITLES
            named = plain(m.value)
            if not office or len(named) < 2 or there & set(named) or m.first in spoken:
                continue
            there |= set(named)
            told = one_sided("fact", "name", kind, shown_at(p, m), "a person of office on one side only")
            found.append(replace(told, weight=PERSON_WEIGHT))
    return found[:2]


SHOWN = 12
"""Differences of a retold pair that are worth an editor's time; unseen pairs had 17 to 67 before they were
cut."""

MODIFIER_WEIGHT = 0.5
"""Weight of another modifier of a rare noun: among words that all differ, a sign of the same passage."""

COMPANY = 3
"""Concepts that two paragraphs share, a rare noun among them, for its modifiers to be compared."""

TOLD_AGAIN = 2
"""How often one thing under another modifier is shown."""

_CAUSE = listed("cause caused causes reason motive explanation explanations origin why blamed")
_UNKNOWN = listed("unknown unclear undetermined unexplained")
_LIKELY = listed("likely likeliest probable probably suspected suspect apparently believed possible")

_NO_MODIFIERS = listed("not no n't including else other same such own more less first last next new")

_COMMON_UNITS = numbers.CURRENCIES | numbers.UNITS | {"percent"}

Place = tuple[Sequence[Token], int, int]

Reading = Callable[[Passage, Passage, float], Iterator[tuple[str, Difference]]]


def differences(a: Sequence[Passage], b: Sequence[Passage], linked: Sequence[Pair]) -> list[Difference]:
    """All slot differences of a retold pair, unranked."""
    pairs = [(a[p.a], b[p.b], p.score) for p in sorted(linked, key=lambda p: (-p.score, p.a, p.b))]
    found = tellers(pairs)
    found += _once(_days_of_telling, sorted(pairs, key=_place))
    for reading in (_status, _amounts, _roughly):
        found += _once(reading, pairs)
    found += _modifiers(a, b)
    found += _causes(a, b)
    found += quotations(a, b)
    for own, other, kind in ((a, b, "only-a"), (b, a, "only-b")):
        found += only_in(own, other, kind, found)
    return found


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


def _days_of_telling(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """The day of telling, in passages that report the same."""
    days_a, days_b = weekdays(x, True), weekdays(y, True)
    if len(days_a) == len(days_b) == 1 and days_a[0].value != days_b[0].value:
        m, n = days_a[0], days_b[0]
        yield (
            f"{m.value}{n.value}",
            flag("fact", "weekday", "differs", shown_at(x, m), shown_at(y, n), "day of telling"),
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
            yield concept, flag("fact", "status", "update", *shown, "planned on one side, done on the other")


def _modified(own: Passage) -> dict[str, int]:
    """Common nouns with a content word before them: stem -> token number."""
    found: dict[str, int] = {}
    for k in range(1, len(own.tokens)):
        before, noun = own.tokens[k - 1], own.tokens[k]
        plain_words = before.text.islower() and noun.text.islower() and len(noun.text) > 3
        worth = (
            before.key not in FUNCTION_WORDS | _NO_MODIFIERS
            and before.key.isalpha()
            and before.key not in numbers.SCALES
        )
        if plain_words and worth and noun.gap == " " and noun.key not in _COMMON_UNITS:
            found.setdefault(stem(noun.key), k)
    return found


def _modifiers(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """The same rare noun under one modifier in each story, and not the same one."""
    found: list[Difference] = []
    named = _by_noun(a), _by_noun(b)
    for noun in sorted(set(named[0]) & set(named[1])):
        words = [{p.tokens[k - 1].key for p, k in own[noun]} for own in named]
        both = words[0] | words[1]
        if (
            len(words[0]) == len(words[1]) == 1
            and len(both) == 2
            and not both & attribution.VERBS
            and rarity(noun) >= RARE
        ):
            y, j = named[1][noun][0]
            same = [
                (x, i)
                for x, i in named[0][noun]
                if x.tokens[i].key.rstrip("s") == y.tokens[j].key.rstrip("s")
            ]
            found += [_modifier(x, i, y, j) for x, i in same[:TOLD_AGAIN] if _company(a, x, b, y) >= COMPANY]
    return found


def _company(a: Sequence[Passage], x: Passage, b: Sequence[Passage], y: Passage) -> int:
    """Number of concepts, function words aside, that the paragraphs of two passages share."""
    held = [
        {c for p in own if p.sentence.paragraph == q.sentence.paragraph for c in p.concepts}
        for own, q in ((a, x), (b, y))
    ]
    return len((held[0] & held[1]) - FUNCTION_WORDS)


def _by_noun(own: Sequence[Passage]) -> dict[str, list[tuple[Passage, int]]]:
    """Modified nouns of a story's body: stem -> passages and token numbers."""
    found: dict[str, list[tuple[Passage, int]]] = {}
    for p in own:
        for noun, k in _modified(p).items() if p.sentence.paragraph > 0 else ():
            found.setdefault(noun, []).append((p, k))
    return found


def _modifier(x: Passage, i: int, y: Passage, k: int) -> Difference:
    quoted = x.tokens[i].quoted and y.tokens[k].quoted
    group, type_ = ("source", "quote") if quoted else ("review", "wording")
    shown = span(x.tokens, i - 1, i + 1), span(y.tokens, k - 1, k + 1)
    found = flag(group, type_, "differs", *shown, "the same thing under another modifier")
    return replace(found, weight=MODIFIER_WEIGHT)


def trustworthy(found: Sequence[Difference]) -> list[Difference]:
    """Differences of alike sentences in otherwise retold stories, without what may stand elsewhere in the
    other, and without names told more fully: every agency has its own first mention."""
    return [
        d
        for d in found
        if d.group == "style"
        or not (
            d.kind in ("only-a", "only-b")
            or d.type == "wording"
            or (d.type == "name" and d.kind == "refines")
        )
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


def _amounts(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """Amounts of the same thing, one on each side, in passages that share rare evidence."""
    counted_a, counted_b = _counted(x), _counted(y)
    for noun in sorted(set(counted_a) & set(counted_b)):
        first, second = counted_a[noun], counted_b[noun]
        if len(first) > 1 or len(second) > 1 or shared(x, y) < (EVIDENCE if noun in _COMMON_UNITS else 1):
            continue
        verdict = numbers.judge(first[0], second[0])
        if verdict is not None:
            shown = shown_at(x, first[0]), shown_at(y, second[0])
            yield (
                f"{noun}{first[0].value}{second[0].value}",
                flag(verdict.group, verdict.type, verdict.kind, *shown, verdict.why),
            )


def _counted(own: Passage) -> dict[str, list[Mention]]:
    """The amounts of a passage by what they count."""
    found: dict[str, list[Mention]] = {}
    for m in own.side.mentions["number"]:
        noun = _noun(own, m)
        if noun and noun != "ordinal":
            found.setdefault(noun, []).append(m)
    return found


def _roughly(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """One amount told exactly and roughly, in passages that share something rare."""
    for m, n in roughly(x, y) if shared(x, y) else ():
        told = flag("fact", m.type, "refines", shown_at(x, m), shown_at(y, n), "told roughly on one side")
        yield f"{m.value}{n.value}", told


def _causes(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """The cause is unknown in one story and has a likely explanation in the other."""
    (open_a, likely_a), (open_b, likely_b) = _on_cause(a), _on_cause(b)
    if (open_a and likely_a) or (open_b and likely_b):
        return []
    told = [(x, y) for x, y in ((open_a, likely_b), (likely_a, open_b)) if x and y]
    why = "no cause is known on one side, a likely one is told on the other"
    return [flag("source", "hedge", "differs", span(*x), span(*y), why) for x, y in told]


def _on_cause(own: Sequence[Passage]) -> tuple[Place | None, Place | None]:
    """Where a story says that the cause is not known, and where it tells a likely one."""
    unknown: Place | None = None
    likely: Place | None = None
    for p in own:
        keys = [t.key for t in p.tokens]
        for k in (k for k, key in enumerate(keys) if key in _CAUSE and not p.tokens[k].quoted):
            around = range(max(0, k - 4), min(len(keys), k + 7))
            for i in around:
                denied = keys[i] in ("known", "clear", "determined") and {"not", "n't"} & set(
                    keys[max(0, i - 3) : i]
                )
                if keys[i] in _UNKNOWN or denied:
                    unknown = unknown or (p.tokens, min(i, k), max(i, k) + 1)
                elif keys[i] in _LIKELY:
                    likely = likely or (p.tokens, min(i, k), max(i, k) + 1)
    return unknown, likely
