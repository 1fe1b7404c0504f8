"""Differences of two stories that report one event in different words: few, ranked, trustworthy.

Reporters who write independently differ in nearly every word, so words are not compared. What is compared is
what the whole stories report (`inventory`): quotations first, then people, amounts, acts and times, each held
against all of the other story, and given once, where it stands first. Slots of linked passages (who says it,
when it was said, what is planned or done, how the same rare thing is called) are held against each other only
where the passages share rare evidence. What is not sure is not said.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from dedup.comparison import statements
from dedup.comparison.align import Pair, is_set, rarity, stem
from dedup.comparison.dates import RELATIVE, WRITTEN
from dedup.comparison.inventory import (
    Amount,
    Inventory,
    Matching,
    accounts_differ,
    agree,
    amounts_differ,
    amounts_refined,
    casualties_only_in,
    matching,
    opposed,
    times_differ,
)
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import plain
from dedup.comparison.passages import (
    Passage,
    flag,
    month_days,
    one_sided,
    shown_at,
    source_at,
    span,
    speakers,
    weekdays,
)
from dedup.comparison.quotations import Quotation, stretches, without
from dedup.comparison.tokens import Mention, Token
from dedup.types import Difference, Span

QUOTATION_WEIGHT = 0.7
"""Weight of a quoted sentence that only one side has."""

PHRASE_WEIGHT = 0.5
"""Weight of a quoted phrase that only one side has."""

SPEAKER_WEIGHT = 0.62
"""Weight of a person who speaks on one side only."""

PERSON_WEIGHT = 0.6
"""Weight of a person with a role whom only one side names."""

NAME_WEIGHT = 0.45
"""Weight of a person whom only one side names, and of whom it says nothing more."""

LONG_NAME = 4
"""Letters of the shortest name that may be misspelt in the other story."""

MISSPELT = 0.75
"""Likeness (difflib's ratio) of two spellings of one name."""

ACT_WEIGHT = 0.55
"""Weight of an act that only one side reports."""

LEAST_ACT = 2
"""Words, function words aside, of the shortest act: who did what ("she admitted" says neither)."""

ACT_HELD = 0.65
"""Share of a clause's telling words that neighbouring sentences of the other story hold, beyond which the act
is there in other words: of 28 acts the five above would have been shown twice."""

COUNT_WEIGHT = 0.6
"""What a count that is no money, share or toll weighs beside its type."""

LEAST_COUNT = 3
"""Smallest count of things that is shown as one side's own; smaller ones are asides."""

LEAST_MEASURE = 2
"""The same, of a length, a weight or a time: one of a unit is hardly a figure."""

COUNTS = 3
"""Counts of things that are shown as one side's own."""

BACKGROUND = 0.6
"""What is left of an amount of every year, or of the last one: it is of no event."""

BESIDE = 3
"""Words between a date and the weekday that it falls on."""

WEEK = 7
"""Days before and after publication in which a weekday names a date."""

SEVERAL = 0.9
"""What every further amount, or time, of one type loses."""


def only_in(
    own: Inventory, other: Inventory, both: Matching, kind: str, chosen: Collection[int]
) -> list[Difference]:
    """What only `own` has in its passages numbered in `chosen`; `kind` is only-a or only-b."""
    found = quotations_only_in(own, other, both, kind, chosen)
    found += people_only_in(own, other, kind, chosen)
    found += acts_only_in(own, other, kind, chosen)
    found += casualties_only_in(own, other, kind, chosen)
    found += amounts_only_in(own, other, both, kind, chosen)
    found += times_only_in(own, other, kind, chosen)
    found += days_only_in(own, other, kind, chosen)
    found += speakers_only_in(own, other, kind, chosen)
    return found


def quotations_only_in(
    own: Inventory, other: Inventory, both: Matching, kind: str, chosen: Collection[int]
) -> list[Difference]:
    """Quotations whose words stand nowhere in the other story, those aside that stand beside one there; a
    phrase of a quotation that is shown is not shown again."""
    side = 0 if kind == "only-a" else 1
    matches = list((both.first, both.second)[side])
    for pair in both.apart:
        matches[pair[side]] = replace(matches[pair[side]], stated=True)
    quoted: list[Quotation] = []
    for k, (q, m) in enumerate(zip(own.quotations, matches, strict=True)):
        rest: Quotation | None = q
        if m.alone and m.part is not None:
            r = other.quotations[m.part]
            rest = without(own.passages[q.passage], q, other.passages[r.passage], r)
        quoted.append(rest or q)
        if rest is None:
            matches[k] = replace(m, stated=True)
    groups = [
        (group, shown)
        for group, shown in stretches(own.passages, quoted, matches)
        if all(q.passage in chosen for q in group)
    ]
    long = [
        {word for q in group for word in q.words} for group, _ in groups if not all(q.short for q in group)
    ]
    found: list[Difference] = []
    for group, shown in groups:
        phrase = all(q.short for q in group)
        if phrase and any(_words(group) <= words for words in long):
            continue
        weight = PHRASE_WEIGHT if phrase else QUOTATION_WEIGHT
        found.append(_weighed(kind, "quote", shown, "a quotation on one side only", weight, len(found)))
    return found


def _words(group: Iterable[Quotation]) -> set[str]:
    return {word for q in group for word in q.words}


def otherwise_quoted(
    a: Inventory, b: Inventory, both: Matching, chosen: tuple[Collection[int], Collection[int]]
) -> list[Difference]:
    """Quotations of one utterance that differ, in passages that are `chosen` in `a` or in `b`."""
    found: list[Difference] = []
    for (k, n), how in both.apart.items():
        q, r = a.quotations[k], b.quotations[n]
        if q.passage in chosen[0] or r.passage in chosen[1]:
            x = span(a.passages[q.passage].tokens, q.first, q.last)
            y = span(b.passages[r.passage].tokens, r.first, r.last)
            why = "quoted in two ways" if how == "differs" else "one quotes more of it"
            one = flag("quote", how, x, y, why)
            found.append(replace(one, weight=PHRASE_WEIGHT) if how == "refines" else one)
    return found


def _weighed(kind: str, type_: str, shown: Span | None, why: str, weight: float, before: int) -> Difference:
    """A difference of one side: its weight is that of its kind, less for what `before` it is of that kind."""
    stated = one_sided(type_, kind, shown, why)
    return replace(stated, weight=round(weight * statements.NEXT**before, 4))


def people_only_in(own: Inventory, other: Inventory, kind: str, chosen: Collection[int]) -> list[Difference]:
    """People named in full whose last name stands nowhere in the other story."""
    found: list[Difference] = []
    for person in own.people:
        if person.passage not in chosen or _named(person.keys[-1], other):
            continue
        p = own.passages[person.passage]
        shown = span(p.tokens, person.start, person.stop)
        if any(m.first <= person.first < m.last for m, _ in speakers(p)):
            type_, why, weight = "attribution", "a speaker on one side only", SPEAKER_WEIGHT
        else:
            type_, why = "name", "a person on one side only"
            weight = PERSON_WEIGHT if person.described else NAME_WEIGHT
        found.append(_weighed(kind, type_, shown, why, weight, len(found)))
    return found


def _named(name: str, other: Inventory) -> bool:
    """Whether a last name stands in a story, or one that is spelled nearly alike."""
    return name in other.keys or _misspelt(name, other.keys)


def _misspelt(name: str, words: Iterable[str]) -> bool:
    """Whether one of some words differs from a name in two letters of many."""
    return len(name) >= LONG_NAME and any(
        abs(len(word) - len(name)) <= 2
        and word[0] == name[0]
        and SequenceMatcher(None, name, word, autojunk=False).ratio() >= MISSPELT
        for word in sorted(words)
        if word
    )


def acts_only_in(own: Inventory, other: Inventory, kind: str, chosen: Collection[int]) -> list[Difference]:
    """Acts of which the other story has no word, each class once."""
    found: dict[str, Difference] = {}
    for act in own.acts:
        kinds = set(act.kinds)
        tokens = own.passages[act.passage].tokens[act.first : act.last]
        denied = any(t.key in own.passages[act.passage].lexicon.negators for t in tokens)
        rest = [t for t in tokens if t is not own.passages[act.passage].tokens[act.verb]]
        known = not denied and (other.place.held(tokens) > ACT_HELD or _is_done_there(rest, other))
        words = own.passages[act.passage].lexicon.function_words
        if known or sum(t.key not in words for t in tokens) < LEAST_ACT:
            continue
        if act.passage in chosen and not kinds & other.kinds and not kinds & set(found):
            shown = span(tokens, 0, len(tokens))
            why = "an act on one side only"
            found[act.kinds[0]] = _weighed(kind, "status", shown, why, ACT_WEIGHT, len(found))
    return list(found.values())


def _is_done_there(rest: Sequence[Token], other: Inventory) -> bool:
    """Whether one sentence of a story has all telling words of an act but its verb, two or more ("residents
    moved from their homes" for "residents evacuated from their homes")."""
    words = [t for t in rest if t.key not in other.place.lexicon.function_words and t.text[0].isalnum()]
    return len(words) > 1 and other.place.holds(words)


def amounts_only_in(
    own: Inventory, other: Inventory, both: Matching, kind: str, chosen: Collection[int]
) -> list[Difference]:
    """Amounts, casualties left aside, near to which the other story has none; each once."""
    exchanged = {pair[0 if kind == "only-a" else 1] for pair in both.exchanged}
    found: list[Difference] = []
    often: Counter[str] = Counter()
    stated: list[Amount] = []
    for k, x in enumerate(own.amounts):
        if x.number not in chosen or not _worth(x) or k in exchanged:
            continue
        rivals = [y for y in other.amounts if not x.unit or y.unit in (x.unit, "")]
        tokens = own.passages[x.number].tokens
        if (
            any(agree(x, y) for y in rivals)
            or other.place.has_amount(x.mention, tokens)
            or any(x.unit == y.unit and agree(x, y) for y in stated)
            or _converted(x, own.amounts)
            or (x.type == "number" and often["number"] >= COUNTS)
        ):
            continue
        stated.append(x)
        type_ = "number" if x.type == "age" else x.type
        one = one_sided(type_, kind, x.shown, "an amount on one side only")
        weight = one.weight * SEVERAL ** often[x.type]
        weight *= (COUNT_WEIGHT if type_ == "number" else 1.0) * (BACKGROUND if x.background else 1.0)
        found.append(replace(one, weight=round(weight, 4)))
        often[x.type] += 1
    return found


def _worth(x: Amount) -> bool:
    """Whether an amount is shown when only one side has it."""
    if x.type in ("money", "percent"):
        return x.value > 0
    if x.type == "casualties" or (x.type == "age" and not x.shown.text.islower()):
        return False
    if x.unit:
        return x.value >= LEAST_MEASURE
    return x.head != "" and x.value >= LEAST_COUNT


def _converted(x: Amount, amounts: Sequence[Amount]) -> bool:
    """Whether money stands right behind the same in another currency."""
    return x.type == "money" and any(
        y.type == "money" and y.unit != x.unit and 0 <= x.mention.first - y.mention.last < 2
        for y in amounts
        if y.number == x.number
    )


def times_only_in(own: Inventory, other: Inventory, kind: str, chosen: Collection[int]) -> list[Difference]:
    """Dates and clock times outside quotation marks that the other story does not name in any form."""
    found: list[Difference] = []
    seen: set[tuple[object, ...]] = set()
    for number in sorted(chosen):
        p = own.passages[number]
        for m in p.side.mentions["date"]:
            dated = m.type == "time" or (m.value[0] == "month" and m.value[2] is not None)
            before = p.tokens[m.first - 1].text[0].isdigit() if m.first else False
            torn = before and p.tokens[m.first].gap.strip() in (":", ".")
            named = m.last < len(p.tokens) and p.tokens[m.last].gap == " " and p.tokens[m.last].capital
            if (
                not dated
                or torn
                or named
                or m.value in seen
                or p.tokens[m.first].quoted
                or other.place.has_day(m)
            ):
                continue
            seen.add(m.value)
            if not _answered(p, m, own.published, other):
                why = "a time on one side only"
                one = one_sided(m.type, kind, shown_at(p, m), why)
                found.append(replace(one, weight=round(one.weight * SEVERAL ** len(found), 4)))
    return found


def _answered(p: Passage, m: Mention, published: date | None, other: Inventory) -> bool:
    """Whether the other story may state a date or a time in another form: a weekday, a part of the day."""
    there = [n for q in other.passages for n in q.side.mentions["date"]]
    lexicon = p.lexicon
    if m.type == "time":
        return bool(other.keys & lexicon.parts_of_day) or any(n.type == "time" for n in there)
    days = set(month_days(m))
    if any(n.value[:2] == m.value[:2] and (not n.value[2] or days & {*month_days(n)}) for n in there):
        return True
    weekdays = {n.value for n in there if n.type == "weekday"}
    beside = [n for n in p.side.mentions["date"] if n.type == "weekday" and abs(n.first - m.first) <= BESIDE]
    if any(n.value in weekdays for n in beside):
        return True
    if published is None:
        return bool(weekdays)
    near = [day for day in _calendar(m, published, lexicon) if abs((day - published).days) <= WEEK]
    return bool(near and there)


def _calendar(m: Mention, published: date, lexicon: Lexicon) -> list[date]:
    """The days that a month with days names, in the year of publication unless it says another."""
    month, year = lexicon.months.get(str(m.value[1])), m.value[3] or published.year
    assert isinstance(year, int)
    found: list[date] = []
    for day in month_days(m) if month is not None else ():
        assert isinstance(day, int)
        assert month is not None
        with suppress(ValueError):
            found.append(date(year, month, day))
    return found


def days_only_in(own: Inventory, other: Inventory, kind: str, chosen: Collection[int]) -> list[Difference]:
    """Days of the event that the other story does not name in any form: the first two."""
    there = {m.value for p in other.passages for m in p.side.mentions["date"]}
    found: dict[tuple[object, ...], Difference] = {}
    for p in (own.passages[k] for k in sorted(chosen)):
        for m in weekdays(p, False):
            if m.value not in there and m.value not in found and not _dated(m, other, p.lexicon):
                found[m.value] = one_sided(
                    "weekday", kind, shown_at(p, m), "day of the event, stated on one side only"
                )
    return list(found.values())[:2]


def _dated(m: Mention, other: Inventory, lexicon: Lexicon) -> bool:
    """Whether a story may name a weekday in another form: as a date, as today or yesterday, misspelt."""
    name = str(m.value[1])
    if _misspelt(name, other.keys - lexicon.weekdays.keys()):
        return True
    named: list[date] = []
    for p in other.passages:
        for n in p.side.mentions["date"]:
            relative = n.value[0] == "relative" and not p.tokens[n.first].quoted
            if not relative and not (n.value[0] == "month" and month_days(n)):
                continue
            if other.published is None or not lexicon.week:
                return True
            if relative:
                named += [other.published + timedelta(days=k) for k in (-1, 0, 1)]
            else:
                named += _calendar(n, other.published, lexicon)
    return name in {lexicon.week[day.weekday()] for day in named}


def speakers_only_in(
    own: Inventory, other: Inventory, kind: str, chosen: Collection[int]
) -> list[Difference]:
    """Organisations, and people by a part of their name, that speak, and of whose name no form stands in the
    other story; people named in full are left to `people_only_in`."""
    seen = {word for person in own.people if person.passage in chosen for word in person.keys}
    found: list[Difference] = []
    for number in sorted(chosen):
        p = own.passages[number]
        for m, _keys in speakers(p):
            first, last = m.value[2], m.value[3]
            assert isinstance(first, int)
            assert isinstance(last, int)
            named = [n for n in p.side.mentions["name"] if first <= n.first and n.last <= last]
            opens = first + (p.tokens[first].key in p.lexicon.articles)
            heads = [n for n in named if n.last == last or n.first <= opens]
            words = {w for n in heads for w in plain(n.value, p.lexicon)}
            known = any(_mentioned(plain(n.value, p.lexicon), other) for n in heads)
            if not words or known or words & (seen | p.lexicon.parties) or words <= p.lexicon.anonymous:
                continue
            if any(t.key in p.lexicon.pronouns for t in p.tokens[first + 1 : last]):
                continue
            if len(p.tokens[last - 1].text) == 1 or (
                first and p.tokens[first - 1].key in p.lexicon.coordinators
            ):
                continue
            seen |= words
            found.append(one_sided("attribution", kind, source_at(p, m), "a speaker on one side only"))
    return found


def _mentioned(name: Sequence[str], other: Inventory) -> bool:
    """Whether a story has a name by its last word or by initials."""
    if _named(name[-1], other) or (len(name) == 1 and name[0] in other.place.initials):
        return True
    return any("".join(word[0] for word in name[k:]) in other.keys for k in range(len(name) - 1))


RARE = 4.0
"""IDF (natural logarithm) from which a shared term is evidence: it stands in one of 55 news stories at
most."""

EVIDENCE = 3
"""Shared rare terms for which two linked passages are taken to speak of one thing."""

STRONG = 0.35
"""Cosine of concepts that is evidence enough by itself: a third of the weight of both passages."""

CLAIM = 3
"""Words of the shortest run that two reports of one statement have in common: of 17 sources that were held
against each other without such a run, about 5 were of one statement."""

CLAIMED = 8.0
"""Sum of the IDF of the words of such a run that are written small: one rare word and a less rare one."""

ALIKE = 5
"""Shared concepts of two passages for a second-hand source to be held against the other's."""


Pairs = Sequence[tuple[Passage, Passage, float]]


def shared(x: Passage, y: Passage) -> int:
    """Number of rare concepts that both passages hold."""
    common = set(x.concepts) & set(y.concepts)
    return sum(rarity(c, x.lexicon) >= RARE for c in common)


def tellers(pairs: Pairs, stories: tuple[Sequence[Passage], Sequence[Passage]]) -> list[Difference]:
    """The same claim from another source; every source stands in one flag, second-hand ones in all that
    hold."""
    found: list[Difference] = []
    used: set[tuple[int, int]] = set()
    by_media = [any(_second_hand(keys, p) for p in own for _, keys in speakers(p)) for own in stories]
    for x, y, score in pairs:
        strong = (score >= STRONG or shared(x, y) >= EVIDENCE) and _is_one_claim(x, y)
        for m, who_a in speakers(x)[:1]:
            for n, who_b in speakers(y)[:1]:
                indirect = (_second_hand(who_a, x) != _second_hand(who_b, x)) and alike(x, y) >= ALIKE
                places = {(0, id(m)), (1, id(n))}
                if set(who_a) & set(who_b) or not (indirect or (strong and not places & used)):
                    continue
                if indirect and all(by_media):
                    continue
                if _present(who_a, y) or _present(who_b, x) or not _two_sources(x, m, y, n):
                    continue
                used |= places
                why = "reported by media on one side only" if indirect else "other source for the same"
                found.append(flag("attribution", "differs", source_at(x, m), source_at(y, n), why))
    return found


def _is_one_claim(x: Passage, y: Passage) -> bool:
    """Whether two passages have a run of words in common that is more than a name: reports of one statement
    keep a piece of it."""
    runs = [
        {
            tuple(t.key for t in p.tokens[k : k + CLAIM]): p.tokens[k : k + CLAIM]
            for k in range(len(p.tokens) - CLAIM + 1)
        }
        for p in (x, y)
    ]
    common = (runs[0][run] for run in sorted(runs[0].keys() & runs[1].keys()))
    return any(
        sum(rarity(stem(t.key, x.lexicon), x.lexicon) for t in run if t.text.islower()) >= CLAIMED
        for run in common
    )


def _two_sources(x: Passage, m: Mention, y: Passage, n: Mention) -> bool:
    """Whether both are sources by their words, and not a name on one side and an office, which may be his, on
    the other."""
    marks = []
    for own, source in ((x, m), (y, n)):
        first, last = source.value[2], source.value[3]
        assert isinstance(first, int)
        assert isinstance(last, int)
        named = any(first <= name.first and name.last <= last for name in own.side.mentions["name"])
        keys = {t.key for t in own.tokens[first:last]}
        lexicon = own.lexicon
        office = bool(keys & lexicon.roles) and not named
        if keys & lexicon.possessives:
            return False
        if not named and not keys & (lexicon.anonymous | lexicon.second_hand | lexicon.roles):
            return False
        marks.append((named, office))
    return not (marks[0][0] and marks[1][1]) and not (marks[1][0] and marks[0][1])


def _present(who: Sequence[str], other: Passage) -> bool:
    """Whether a source stands in the other passage too, by a rare word: there it may be called otherwise."""
    lexicon = other.lexicon
    keys = {t.key for t in other.tokens if t.capital}
    # A country that stands for its officials may stand for the country in the other passage.
    vague = lexicon.anonymous.union(*lexicon.countries)
    return any(k in keys and k not in vague and rarity(k, lexicon) >= RARE for k in who)


def _second_hand(keys: Sequence[str], own: Passage) -> bool:
    """Whether a source is some media; the word alone ("reports say") is none that can be held against one."""
    return len(keys) > 1 and any(key in own.lexicon.second_hand for key in keys)


def alike(x: Passage, y: Passage) -> int:
    """Number of concepts, function words aside, that both passages hold."""
    return len((set(x.concepts) & set(y.concepts)) - x.lexicon.function_words)


SHOWN = 24
"""Differences of a retold pair that are given; 32 and 48 find no more of what editors want of eight pairs."""

MODIFIER_WEIGHT = 0.5
"""Weight of another modifier of a rare noun: among words that all differ, a sign of the same passage."""

COMPANY = 3
"""Concepts that two paragraphs share, a rare noun among them, for its modifiers to be compared."""

OBJECT = 6
"""Words behind a verb among which its object is looked for."""

STATED_AGAIN = 2
"""How often one thing under another modifier is shown."""


UNSURE = frozenset(["wording", "name", "quote", "status", "weekday"])
"""Types that stand at like places in two reports without being versions of each other: every agency has its
own first mention, quotations are matched as a whole (`otherwise_quoted`), and a day may be that of the event
or of what is said of it (`_days_of_telling`)."""

Place = tuple[Sequence[Token], int, int]

Reading = Callable[[Passage, Passage, float], Iterator[tuple[str, Difference]]]


def differences(a: Inventory, b: Inventory, linked: Sequence[Pair]) -> list[Difference]:
    """All slot differences of a retold pair, unranked."""
    pairs = [
        (a.passages[p.a], b.passages[p.b], p.score)
        for p in sorted(linked, key=lambda p: (-p.score, p.a, p.b))
    ]
    found = tellers(pairs, (a.passages, b.passages))
    found += _once(_days_of_telling, sorted(pairs, key=_place))
    found += _once(_status, pairs)
    found += _modifiers(a.passages, b.passages)
    found += _causes(a.passages, b.passages)
    both = matching(a, b)
    found += opposed(a.passages, b.passages, both.weights)
    found += otherwise_quoted(a, b, both, (range(len(a.passages)), range(len(b.passages))))
    found += amounts_differ(a.amounts, b.amounts, both.weights)
    found += amounts_refined(a.amounts, b.amounts, both.weights)
    found += times_differ(a.passages, b.passages, both.weights)
    found += accounts_differ(a.passages, b.passages)
    found += [
        flag("money", "differs", a.amounts[i].shown, b.amounts[j].shown, "one sum in two currencies")
        for i, j in sorted(both.exchanged)
    ]
    found += only_in(a, b, both, "only-a", range(len(a.passages)))
    found += only_in(b, a, both, "only-b", range(len(b.passages)))
    found += statements.of_reports(a, b, both, "only-a") + statements.of_reports(b, a, both, "only-b")
    return statements.without_repeats(unanswered(found, ()))


def unanswered(found: Sequence[Difference], others: Sequence[Difference]) -> list[Difference]:
    """The differences without those of one side whose words stand beside others of the other story, in one of
    them or of some `others`."""
    given = {
        (side, shown)
        for d in (*found, *others)
        if d.a is not None and d.b is not None
        for side, shown in (("only-a", d.a), ("only-b", d.b))
    }
    return [d for d in found if (d.kind, d.a or d.b) not in given]


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
    """The day of saying, in passages that report the same, of the same speaker where both name one."""
    days_a, days_b = weekdays(x, True), weekdays(y, True)
    who = [{key for n in _speaking(p) for key in n.value} for p in (x, y)]
    if not (speakers(x) and speakers(y)) or (all(who) and who[0].isdisjoint(who[1])):
        return
    if len(days_a) == len(days_b) == 1 and days_a[0].value != days_b[0].value:
        m, n = days_a[0], days_b[0]
        yield (
            f"{m.value}{n.value}",
            flag("weekday", "differs", shown_at(x, m), shown_at(y, n), "day of the statement"),
        )


def _speaking(own: Passage) -> list[Mention]:
    """The names in the sources of a passage."""
    places = [m.value[2:4] for m, _ in speakers(own)]
    return [
        n
        for n in own.side.mentions["name"]
        if any(first <= n.first and n.last <= last for first, last in places)  # type: ignore[operator]
    ]


def _acts(own: Passage) -> dict[str, tuple[str, int, int]]:
    """Acts that are planned or done: concept -> (planned or done, first token, last token)."""
    found: dict[str, tuple[str, int, int]] = {}
    for k in range(len(own.tokens) - 1):
        key = own.tokens[k].key
        for name, cues in (("planned", own.lexicon.planned), ("done", own.lexicon.done)):
            verb = k + 1 if own.tokens[k + 1].key not in own.lexicon.between_act else k + 2
            if key in cues and verb < len(own.tokens) and is_set(own.concepts[verb]):
                found.setdefault(own.concepts[verb], (name, k, verb + 1))
    return found


def _status(x: Passage, y: Passage, _score: float) -> Iterator[tuple[str, Difference]]:
    """One act that is planned in one story and done in the other."""
    acts_a, acts_b = _acts(x), _acts(y)
    for concept in sorted(set(acts_a) & set(acts_b)):
        (name_a, i, j), (name_b, k, m) = acts_a[concept], acts_b[concept]
        if name_a != name_b and alike(x, y) >= COMPANY and _one_object(x, j, y, m):
            shown = span(x.tokens, i, min(j + 2, len(x.tokens))), span(y.tokens, k, min(m + 2, len(y.tokens)))
            yield concept, flag("status", "update", *shown, "planned on one side, done on the other")


def _one_object(x: Passage, i: int, y: Passage, k: int) -> bool:
    """Whether words of one concept stand behind two verbs (token numbers of what follows them)."""
    behind = [set(p.concepts[at : at + OBJECT]) - p.lexicon.function_words for p, at in ((x, i), (y, k))]
    return bool(behind[0] & behind[1])


def _modified(own: Passage) -> dict[str, int]:
    """Common nouns with a content word before them: stem -> token number."""
    found: dict[str, int] = {}
    for k in range(1, len(own.tokens)):
        before, noun = own.tokens[k - 1], own.tokens[k]
        plain_words = before.text.islower() and noun.text.islower() and len(noun.text) > 3
        worth = (
            before.key not in own.lexicon.function_words | own.lexicon.no_modifiers
            and before.key.isalpha()
            and before.key not in own.lexicon.scales
            and "-" not in before.gap
        )
        if plain_words and worth and noun.gap == " " and noun.key not in own.lexicon.measures:
            found.setdefault(stem(noun.key, own.lexicon), k)
    return found


def _modifiers(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """The same rare noun under one modifier in each story, and not the same one."""
    found: list[Difference] = []
    named = _by_noun(a), _by_noun(b)
    keys = [{t.key for p in own for t in p.tokens} for own in (a, b)]
    for noun in sorted(set(named[0]) & set(named[1])):
        words = [{p.tokens[k - 1].key for p, k in own[noun]} for own in named]
        both = words[0] | words[1]
        if (
            len(words[0]) == len(words[1]) == 1
            and len(both) == 2
            and not both & a[0].lexicon.verbs_of_saying
            and not (words[0] & keys[1] or words[1] & keys[0])
            and rarity(noun, a[0].lexicon) >= RARE
        ):
            y, j = named[1][noun][0]
            same = [
                (x, i)
                for x, i in named[0][noun]
                if x.tokens[i].key.rstrip("s") == y.tokens[j].key.rstrip("s")
            ]
            found += [
                _modifier(x, i, y, j)
                for x, i in same[:STATED_AGAIN]
                if _led_alike(x, i, y, j) and _company(a, x, b, y) >= COMPANY
            ]
    return found


def _led_alike(x: Passage, i: int, y: Passage, k: int) -> bool:
    """Whether two modified nouns (token numbers) stand behind the same word ("through"), articles and the
    like aside: what they name has the same part in both sentences."""
    if i < 2 or k < 2:
        return False
    before = x.tokens[i - 2]
    own = before.text.islower() and before.key not in x.lexicon.determiners | x.lexicon.coordinators
    return own and before.key == y.tokens[k - 2].key


def _company(a: Sequence[Passage], x: Passage, b: Sequence[Passage], y: Passage) -> int:
    """Number of concepts, function words aside, that the paragraphs of two passages share."""
    held = [
        {c for p in own if p.sentence.paragraph == q.sentence.paragraph for c in p.concepts}
        for own, q in ((a, x), (b, y))
    ]
    return len((held[0] & held[1]) - x.lexicon.function_words)


def _by_noun(own: Sequence[Passage]) -> dict[str, list[tuple[Passage, int]]]:
    """Modified nouns of a story's body: stem -> passages and token numbers."""
    found: dict[str, list[tuple[Passage, int]]] = {}
    for p in own:
        for noun, k in _modified(p).items() if p.sentence.paragraph > 0 else ():
            found.setdefault(noun, []).append((p, k))
    return found


def _modifier(x: Passage, i: int, y: Passage, k: int) -> Difference:
    quoted = x.tokens[i].quoted and y.tokens[k].quoted
    type_ = "quote" if quoted else "wording"
    shown = span(x.tokens, i - 1, i + 1), span(y.tokens, k - 1, k + 1)
    found = flag(type_, "differs", *shown, "the same thing under another modifier")
    return replace(found, weight=MODIFIER_WEIGHT)


def trustworthy(found: Sequence[Difference], a: Inventory, b: Inventory) -> list[Difference]:
    """Differences of alike sentences in otherwise retold stories, without what may stand elsewhere in the
    other, and without what is `UNSURE` there."""
    return [
        d
        for d in found
        if d.group == "style"
        or not (
            d.kind in ("only-a", "only-b")
            or d.type in UNSURE
            or _one_source(d)
            or _may_be_one(d)
            or _is_answered(d, a, b)
        )
    ]


def _is_answered(d: Difference, a: Inventory, b: Inventory) -> bool:
    """Whether one of two amounts stands in the other story, too, in its unit or of its kind."""
    return any(
        agree(x, y)
        for shown, own, other in ((d.a, a, b), (d.b, b, a))
        for x in own.amounts
        if shown is not None and x.shown.paragraph == shown.paragraph and _overlap(x.shown, shown)
        for y in other.amounts
        if (x.type, x.unit) == (y.type, y.unit)
    )


def _overlap(x: Span, y: Span) -> bool:
    return x.start < y.end and y.start < x.end


def _may_be_one(d: Difference) -> bool:
    """Whether two times are of two kinds, a weekday and a word such as today: both may be true."""
    return d.why in (RELATIVE, WRITTEN)


def _one_source(d: Difference) -> bool:
    """Whether two sources are one, called more exactly in one story, or have a capitalised word in common."""
    if d.type != "attribution" or d.a is None or d.b is None:
        return False
    if d.kind == "refines":
        return True
    names = [{word.strip(".,") for word in s.text.split() if word[0].isupper()} for s in (d.a, d.b)]
    return bool(names[0] & names[1])


def capped(found: Sequence[Difference]) -> list[Difference]:
    """The `SHOWN` first of ranked differences, and all that are style."""
    worth = [d for d in found if d.group != "style"][:SHOWN]
    return [d for d in found if d.group == "style" or d in worth]


def _causes(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """The cause is unknown in one story and has a likely explanation in the other."""
    (open_a, likely_a), (open_b, likely_b) = _on_cause(a), _on_cause(b)
    if (open_a and likely_a) or (open_b and likely_b):
        return []
    stated = [(x, y) for x, y in ((open_a, likely_b), (likely_a, open_b)) if x and y]
    why = "no cause is known on one side, a likely one is stated on the other"
    return [flag("hedge", "differs", span(*x), span(*y), why) for x, y in stated]


def _on_cause(own: Sequence[Passage]) -> tuple[Place | None, Place | None]:
    """Where a story says that the cause is not known, and where it gives a likely one."""
    unknown: Place | None = None
    likely: Place | None = None
    for p in own:
        keys = [t.key for t in p.tokens]
        for k in (k for k, key in enumerate(keys) if key in p.lexicon.causes and not p.tokens[k].quoted):
            around = range(max(0, k - 4), min(len(keys), k + 7))
            for i in around:
                denied = keys[i] in p.lexicon.known and p.lexicon.negators & set(keys[max(0, i - 3) : i])
                if keys[i] in p.lexicon.unknown or denied:
                    unknown = unknown or (p.tokens, min(i, k), max(i, k) + 1)
                elif keys[i] in p.lexicon.likely:
                    likely = likely or (p.tokens, min(i, k), max(i, k) + 1)
    return unknown, likely
