"""The form of paragraphs: what one looks like, and the kinds of file that are recognised by their forms.

A quotation of several paragraphs opens each of them and closes only the last, or closes far below. A mark
that was forgotten must not hold the rest of a file, so a quotation counts as open before a paragraph only if
the text above left it open and what comes next confirms it: the paragraph opens with a quotation mark again,
or the next mark below is a closing one.

Some pages hold several parts and say so by their form, and for them no cut has to be weighed:

- a *transcript*: most paragraphs begin with the name of who speaks, and names come back;
- *questions and answers*: the speakers are marked Q and A, one of two speakers mostly asks, or short
questions stand over longer answers from beginning to end;
- a *live blog*: paragraphs begin with the time of day, in one direction, nearly to the end;
- news in *brief* with run-in heads: most paragraphs begin with a place, each with another;
- a chain of dated *updates*: parts are headed "Update", "Actualización", "Original story" with or without a
date and a time, or by nothing but a date.

A live blog, a transcript and questions with answers are one story each. Of a chain every update is a story by
itself: it reports anew what is known. Where no form is found, the fitted trees cut the file (see
`dedup.splitter`), and the pieces say what it is: several short ones are news in *brief*, several others
*merged* stories, a single one with sub-headlines a *digest*, else a *story*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dedup.text.normalise import words
from dedup.text.terms import terms_of_words

READ = 2_000
"""Characters of a paragraph that are read: more than an opening needs, and a bound on hostile input."""

STYLED = 200
"""Characters whose capitals and digits are counted."""

HEADER_WORDS = 25
"""Longest headline with its second line, in words (a CJK character is half a word)."""

FULL_WORDS = 12
"""Shortest finished paragraph that can be a lead."""

TITLED = 60
"""Words whose capitals are counted."""

RUN = 4
"""Words of a run that two paragraphs share when one repeats the other."""

OPENING_WORDS = 40
"""Words of the first sentence that say whether it opens a story."""

EDGE_WORDS = 100
"""Words of a paragraph that say whether it opens or closes a story: in sets left out of the fit, the words of
the paragraph and the end of its first sentence found leads with an area under the curve of .82, the
first sentence alone with .77."""

_STOP = re.compile(r"[.!?…。！？։؟।] ?[\"'”’»)\]」』]*$")
_SENTENCE = re.compile(r"[.!?。！？][\"'”’)]?(?:\s|$)")
_QUOTE = re.compile(r"[\"“”„«»「『]|``|''")
_BULLET = re.compile(r"(?:[*•·▪‣◦–—-]|\d{1,2}[.):])\s")
_BYLINE = re.compile(
    r"(?:by|von|por|par|di|door)[: ] ?[A-ZÀ-Þ]|(?:written|reporting|reported|posted) by\b", re.IGNORECASE
)
_DATELINE = re.compile(
    r"\(?[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ ,]{1,2}[A-ZÀ-Þ][\w.'’]*){0,5}\)?"
    r"(?:[ ,]{1,2}\w{3,9}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?\([^()]{1,40}\))?\s?[.:]?\s?(?:--?|[—–―_])\s?\S"
    r"|[A-ZÀ-Þ][^.!?:;()]{2,40} \([A-Z][\w /]{1,20}\) ?[-—–―]"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[./:]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tues|wednes|thurs|fri|satur|sun)(?:day|\w{0,7}\.? \d)",
    re.IGNORECASE,
)
_END = re.compile(r"[-–—( ]*(?:30|ends?|fin|ende)[-–—). ]*|(?:[#*_=~-] ?){3,}", re.IGNORECASE)
_FOOTERS = (
    "contact:", "copyright", "©", "(c)", "rights reserved", "http:", "https:", "www.", "contributed to this",
    "follow us on", "follow him on", "follow her on", "follow me on", "reporting by", "editing by",
    "subscribe", "sign up", "read more", "more information",
)  # fmt: skip
_ADDRESS = re.compile(r"@\w|\d{3}[-/.]\d{4}")
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-Z]\. )?(?:(?:de|van|von|bin|al|el|la|del|di|da) )?[A-ZÀ-Þ][\w'’-]*)*"
)
_NUMBER = re.compile(r"(?<!\S)\d\d+(?!\S)")
_ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
_POSSESSIVE = re.compile(r"['’]s?$")
_DAYS_LISTED = (
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight lunes martes"
    " miércoles jueves viernes sábado domingo hoy ayer montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag heute gestern lundi mardi mercredi jeudi vendredi samedi dimanche lunedì martedì"
    " mercoledì giovedì venerdì oggi ieri"
)
_DAYS = frozenset(_DAYS_LISTED.split())
_TITLES_LISTED = (
    "Mr Mrs Ms Dr President Senator Sen Rep Representative Gov Governor Secretary Minister Prime Judge"
    " Justice King Queen Prince Princess Pope Former The In On At But And For After A An U.S General Gen"
    " Chairman Speaker Police Chancellor Mayor Sheriff Professor Prof Sir Lord Lady Congressman"
    " Congresswoman Attorney Republican Democrat"
)
_MARKS = "“”‘’–—…"
_TITLES = frozenset(_TITLES_LISTED.split())

MOST_READ = 400
"""Characters of a paragraph that are read."""

LEAST_TURNS = 4
"""Fewest turns of a transcript."""

ENTRIES = 3
"""Fewest entries of a live blog."""

SPEAKER_WORDS = 5
"""Longest name of who speaks, with a title."""

TURNS = 0.4
"""Share of the paragraphs that are turns of a conversation: a turn may go on for a paragraph or two."""

ASKING = 0.6
"""Share of the turns of an interviewer that end in a question mark."""

QUESTIONS = 3
"""Fewest questions that stand over answers."""

QUESTION_WORDS = 45
"""Longest question that stands over an answer."""

BEGINS = 0.4
"""The part of the file within which what shapes it begins."""

IN_ORDER = 0.7
"""Share of the steps from time to time that go one way."""

COVERED = 0.6
"""Share of the paragraphs that stand behind the first time of a live blog, and before a last entry of usual
length ends."""

ENTRY = 6
"""Most paragraphs that an entry of a live blog has in the median."""

UPDATE_WORDS = 15
"""Fewest words of an update, and of what stands above it, that tell a story: "Update: the road is open
again" is a note below one."""

