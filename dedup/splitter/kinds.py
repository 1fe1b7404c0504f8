"""Kinds of file, by the form of their paragraphs.

Some pages hold several parts and say so by their form, and for them no cut has to be weighed:

- a *transcript*: most paragraphs begin with the name of who speaks, and names come back;
- *questions and answers*: the speakers are marked Q and A, one of two speakers mostly asks, or short
questions stand over longer answers from beginning to end;
- a *live blog*: paragraphs begin with the time of day, in one direction, nearly to the end;
- news in *brief* with run-in heads: most paragraphs begin with a place, each with another;
- a chain of dated *updates*: parts are headed "Update", "Actualización", "Original story" with or without a
date and a time, or by nothing but a date.

A live blog, a transcript and questions with answers are one story each. Of a chain every update is a story
for itself: it tells anew what is known. Where no form is found, the fitted trees cut the file (see
`dedup.splitter`), and the pieces say what it is: several short ones are news in *brief*, several others
*merged* stories, a single one with sub-headlines a *digest*, else a *story*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dedup.splitter.form import Form

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


def shape(blocks: Sequence[str], forms: Sequence[Form]) -> tuple[str, list[int]] | None:
    """The kind of a file that its form tells, and the paragraphs that begin its pieces but the first.

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
