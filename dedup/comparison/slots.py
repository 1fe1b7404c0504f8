"""What one story puts into the slots of its event: tolls, sums, suspects, causes, places and times.

A value goes into a slot only where the sentence itself puts it there. A toll is a count whose clause says
what became of those counted, in one of three shapes: "killing at least 12 people" (verb of harm right
before), "12 people were killed" (the counted noun, auxiliaries, the fate), "the death toll rose to 12". A
part of a whole ("three of them", "including three children"), two fates under one count ("dead or missing"),
a count of other times ("in 2004", "last year") are left out. A sum or a count has the noun that it is a sum
of, by place: "$3 million in damage", "a $3 million fine", "a fine of $3 million". A suspect is a person of
whom the clause says that he was arrested or charged; a cause stands behind "caused by" or "the cause was" of
something that the headline or the lead names. The place and the day are those of the lead. What is quoted is
left out.

The words of each shape come from the lexicon; a language without them fills sums and times only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dedup.comparison.align import stem
from dedup.comparison.attribution import speech_verbs
from dedup.comparison.dates import UNSURE, said
from dedup.comparison.inventory import Amount, amounts, people
from dedup.comparison.lexicon import Lexicon, lexicon_for
from dedup.comparison.names import Casing
from dedup.comparison.passages import Passage, passages, span
from dedup.comparison.tokens import TITLE, Mention, Token, read
from dedup.text.sentences import paragraphs
from dedup.text.terms import language
from dedup.types import Span, Story

FIRST_YEAR = 1500
"""First number that is a year."""

LEAD = 2
"""Sentences of the body that are the lead: what happened, to whom, where and when stands there."""

GROUP = 4
"""Words of the noun phrase behind a count."""

REACH = 8
"""Words between "the death toll" and its number, and of a parenthesis that is passed over."""

APPOSITIONS = 3
"""Ages, addresses and offices behind a name that are passed over."""

LONG_WORD = 4
"""Letters of the shortest word by which a cause is known to be that of what headline and lead speak of."""

UNKNOWN = "unknown"
"""Value of a cause that is not known yet."""

RUNNING = 3
"""Small words of the shortest sentence whose day is not that of a dateline or of the page."""

CLAUSE = 12
"""Words of a cause that are shown."""

SLOTS = (
    "dead", "injured", "missing", "arrested", "suspect", "cause", "place", "day", "hour", "money", "percent",
    "count",
)  # fmt: skip
"""All slots, in the order of a table."""

TOLLS = frozenset(["dead", "injured", "missing", "arrested"])
"""Slots whose value is a number of people."""

_BREAKS = frozenset(',;:()[]"“”„«»—–')


@dataclass(frozen=True, slots=True)
class Filling:
    """A value in a slot.

    `slot` is one of `SLOTS`. `what` names the thing of which a sum or a count is one, as it is written, `key`
    the same as it is compared. `value` is what is compared of the value. `shown` are the quoted words,
    `sentence` the sentence around them; `lead`: they stand in the headline or the lead. `amount` is what is
    known of a number: its bounds, its unit, the words around it."""

    slot: str
    what: str
    key: str
    value: str | float
    shown: Span
    sentence: Span
    lead: bool
    amount: Amount | None = None


def fillings(story: Story) -> list[Filling]:
    """The values that a story puts into slots, in its order.

    Parameters
    ----------
    story
        Its language decides which lexicon reads it; `published` is the day by which weekdays become dates.
    """
    texts = paragraphs(story.text)
    lexicon = lexicon_for(language(story.text, story.lang))
    title = story.title if story.title and story.title.strip() else None
    sentences = read(texts, title, lexicon)
    own = passages(sentences, Casing(sentences, lexicon), lexicon)
    body = [n for n, p in enumerate(own) if p.sentence.paragraph != TITLE and not _is_dateline(p)]
    lead = {n for n, p in enumerate(own) if p.sentence.paragraph == TITLE} | set(body[:LEAD])
    published = story.published.date() if story.published else None
    found = [
        *_numbers(own, lead, published),
        *_suspects(own, lead),
        *_causes(own, lead, published),
        *_places(own, lead),
        *_times(own, lead, published),
    ]
    return sorted(found, key=lambda f: (f.shown.paragraph, f.shown.start, f.slot))


def _is_dateline(own: Passage) -> bool:
    return own.sentence.start == 0 and own.sentence.text[-1:] in ("-", "–", "—")


def _breaks(token: Token) -> bool:
    """Whether a clause may end before a token."""
    return bool(set(token.gap) & _BREAKS) or token.gap.startswith((". ", "? ", "! ")) or "\n" in token.gap


def _filling(
    own: Passage, slot: str, first: int, last: int, value: str | float, lead: bool, *, what: str = "",
    key: str = "", amount: Amount | None = None,
) -> Filling:  # fmt: skip
    shown = span(own.tokens, first, last)
    assert shown is not None  # a value has words
    s = own.sentence
    return Filling(slot, what, key, value, shown, Span(s.paragraph, s.start, s.end, s.text), lead, amount)


def _numbers(own: Sequence[Passage], lead: Iterable[int], published: date | None) -> Iterator[Filling]:
    """Tolls, sums, shares and counts."""
    top = frozenset(lead)
    spoken = {token.key for n in top for token in own[n].tokens}
    for found in amounts(own):
        p = own[found.number]
        m = found.mention
        if found.background or _is_torn(p.tokens, m) or _of_another_year(p, published):
            continue
        if found.type != "money" and _of_other_times(p, published):
            continue
        people = not found.unit and found.value.is_integer() and not _is_rate(p.tokens, m, p.lexicon)
        if people and found.type in ("number", "casualties"):
            fate, first, last, whom = _fate(p.tokens, m, p.lexicon)
            if fate:
                who = "" if whom is None else _small(p.tokens[whom].text)
                key = "" if whom is None else stem(p.tokens[whom].key, p.lexicon)
                near = found.number in top
                if near or _where(p) <= spoken:
                    yield _filling(p, fate, first, last, found.value, near, what=who, key=key, amount=found)
                continue
        if found.type == "casualties" or found.type == "age" or (found.unit and found.type == "number"):
            continue
        named = _of_what(p.tokens, m, p.lexicon)
        if named is not None:
            at, first, last = named
            token = p.tokens[at]
            slot = found.type if found.type in ("money", "percent") else "count"
            yield _filling(
                p, slot, first, last, found.value, found.number in top, what=token.text,
                key=stem(token.key, p.lexicon), amount=found,
            )  # fmt: skip
        elif found.type == "money":
            yield _filling(p, found.type, m.first, m.last, found.value, found.number in top, amount=found)


def _where(own: Passage) -> set[str]:
    """The words of the places that a sentence names."""
    return {
        token.key
        for m in own.side.mentions["name"]
        if m.first and own.tokens[m.first - 1].key in own.lexicon.slots.where
        for token in own.tokens[m.first : m.last]
        if token.capital
    }


def _of_another_year(own: Passage, published: date | None) -> bool:
    """Whether a sentence names a year that is not that of the story, or of a story without a date any
    year."""
    years = _years(own)
    return bool(years) if published is None else any(year != published.year for year in years)


def _years(own: Passage) -> list[int]:
    return [
        part
        for m in own.side.mentions["date"]
        for part in m.value[1:]
        if isinstance(part, int) and part >= FIRST_YEAR
    ]


def _of_other_times(own: Passage, published: date | None) -> bool:
    """Whether a sentence may speak of other times: another year, a month without a day, last month, ago."""
    if _of_another_year(own, published):
        return True
    for m in own.side.mentions["date"]:
        kind, *parts = m.value
        lone = kind == "month" and not isinstance(parts[1], tuple)
        if kind == "decade" or lone or (kind == "period" and parts[0] in own.lexicon.period_heads):
            return True
    words, before = own.lexicon.slots, ""
    for token in own.tokens:
        if token.key in words.other_times and before not in words.recent:
            return True
        before = token.key
    return False


def _small(word: str) -> str:
    """A word of a headline in capitals as it stands in a text."""
    return word.lower() if word.isupper() and len(word) > 1 else word


def _is_rate(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether a number is one per so many, or one that comes on top of another."""
    behind = [t.key for t in tokens[m.last : m.last + GROUP]]
    before = tokens[m.first - 1].key if m.first else ""
    words = lexicon.slots
    return bool(words.per & set(behind)) or bool(words.further & set(behind[:1])) or before in words.further