BRIEF_WORDS = 140
"""Words of a brief: the median of a file's pieces must not have more."""

BRIEFS = 3
"""Fewest pieces of news in brief."""

SUBHEADS = 2
"""Fewest sub-headlines of a digest; a single short line may be anything."""

SUBHEAD_WORDS = 14
"""Longest sub-headline."""

RUN_IN = 0.6
"""Share of the paragraphs of news in brief that begin with a place."""

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|set|dic|mär|mai|okt|dez|fév|fev|avr|juin|juil"
    "|aoû|déc|gen|mag|giu|lug|ott|maart|mei|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
)
_WORD = r"[^\W\d_]"
_TIME = re.compile(
    rf"[\W_]{{0,4}}(?:{_WORD}{{2,10}}\.?,? ){{0,3}}"  # a day, and what stands before a time: at, um, à
    rf"(?:\d{{1,2}}\.?,? (?:{_WORD}{{3,10}}\.?,? )?(?:\d{{4}},? )?(?:at |um |a las |à |в )?)?[\W_]{{0,2}}"
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.h时時點点](?P<minute>[0-5]\d)?分?)?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"(?:\s?(?:uhr|hrs?|h|[A-Z]{2,4}T|GMT|UTC|local time|ora|horas?|ч)\b\.?)?"
    r"(?:\s{0,3}(?:[-–—:|•·\])】,.]{1,3}\s?|$)|\s)",
    re.IGNORECASE,
)
"""A time of day at the beginning of a paragraph, with or without its date."""
_DAY = re.compile(
    rf"[\W_]{{0,3}}(?:{_WORD}{{3,10}},? )?(?:(?:{_MONTHS}){_WORD}{{0,8}}\.? \d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)? (?:de |d')?(?:{_MONTHS}){_WORD}{{0,8}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)|(?:\d{4}年)?\d{1,2}月\d{1,2}日)\b(?:,? (?:de )?\d{4})?"
    r"(?:[ ,|–—-]{1,3}(?:at |um )?\d{1,2}(?:[:.h]\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:uhr|h|[A-Z]{2,4}))?)?"
    r"[\W_]{0,3}$",
    re.IGNORECASE,
)
"""A paragraph that is a date, with or without a time."""
_UPDATE_WORDS = (
    r"updated?|original (?:story|post|report|article)",
    r"(?:earlier|previous(?:ly)?)(?: (?:story|report|version|post))?",
    r"actualizaci[oó]n|actualizado|(?:noticia|nota|texto|art[ií]culo|informaci[oó]n) original",
    r"(?:informaci[oó]n|versi[oó]n) anterior",
    r"aktualisier(?:t|ung)|urspr(?:üngliche[rs]? (?:meldung|text|artikel|bericht)|ungsmeldung)",
    r"erstmeldung|erste meldung|frühere (?:meldung|fassung)",
    r"mise? [àa] jour|actualisation|(?:article|texte) (?:original|initial)",
    r"version (?:initiale|pr[eé]c[eé]dente)|aggiorna(?:mento|to)|(?:articolo|notizia) originale",
    r"atualiza(?:[cç][aã]o|do)|(?:not[ií]cia|texto) original",
    r"обновлен\w{0,4}|дополнен\w{0,4}|первоначальн\w{0,4} (?:текст|сообщение)|更新|最新|原文",
)
_UPDATE = re.compile(
    r"[\W_]{0,4}(?:(?:\d{1,2}(?:st|nd|rd|th|\.)?|first|second|third|fourth|latest|new|neue|nueva|última"
    r"|dernière|final) )?"
    rf"(?:{'|'.join(_UPDATE_WORDS)})(?!{_WORD})(?:[^:.!?—–\n]{{0,60}}[:—–.]|[^.!?]{{0,60}}$)",
    re.IGNORECASE,
)
"""What heads an update, or what came before it."""
_LABEL = re.compile(
    r"(?P<letter>[QAPRFDВО])\.\s|(?P<label>[^\W\d_a-zß-öø-ÿа-я]"
    r"(?:[^:：.!?\n]|(?<=\b(?:Mr|Ms|Dr|Sr|Hr|Fr|MR|MS|DR|SR))\.|(?<=Mrs)\.){0,40}?)\s?[:：]\s?(?=\S)"
)
_RUN_IN = re.compile(
    r"(?P<head>[A-ZÀ-ÞА-Я][\w.'’-]*(?:[ ,]{1,2}[A-ZÀ-ÞА-Я][\w.'’-]*){0,4})"
    r"(?: \([^()]{2,20}\) ?[.:–—-]|(?<=\.)-\s| ?(?:--?|[–—])\s)"
)
_ASK = frozenset(
    ["q", "question", "frage", "f", "pregunta", "p", "domanda", "d", "вопрос", "в", "问", "pergunta"]
)
_ANSWER = frozenset(
    ["a", "answer", "antwort", "respuesta", "r", "risposta", "réponse", "ответ", "о", "答", "resposta"]
)
_ASKS = re.compile(r"[?？؟][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Form:
    """The measures of one paragraph; counts are capped, shares are 0 to 1."""

    length: float
    """Words, at most 200; a character of a script without spaces counts half."""
    caps: float
    """Share of capitals among the cased letters."""
    titled: float
    """Share of words that begin with a capital."""
    stop: bool
    """Ends with a final stop."""
    colon: bool
    quote: bool
    """Begins with a quotation mark."""
    bullet: bool
    digits: float
    byline: bool
    dateline: bool
    date: bool
    """A short paragraph that holds a date or a time."""
    end: bool
    """An end mark or a rule: -30-, ###, ENDS, ***."""
    footer: bool
    header: bool
    """Short and without a final stop: what headlines, bylines and dates have in common."""
    full: bool
    """Finished and long enough for a lead."""
    names: float
    day: bool
    """The first sentence names a day."""
    sentence: float
    """Words of the first sentence."""
    first: tuple[str, ...]
    """The words of the first sentence, at most `OPENING_WORDS`."""
    words: tuple[str, ...]
    """The first `EDGE_WORDS` words."""
    lang: str
    full_names: frozenset[str]
    singles: frozenset[str]
    """Capitalised words that stand alone."""
    runs: frozenset[tuple[str, ...]]
    """Runs of `RUN` words."""
    numbers: frozenset[str]
    """Numbers of two digits and more."""
    terms: Mapping[str, int]


def form(paragraph: str, lang: str) -> Form:
    """Measure a paragraph; `lang` is the language of the file (`dedup.text.terms.language`)."""
    text, tail = paragraph[:READ], paragraph[-200:]
    plain = _plain(text)
    tokens = words(plain)
    wide = 0 if plain.isascii() else sum(len(t) == 1 and t > "\u2fff" for t in tokens)
    length = len(tokens) - wide / 2
    stop = bool(_STOP.search(tail))
    start = text[:STYLED]
    upper, lower = sum(map(str.isupper, start)), sum(map(str.islower, start))
    spaced = text[: 20 * TITLED].split(None, TITLED)[:TITLED]
    first = opening_words(text)
    full_names, singles = _names(text)
    short = length < 20
    return Form(
        length=min(length, 200.0),
        caps=upper / max(1, upper + lower),
        titled=sum([w[0].isupper() for w in spaced]) / max(1, len(spaced)),
        stop=stop,
        colon=tail.endswith((":", ";", ",")),
        quote=bool(_QUOTE.match(text)),
        bullet=bool(_BULLET.match(text)),
        digits=sum(map(str.isdigit, start)) / max(1, len(start)),
        byline=short and bool(_BYLINE.match(text)),
        dateline=bool(_DATELINE.match(text)),
        date=length < 12 and bool(_DATE.search(text)),
        end=len(text) < 30 and bool(_END.fullmatch(text)),
        footer=_is_footer(tail),
        header=length <= HEADER_WORDS and not stop and not tail.endswith((":", ";", ",")),
        full=length > HEADER_WORDS or (stop and length >= FULL_WORDS),
        names=min(len(full_names), 10),
        day=not _DAYS.isdisjoint(first),
        sentence=len(first),
        first=tuple(first),
        words=tuple(tokens[:EDGE_WORDS]),
        lang=lang,
        full_names=full_names,
        singles=singles,
        runs=frozenset(zip(*(tokens[k:] for k in range(RUN)), strict=False)),
        numbers=frozenset(_NUMBER.findall(" ".join(tokens))),
        terms=Counter(terms_of_words(tokens, lang)),
    )


def _is_footer(tail: str) -> bool:
    lower = tail.lower()
    return any(mark in lower for mark in _FOOTERS) or bool(_ADDRESS.search(tail))


def _plain(text: str) -> str:
    """Typographic marks as spaces: the same words, and mostly plain ASCII, which is read faster."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text


def opening_words(paragraph: str) -> list[str]:
    """The words of a paragraph's first sentence."""
    stop = _SENTENCE.search(paragraph[:READ])
    return words(_plain(paragraph[: min(stop.end(), 600) if stop else 600]))[:OPENING_WORDS]


def edge_features(own: Form) -> Iterator[str]:
    """What tells whether a paragraph opens or closes a story: the first word of its first sentence, the first
    three, all others, all pairs and the last three, and the words of the paragraph, each once.

    Examples
    --------
    >>> list(edge_features(form("The storm also hit. Nobody fled.", "en")))[:8]
    ['1 the', '3 the', '3 storm', '3 also', 'hit', 'the storm', 'storm also', 'also hit']
    >>> list(edge_features(form("The storm also hit. Nobody fled.", "en")))[8:]
    ['$ storm', '$ also', '$ hit', '* the', '* storm', '* also', '* hit', '* nobody', '* fled']
    """
    first = own.first
    if first:
        yield "1 " + first[0]
    yield from ["3 " + word for word in dict.fromkeys(first[:3])]
    yield from dict.fromkeys(first[3:])
    yield from dict.fromkeys([f"{a} {b}" for a, b in pairwise(first)])
    yield from ["$ " + word for word in dict.fromkeys(first[-3:])]
    yield from ["* " + word for word in dict.fromkeys(own.words)]


def _names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    full, singles = set(), set()
    for run in _CAPITALS.findall(text):
        parts = [_POSSESSIVE.sub("", part) for part in run.split(" ")]
        while parts and parts[0] in _TITLES:
            parts.pop(0)
        if len(parts) == 1:
            singles.add(parts[0])
        elif parts:
            full.add(f"{parts[0]} {parts[-1]}")
    full.update(f"( {acronym}" for acronym in _ACRONYM.findall(text))
    return frozenset(full), frozenset(singles)


_MARK = re.compile(r"[\"“”„«»「」『』]|``|''")
_STOPS = frozenset(",.;:!?)")
_OPENS, _CLOSES = "“„「『`", "”」』'"


def open_quotations(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph whether a quotation is open before it.

    Examples
    --------
    >>> open_quotations(["“We will stay.", "“We will not leave,” she said.", "He left."])
    [False, True, False]
    """
    reading = _reading(paragraphs)
    marks = [_marks(p, reading) for p in paragraphs]
    following = _next_marks(marks)
    found, is_open = [], False
    for i, own in enumerate(marks):
        opens_again = bool(own) and own[0] == (True, True)
        is_open = is_open and (opens_again or following[i] is False)
        found.append(is_open)
        for opening, _ in own:
            is_open = opening
    return found


def _reading(paragraphs: Sequence[str]) -> dict[str, bool]:
    """Which marks open (True) and which close in this text: „…“ and »…« turn the usual reading round."""
    reading = dict.fromkeys(_OPENS, True) | dict.fromkeys(_CLOSES, False)
    if any("„" in p for p in paragraphs):
        reading["“"] = False
    first = next((m for p in paragraphs for m in p if m in "«»"), "«")
    return reading | {"«": first == "«", "»": first == "»"}


def _marks(paragraph: str, reading: dict[str, bool]) -> list[tuple[bool, bool]]:
    """The quotation marks in order: whether each opens, and whether it begins the paragraph."""
    found: list[tuple[bool, bool]] = []
    for mark in _MARK.finditer(paragraph):
        start, end = mark.span()
        if mark.group() == '"':
            before, after = paragraph[start - 1 : start], paragraph[end : end + 1]
            free = not before or before.isspace() or before in "([{—–-/‘'"
            opening = free and bool(after) and not after.isspace() and after not in _STOPS
            if free and not opening:
                opening = _opens_alone(paragraph[end:], bool(found) and found[-1][0])
        else:
            opening = reading[mark.group()[0]]
        found.append((opening, start == 0))
    return found


def _opens_alone(behind: str, is_open: bool) -> bool:
    """Whether a straight mark with spaces on both sides opens, as in a text that was put together from its
    words: it closes what is open, or where a stop follows that is no ellipsis."""
    following = behind.lstrip()
    stops = not following or (following[0] in _STOPS and not following.startswith("..."))
    return not is_open and not stops


def _next_marks(marks: Sequence[Sequence[tuple[bool, bool]]]) -> list[bool | None]:
    """For each paragraph whether the first mark in it or below opens; None where no mark follows."""
    found: list[bool | None] = []
    following: bool | None = None
    for own in reversed(marks):
        following = own[0][0] if own else following
        found.append(following)
    return found[::-1]


def shape(blocks: Sequence[str], forms: Sequence[Form]) -> tuple[str, list[int]] | None:
    """The kind of a file by its form, and the paragraphs that begin its pieces but the first.

    Returns
    -------
    ("transcript" | "q-and-a" | "live-blog" | "updates" | "briefs", cuts), or None.
    """
    if len(blocks) < BRIEFS:
        return None
    starts = [block[:MOST_READ] for block in blocks]
    ends = [block[-MOST_READ:] for block in blocks]
    updates = _updates(starts, forms)
    if updates:
        return "updates", updates
    if _live(starts):
        return "live-blog", []
    conversation = _conversation(starts, ends, forms)
    if conversation:
        return conversation, []
    briefs = _briefs(starts, forms)
    return ("briefs", briefs) if briefs else None


def kind_of(forms: Sequence[Form], firsts: Sequence[int]) -> str:
    """The kind of a file that was cut before the paragraphs `firsts[1:]`."""
    if len(firsts) == 1:
        return "digest" if len(subheads(forms)) >= SUBHEADS else "story"
    bounds = [*firsts, len(forms)]
    words = median(sum(f.length for f in forms[a:b]) for a, b in pairwise(bounds))
    return "briefs" if len(firsts) >= BRIEFS and words <= BRIEF_WORDS else "merged"


def subheads(forms: Sequence[Form]) -> list[int]:
    """The sub-headlines of a story: short lines between a finished paragraph and one that is longer."""
    found = []
    lead = next((i for i, f in enumerate(forms) if f.full), len(forms))
    for i in range(lead + 1, len(forms) - 1):
        own, before, after = forms[i], forms[i - 1], forms[i + 1]
        line = own.length <= (SUBHEAD_WORDS // 2 if own.stop else SUBHEAD_WORDS)
        if (
            line
            and not (own.byline or own.date or own.end or own.footer or own.quote or own.bullet or own.colon)
            and not before.header
            and after.length > own.length
            and (after.full or after.stop)
        ):
            found.append(i)
    return found


def _updates(starts: Sequence[str], forms: Sequence[Form]) -> list[int]:
    """The paragraphs before which a chain of updates is cut, none where the file is no chain."""
    n = len(starts)
    marks = [i for i in range(n) if _UPDATE.match(starts[i])]
    if not marks:
        marks = [
            i
            for i in range(n - 1)
            if _DAY.match(starts[i]) and forms[i + 1].full and (i < 2 or not forms[i - 1].header)
        ]
        if len(marks) < QUESTIONS:
            return []
    firsts: list[int] = []
    for mark, after in pairwise([*marks, len(starts)]):
        first = mark
        while first and forms[first - 1].header and first - 1 not in marks:
            first -= 1
        stated = sum(f.length for f in forms[(firsts or [0])[-1] : first] if not f.header)
        if min(stated, sum(f.length for f in forms[mark:after])) >= UPDATE_WORDS:
            firsts.append(first)
    return firsts if len(firsts) + (marks[0] <= 2) >= 2 else []


def _live(starts: Sequence[str]) -> bool:
    at: list[tuple[int, int]] = []
    for i, start in enumerate(starts):
        found = _TIME.match(start)
        if found and (found["minute"] or found["half"]):
            hour = int(found["hour"]) % 24
            if found["half"]:
                hour = hour % 12 + 12 * (found["half"][0] in "pP")
            at.append((i, 60 * hour + int(found["minute"] or 0)))
    if len(at) < ENTRIES:
        return False
    steps = [(b - a) for (_, a), (_, b) in pairwise(at)]
    later = sum(step >= 0 for step in steps)
    earlier = sum(step <= 0 for step in steps)
    lengths = [b - a for (a, _), (b, _) in pairwise(at)]
    usual = median(lengths)
    covered = min(len(starts), at[-1][0] + max(usual, 2)) - at[0][0]
    return (
        max(later, earlier) >= IN_ORDER * len(steps)
        and usual <= ENTRY
        and at[0][0] <= max(4, BEGINS * len(starts))
        and covered >= COVERED * len(starts)
    )


def _briefs(starts: Sequence[str], forms: Sequence[Form]) -> list[int]:
    """The paragraphs before which news in brief are cut: most paragraphs begin with a place, each with
    another."""
    heads = {
        i: found[0] for i, start in enumerate(starts) if (found := _RUN_IN.match(start)) and forms[i].full
    }
    if len(heads) < BRIEFS or len(set(heads.values())) < len(heads) or len(heads) < RUN_IN * len(starts):
        return []
    return [i for i in heads if i > min(heads)]


def _conversation(starts: Sequence[str], ends: Sequence[str], forms: Sequence[Form]) -> str | None:
    asks = [bool(_ASKS.search(end)) for end in ends]
    labels = [_label(start) for start in starts]
    count = Counter(label for label in labels if label)
    turns = [i for i, label in enumerate(labels) if label and count[label] > 1]
    speakers = sorted({labels[i] or "" for i in turns})
    if len(turns) >= LEAST_TURNS and len(speakers) > 1 and len(turns) >= TURNS * (len(starts) - turns[0]):
        known = [label for label in speakers if label in _ASK or label in _ANSWER]
        asked = [sum(asks[i] for i in turns if labels[i] == name) / count[name] for name in speakers]
        interview = len(speakers) == 2 and max(asked) >= ASKING > min(asked)
        return "q-and-a" if len(known) > 1 or interview else "transcript"
    questions = [
        i
        for i in range(len(starts) - 1)
        if asks[i]
        and forms[i].length <= QUESTION_WORDS
        and not forms[i].quote
        and not asks[i + 1]
        and forms[i].sentence >= forms[i].length / 3
    ]
    if len(questions) < QUESTIONS or questions[0] > max(4, BEGINS * len(starts)):
        return None
    gaps = [b - a for a, b in pairwise([*questions, len(starts)])]
    return "q-and-a" if median(gaps) <= ENTRY and max(gaps[:-1]) <= 2 * ENTRY else None


def _label(start: str) -> str | None:
    """Who speaks, where a paragraph begins with it."""
    found = _LABEL.match(start.lstrip("*_ "))
    label = (found["letter"] or found["label"]) if found else ""
    if not found or len(label.split()) > SPEAKER_WORDS or any(map(str.isdigit, label)):
        return None
    return re.sub(r"\([^)]*\)|[*_.]", "", label).strip().lower()