def _is_torn(tokens: Sequence[Token], m: Mention) -> bool:
    """Whether a space stands inside a number, as a faulty conversion leaves it ("120, 000", "6. 1")."""
    behind = tokens[m.last] if m.last < len(tokens) else None
    torn = behind is not None and behind.gap in (", ", ". ") and behind.text.isdecimal()
    at = next((k for k in range(m.first, m.last) if tokens[k].text[0].isdigit()), m.first)
    joints = (", ", ". ", ".", ",")
    before = at > 0 and tokens[at - 1].text[-1].isdigit() and tokens[at].gap in joints
    return torn or (before and tokens[at].text[0].isdigit())


def _fate(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> tuple[str, int, int, int | None]:
    """What became of those who are counted, from where to where it says so, and the noun (token) that says
    who they are if not just people; "" if nothing is sure."""
    if _is_part(tokens, m, lexicon):
        return _NO_FATE
    before, start = _before(tokens, m.first, lexicon)
    behind, stop = _behind(tokens, m.last, lexicon)
    run = range(m.last, _nouns(tokens, m.last, lexicon))
    if any(tokens[k].key in lexicon.slots.unpeopled for k in run):
        return _NO_FATE
    if before and behind in ("", before) and not _goes_on(tokens, m.last, lexicon):
        return before, start, _group(tokens, m.last, lexicon), _whom(tokens, m.last, lexicon)
    lone = m.value[0] == 1.0 and not list(run) and tokens[m.last - 1].text.isalpha()
    governed = m.first > 0 and tokens[m.first - 1].key in lexicon.slots.governing
    if (lone or governed) and not before:
        behind = ""
    if behind and not before and not _came_on(tokens, m.first, lexicon):
        return behind, m.first, stop, _whom(tokens, m.last, lexicon)
    if before or behind:
        return _NO_FATE
    toll, start = _toll(tokens, m.first, lexicon)
    of = tokens[start - 1] if toll and start else None
    whose = start - 1 if of is not None and of.capital and of.key not in lexicon.function_words else None
    if toll and tokens[m.first - 1].key in lexicon.partitives:
        return toll, start, _group(tokens, m.last, lexicon), _whom(tokens, m.last, lexicon)
    return toll, start, m.last, whose


_NO_FATE = ("", 0, 0, None)


def _nouns(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    """The end of the run of words behind a count that may be its noun phrase."""
    k = last
    while k < len(tokens) and k - last < GROUP and not _breaks(tokens[k]) and tokens[k].text[0].isalpha():
        key = tokens[k].key
        if key in lexicon.function_words and key not in lexicon.slots.before_people:
            break
        if key in lexicon.slots.reported or any(
            key in f.states | f.verbs for f in lexicon.slots.fates.values()
        ):
            break
        k += 1
    return k


def _whom(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int | None:
    """The plural noun (token) that says who is counted, unless it says no more than that they are people."""
    run = range(last, _nouns(tokens, last, lexicon))
    k = next((k for k in reversed(run) if _is_plural(tokens[k], lexicon)), None)
    nouns = lexicon.slots.anyone.union(*(fate.nouns for fate in lexicon.slots.fates.values()))
    return None if k is None or tokens[k].key in nouns else k


def _goes_on(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> bool:
    """Whether a count is the first of a list: "13 students and two teachers", "6 in Haiti, 11 in Cuba"."""
    k = _nouns(tokens, last, lexicon)
    if k + 1 < len(tokens) and tokens[k].key in lexicon.slots.where and tokens[k + 1].capital:
        k += 1
        while k < len(tokens) and tokens[k].capital and not _breaks(tokens[k]):
            k += 1
    if k + 1 >= len(tokens) or not (tokens[k].key in lexicon.coordinators or tokens[k].gap == ", "):
        return False
    start = k + (tokens[k].key in lexicon.coordinators)
    number = next((n for n in range(start, min(start + 4, len(tokens))) if tokens[n].key[:1].isdigit()), None)
    if number is None or any(_breaks(tokens[n]) for n in range(start + 1, number + 1)):
        return False
    skipped = {t.key for t in tokens[start:number]}
    if skipped - lexicon.function_words - lexicon.slots.before_people:
        return False
    return not _behind(tokens, number + 1, lexicon)[0]


def _came_on(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> bool:
    """Whether a count is the last of a list whose other counts have no fate of their own."""
    if first < 2 or tokens[first - 1].key not in lexicon.coordinators:
        return False
    for k in range(first - 2, max(-1, first - 2 - GROUP), -1):
        if tokens[k].key[:1].isdigit():
            return not _before(tokens, k, lexicon)[0] and not _behind(tokens, k + 1, lexicon)[0]
        if _breaks(tokens[k]):
            return False
    return False


def _is_part(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether a count is one of some of the whole, or says of what somebody is: "three of them", "two of the
    three", "including three children", "a mother of two"."""
    if m.last < len(tokens) and tokens[m.last].key in lexicon.partitives:
        return True
    of = m.first - 1
    while of > 0 and tokens[of].key in lexicon.definite | lexicon.before_scales:
        of -= 1
    if of > 0 and tokens[of].key in lexicon.partitives and not _toll(tokens, of + 1, lexicon)[0]:
        return True
    for k in range(m.first - 1, max(0, m.first - REACH) - 1, -1):
        if tokens[k].key in lexicon.including:
            return True
        if tokens[k + 1].gap.startswith((". ", ";")):
            return False
    return False


def _before(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> tuple[str, int]:
    """The fate whose verb stands right before a count as its object, and where it begins."""
    k = first
    while k and first - k < GROUP and not _breaks(tokens[k]):
        k -= 1
        key = tokens[k].key
        for name, fate in lexicon.slots.fates.items():
            if key in fate.verbs:
                before = tokens[k - 1].key if k else ""
                other = before in lexicon.slots.copulas | lexicon.slots.not_done
                return ("", 0) if other else (name, k)
        if key not in lexicon.slots.before_people:
            break
    return "", 0


def _group(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    """The end of the noun phrase behind a count, as far as it is shown."""
    run = range(last, _nouns(tokens, last, lexicon))
    return next((k + 1 for k in reversed(run) if _is_plural(tokens[k], lexicon)), last)


def _behind(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> tuple[str, int]:
    """The fate that the rest of the clause gives to those counted, and where it ends."""
    k, nouns, linked = last, 0, False
    while k < len(tokens):
        token = tokens[k]
        if _breaks(token):
            if token.key not in lexicon.including or nouns == 0:
                return "", 0
            closing = _goes_on_at(tokens, k, lexicon)
            if closing is None:
                return "", 0
            k = closing
            token = tokens[k]
        fate = next((name for name, f in lexicon.slots.fates.items() if token.key in f.states | f.nouns), "")
        if fate and tokens[k - 1].key in lexicon.definite | lexicon.articles:
            return "", 0
        if fate:
            return _stated(tokens, last, k, fate, linked, lexicon)
        words = lexicon.slots
        if token.key in words.copulas | words.perfect | words.reported:
            linked = True
        elif linked or _ends_group(token, lexicon) or nouns == GROUP:
            return "", 0
        else:
            nouns += 1
        k += 1
    return "", 0


def _goes_on_at(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> int | None:
    """Where a clause goes on behind a parenthesis ("including two officers and a guide, were")."""
    words = lexicon.slots
    verbs = words.copulas | words.perfect
    states = frozenset[str]().union(*(fate.states for fate in words.fates.values()))
    reach = range(k + 1, min(k + 3 * REACH, len(tokens)))
    return next((n for n in reach if "," in tokens[n].gap and tokens[n].key in verbs | states), None)


def _ends_group(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word behind a count is none of its noun phrase, or of one that is not of people."""
    words = lexicon.slots
    small = lexicon.function_words - words.before_people | lexicon.finite | words.unpeopled
    return token.key in small or not token.text[0].isalpha()


def _stated(
    tokens: Sequence[Token], last: int, at: int, fate: str, linked: bool, lexicon: Lexicon
) -> tuple[str, int]:
    """Whether a word of a fate says it of those counted before it, and its end."""
    own, word = lexicon.slots.fates[fate], tokens[at].key
    following = [t for t in tokens[at + 1 : at + 4] if t.text]
    open_ = bool(following) and not _breaks(following[0])
    if open_ and following[0].key in lexicon.coordinators:
        others = [t.key for t in following[1:3]]
        if any(key in f.states | f.nouns for f in lexicon.slots.fates.values() for key in others[:1]):
            return "", 0
    if word in own.nouns - own.states:
        before = {t.key for t in tokens[max(0, last - GROUP) : last]}
        counted = at - last <= 2 and before & lexicon.slots.counting
        return (fate, at + 1) if counted else ("", 0)
    if open_ and word in own.verbs and not linked:
        ahead = following[0]
        free = ahead.key in lexicon.function_words - lexicon.definite - lexicon.articles - lexicon.possessives
        if at == last and ahead.text.islower() and _is_plural(ahead, lexicon):
            return fate, at + 2
        if not free or ahead.key in lexicon.before_scales:
            return "", 0
    if open_ and following[0].key in lexicon.slots.here:
        return "", 0
    return fate, at + 1


def _toll(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> tuple[str, int]:
    """The fate of a noun that a number is said of: "the death toll rose to", "the deaths of"."""
    if not first or _breaks(tokens[first]) or tokens[first - 1].key not in lexicon.slots.toll_links:
        return "", 0
    of = tokens[first - 1].key in lexicon.partitives
    for k in range(first - 2, max(0, first - 2 - (0 if of else REACH)) - 1, -1):
        if _breaks(tokens[k + 1]):
            return "", 0
        named = next((name for name, f in lexicon.slots.fates.items() if tokens[k].key in f.nouns), "")
        if of:
            return named, k
        if tokens[k].key in lexicon.slots.toll_nouns:
            before = tokens[k - 1].key if k else ""
            kind = next((name for name, f in lexicon.slots.fates.items() if before in f.nouns | f.states), "")
            return kind, max(k - 1, 0)
        if named and k > 1 and tokens[k - 1].key in lexicon.partitives:
            return named, k
    return "", 0


def _of_what(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """The noun of which a number is a sum or a count (its token), and from where to where both stand."""
    counted = not m.value[1]
    if m.last < len(tokens) and not _breaks(tokens[m.last]):
        linked = tokens[m.last].key in lexicon.slots.sum_links and not counted
        start = m.last + linked
        if linked and start < len(tokens) and tokens[start].key in lexicon.definite | lexicon.articles:
            start += 1
        determined = m.first > 0 and tokens[m.first - 1].key in lexicon.before_scales | lexicon.definite
        at = _head(tokens, start, lexicon, plural=counted)
        if at is not None and (linked or determined or counted or (at == start and m.type == "money")):
            return at, m.first, at + 1
    if counted or m.first < 2 or _breaks(tokens[m.first]):
        return None
    link, noun = tokens[m.first - 1], tokens[m.first - 2]
    if link.key in lexicon.partitives and _is_noun(noun, lexicon) and not _breaks(link):
        return m.first - 2, m.first - 2, m.last
    return None


def _head(tokens: Sequence[Token], start: int, lexicon: Lexicon, *, plural: bool) -> int | None:
    """The last noun of a run of small words."""
    at = start
    while at < len(tokens) and at - start < GROUP and (at == start or not _breaks(tokens[at])):
        token = tokens[at]
        if token.gap not in (" ", "-", "\u00a0") or not _is_noun(token, lexicon):
            break
        at += 1
        if plural and _is_plural(token, lexicon):
            break
    if at == start:
        return None
    if at < len(tokens) and (
        at - start == GROUP or tokens[at].key in lexicon.clitics or tokens[at].gap == "-"
    ):
        return None
    return at - 1 if not plural or _is_plural(tokens[at - 1], lexicon) else None


def _is_plural(token: Token, lexicon: Lexicon) -> bool:
    ends = token.key.endswith("s") and len(token.key) > 3 and not token.key.endswith("ss")
    return ends or token.key in lexicon.plurals


def _is_noun(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.text.isalpha()
        and not token.key.isdecimal()
        and token.text.islower()
        and token.key
        not in lexicon.function_words | lexicon.durations | lexicon.finite | lexicon.slots.no_nouns
        and token.key not in lexicon.periods | lexicon.period_heads | lexicon.relative_days
        and not (lexicon.code == "en" and token.text.endswith(("ing", "ly", "ed")))
    )


def _suspects(own: Sequence[Passage], lead: Iterable[int]) -> Iterator[Filling]:
    """People of whom the clause says that they were arrested, charged, or are suspects; by their last name
    alone only if one person of the story bears it."""
    top = frozenset(lead)
    full: dict[str, set[tuple[str, ...]]] = {}
    for person in people(own):
        full.setdefault(person.keys[-1], set()).add(person.keys)
    for p in own:
        for m in p.side.mentions["name"]:
            keys = tuple(t.key for t in p.tokens[m.first : m.last] if t.text[0].isalpha())
            if len(keys) > 1 and keys[-1] in full:
                full[keys[-1]].add(keys)
    for number, p in enumerate(own):
        for m in p.side.mentions["name"]:
            keys = tuple(t.key for t in p.tokens[m.first : m.last] if t.text[0].isalpha())
            if not keys or keys[-1] not in full or p.tokens[m.first].quoted:
                continue
            names = {(named[0][0], named[-1]) for named in full[keys[-1]]}
            if len(keys) == 1 and len(names) > 1:
                continue
            name = keys if len(keys) > 1 else min(full[keys[-1]])
            if _suspected(p.tokens, m, p.lexicon):
                yield _filling(p, "suspect", m.first, m.last, f"{name[0][0]} {name[-1]}", number in top)


def _suspected(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether the clause of a name says that its bearer was arrested or charged, or calls him a suspect."""
    words = lexicon.slots
    k = m.last
    for _ in range(APPOSITIONS):
        if k < len(tokens) and "," in tokens[k].gap and tokens[k].key not in words.copulas:
            closing = (n for n in range(k + 1, min(k + REACH, len(tokens))) if "," in tokens[n].gap)
            k = next(closing, k)
    linked = False
    while (
        k < len(tokens)
        and k - m.last < APPOSITIONS * REACH
        and ("," in tokens[k].gap or not _breaks(tokens[k]))
    ):
        key = tokens[k].key
        if key in words.suspecting and linked:
            return True
        if key in lexicon.negators or key not in words.copulas | words.perfect | lexicon.between_act:
            break
        linked = linked or key in words.copulas
        k += 1
    k = m.first
    while k and m.first - k < GROUP and (not _breaks(tokens[k]) or tokens[k].gap == ", "):
        k -= 1
        key = tokens[k].key
        if key in words.suspects:
            return True
        if key in words.arresting:
            return not (k and tokens[k - 1].key in words.copulas | lexicon.negators)
        if key not in lexicon.roles:
            return False
    return False


def _causes(own: Sequence[Passage], lead: Iterable[int], published: date | None) -> Iterator[Filling]:
    """Causes of what the headline and the lead speak of."""
    top = frozenset(lead)
    spoken = {concept for n in top for concept in _concepts(own[n], 0, len(own[n].tokens))}
    for number, p in enumerate(own):
        other_times = _of_other_times(p, published)
        for k, token in enumerate(p.tokens):
            found = None if token.quoted else _caused_by(p, k) or _cause_was(p, k)
            if found is None or other_times:
                continue
            of = set(_concepts(p, *found.of))
            if spoken & of or (found.value == UNKNOWN and not of):
                yield _filling(p, "cause", found.first, found.last, found.value, number in top)


def _concepts(own: Passage, first: int, last: int) -> list[str]:
    """The concepts of some content words."""
    return [
        concept
        for token, concept in zip(own.tokens[first:last], own.concepts[first:last], strict=True)
        if len(token.key) >= LONG_WORD and token.key not in own.lexicon.function_words
    ]


@dataclass(frozen=True, slots=True)
class _Cause:
    """Words that say of what (`of`, tokens) and what the cause is."""

    of: tuple[int, int]
    first: int
    last: int
    value: str


def _clause_end(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    last = at
    while last < len(tokens) and last - at < CLAUSE and (last == at or not _breaks(tokens[last])):
        if tokens[last].key in lexicon.clauses:
            break
        last += 1
    return last


def _deaths(lexicon: Lexicon) -> frozenset[str]:
    """Nouns of harm: what they were caused by is not what caused the event."""
    return frozenset[str]().union(*(fate.nouns for fate in lexicon.slots.fates.values()))


def _caused_by(own: Passage, k: int) -> _Cause | None:
    """ "The fire was caused by a faulty heater"."""
    tokens, words = own.tokens, own.lexicon.slots
    if k + 2 >= len(tokens) or (tokens[k].key, tokens[k + 1].key) not in words.caused:
        return None
    subject = k
    while subject and k - subject < REACH and not _breaks(tokens[subject]):
        subject -= 1
    of = {t.key for t in tokens[subject:k]}
    if of & (own.lexicon.negators | words.open | own.lexicon.measures | _deaths(own.lexicon)):
        return None
    last = _clause_end(tokens, k + 2, own.lexicon)
    value = " ".join(_concepts(own, k + 2, last))
    return _Cause((subject, k), k, last, value) if value and subject < k else None


def _cause_was(own: Passage, k: int) -> _Cause | None:
    """ "The cause of the fire was not known"."""
    tokens, lexicon = own.tokens, own.lexicon
    words = lexicon.slots
    if tokens[k].key not in words.cause_nouns or k + 2 >= len(tokens):
        return None
    of = tokens[k + 1].key in lexicon.partitives
    if not of and (not k or tokens[k - 1].key not in lexicon.articles):
        return None
    links = (
        n
        for n in range(k + 1 + of, min(k + REACH, len(tokens)))
        if tokens[n].key in words.copulas | words.remained
    )
    link = next(links, None)
    if link is None or any(_breaks(tokens[n]) for n in range(k + 1, link + 1)) or not (of or link == k + 1):
        return None
    last = _clause_end(tokens, link + 1, lexicon)
    stated = {t.key for t in tokens[link + 1 : last]}
    if {t.key for t in tokens[k:link]} & _deaths(lexicon):
        return None
    if stated & (lexicon.unknown | words.inquiries):
        return _Cause((k + 1, link), k, last, UNKNOWN)
    value = " ".join(_concepts(own, link + 1, last))
    return _Cause((k + 1, link), k, last, value) if value and of else None


def _planned(own: Passage) -> bool:
    """Whether a sentence tells of what is to come."""
    return not own.lexicon.slots.ahead.isdisjoint(token.key for token in own.tokens)


def _places(own: Sequence[Passage], lead: Iterable[int]) -> Iterator[Filling]:
    """Names behind a preposition of place in headline and lead."""
    for number in sorted(lead):
        p = own[number]
        if _planned(p):
            continue
        named = p.side.mentions["name"]
        for m in named:
            before = p.tokens[m.first - 1] if m.first else None
            if before is None or before.key not in p.lexicon.slots.where or p.tokens[m.first].quoted:
                continue
            if {t.key for t in p.tokens[m.first : m.last]} & p.lexicon.organisation_words:
                continue
            if m.last < len(p.tokens) and p.tokens[m.last].key in p.lexicon.clitics:
                continue
            last = m.last
            for other in named:  # the larger place behind it: "Nairobi, Kenya"
                ends = other.last == len(p.tokens) or _breaks(p.tokens[other.last])
                person = p.tokens[other.first].key in p.lexicon.given_names
                if other.first == last and p.tokens[last].gap == ", " and ends and not person:
                    last = other.last
            keys = [t.key for t in p.tokens[m.first : m.last] if t.text[0].isalpha()]
            yield _filling(p, "place", m.first, last, " ".join(keys), True)


def _times(own: Sequence[Passage], lead: Iterable[int], published: date | None) -> Iterator[Filling]:
    """The day that the lead gives, if it gives one, and the hours of the story: those of the lead count as
    such only if they are one."""
    top = frozenset(lead)
    days: list[Filling] = []
    hours: list[Filling] = []
    for number, p in enumerate(own):
        small = sum(token.text.isalpha() and token.text.islower() for token in p.tokens)
        if small < RUNNING or any(token.key in p.lexicon.slots.posting for token in p.tokens):
            continue
        verbs = speech_verbs(p.tokens, p.lexicon)
        planned = _planned(p)
        for m in p.side.mentions["date"]:
            if "(" in p.tokens[m.first].gap:
                continue
            opens = m.first == 0 and not p.sentence.start and m.value[0] == "month"
            if opens or p.tokens[m.first].quoted or said(p.tokens, m, verbs, p.lexicon):
                continue
            if m.type == "time":
                if m.value[-1] != UNSURE and not planned:
                    hours.append(_filling(p, "hour", m.first, m.last, str(m.value[1]), number in top))
                continue
            day = _day(m, p.lexicon, published) if number in top and not planned else ""
            if day:
                days.append(_filling(p, "day", m.first, m.last, day, True))
    if len({f.value for f in days}) == 1:
        yield from days
    one = len({f.value for f in hours if f.lead}) == 1
    yield from hours if one else (replace(f, lead=False) for f in hours)


def _day(m: Mention, lexicon: Lexicon, published: date | None) -> str:
    """A day as a date, by the day of publication; without that one as it is named; "" for no single day."""
    kind, *parts = m.value
    if kind == "month":
        month, days, year = parts
        number = lexicon.months.get(str(month))
        if number is None or not isinstance(days, tuple) or len(days) != 1:
            return ""
        if isinstance(year, int):
            return f"{year}-{number:02}-{days[0]:02}"
        if published is None:
            return f"--{number:02}-{days[0]:02}"
        return _nearest(published, number, days[0])
    if kind == "weekday":
        if parts[0] not in lexicon.week:
            return ""
        if published is None:
            return str(parts[0])
        weekday = lexicon.week.index(str(parts[0]))
        return (published - timedelta((published.weekday() - weekday) % 7)).isoformat()
    if kind == "relative" and published is not None:
        back = lexicon.slots.days_back.get(str(parts[0]))
        return "" if back is None else (published - timedelta(back)).isoformat()
    return ""


def _nearest(published: date, month: int, day: int) -> str:
    """The day of a month that is nearest to the day of publication; "" if no such day is."""
    found = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda d: abs(d - published)).isoformat() if found else ""
