"""The weekdays, months and years that a story names in its lead: 64 bits a story.

A lead says when things happened: by the weekday in the week itself, by a date in a dateline or later on. Two
reports of one event say the same. Bits 0 to 6 are the weekdays, Monday first, 7 to 18 the months, and the
others the years, by what is left after division. Names are known by the hashes of their terms.

Candidates of the event level: pairs of stories whose heaviest terms agree.

The cosine of two stories is carried by a few heavy terms: names, places, the subject. So each story is cut
to its `HEAVY` heaviest terms, an inverted index over them (a product of two sparse matrices) gives every
pair its partial cosine, and the pairs that reach `PARTIAL` are compared in full. Of 100,000 undated stories
this compares .3 % of all pairs and finds .99 of those with a cosine of .3 or more, .97 of those that are
held to be one event; a run with events takes 7 times the CPU of one without (two-row bands of weighted
MinHash signatures compare 1.8 % and find .85). There is no chance in it: a pair's fate does not depend on
other stories' order.

Profiles of the stories of a run as unit rows of weighted terms.

Terms are weighted by (1 + log count) x IDF. The IDF mixes the background with the run: a term's share of
texts is estimated from the background, counted as `PRIOR` texts, and from the stories at hand, so that a
run about one subject (or in a language that the background hardly knows) learns its own common words. Rows
are made part by part: the terms of a million stories fill gigabytes.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dedup.match.event_profiles import Hashes, Profile, Profiles, number_hashes
from dedup.sketch.backend import kernels
from dedup.text.background import Background, background, hashes
from dedup.text.terms import terms

NAMES = {
    "en": """monday tuesday wednesday thursday friday saturday sunday
        january/jan february/feb march april/apr - june/jun july/jul august/aug
        september/sep/sept october/oct november/nov december/dec""",
    "de": """montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag
        januar/jänner februar märz april mai juni juli august september oktober november dezember""",
    "fr": """lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février - avril mai juin juillet août septembre octobre novembre décembre""",
    "es": """lunes martes miércoles jueves viernes sábado domingo
        enero febrero marzo abril - junio julio agosto septiembre/setiembre octubre noviembre diciembre""",
    "it": """lunedì martedì mercoledì giovedì venerdì sabato domenica
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre""",
    "pt": """- terça quarta quinta sexta sábado domingo
        janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro""",
    "nl": """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        januari februari maart april mei juni juli augustus september oktober november december""",
    "sv": """måndag tisdag onsdag torsdag fredag lördag söndag
        januari februari mars april maj juni juli augusti september oktober november december""",
    "no": """mandag tirsdag onsdag torsdag fredag lørdag søndag
        januar februar - april mai juni juli august september oktober november desember""",
    "pl": """poniedziałek wtorek środa/środę czwartek piątek sobota/sobotę niedziela/niedzielę
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia""",
    "ru": """понедельник вторник среду четверг пятницу субботу воскресенье
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря""",
    "tr": """pazartesi salı çarşamba perşembe cuma cumartesi pazar
        ocak şubat - nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık""",
    "el": """δευτέρα - τετάρτη πέμπτη παρασκευή σάββατο κυριακή
        ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου
        σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου""",
    "ar": """الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
        يناير فبراير - أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر""",
    "he": """- - - - - - -
        ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי
        אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר""",
    "hi": """सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
        जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर""",
    "ko": """월요일/월요일에 화요일/화요일에 수요일/수요일에 목요일/목요일에
        금요일/금요일에 토요일/토요일에 일요일/일요일에
        1월/1월에 2월/2월에 3월/3월에 4월/4월에 5월/5월에 6월/6월에 7월/7월에 8월/8월에 9월/9월에 10월/10월에
        11월/11월에 12월/12월에""",
    "zh": "周一/週一 周二/週二 周三/週三 周四/週四 周五/週五 周六/週六 周日/週日",
    "ja": "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
}
"""Weekdays, Monday first, and months, by language; - for a name that is a common word, there or elsewhere."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

YEARS = range(1900, 2100)
"""Numbers that are years."""

_MONTH, _YEAR, _BITS = 7, 19, 64

WEEKDAY_BITS = np.uint64((1 << _MONTH) - 1)
MONTH_BITS = np.uint64((1 << _YEAR) - (1 << _MONTH))
YEAR_BITS = np.uint64((1 << _BITS) - (1 << _YEAR))

Calendar = NDArray[np.uint64]


@cache
def calendar_hashes() -> tuple[Hashes, Calendar]:
    """Sorted hashes of the terms that name a weekday, a month or a year, and the bit of each."""
    found: dict[int, int] = {}
    for lang, named in NAMES.items():
        for bit, spellings in enumerate(named.split()):
            for word in spellings.strip("-").split("/"):
                found |= dict.fromkeys(map(int, hashes(terms(word, lang)[:1])), 1 << bit)
    for year in YEARS:
        found[int(hashes([str(year)])[0])] = 1 << _YEAR + year % (_BITS - _YEAR)
    ordered = sorted(found)
    return np.array(ordered, np.uint32), np.array([found[hashed] for hashed in ordered], np.uint64)


def calendar(profiles: Profiles) -> Calendar:
    """What each of n stories names in its lead: uint64, shape (n,)."""
    known, bits = calendar_hashes()
    at = np.minimum(np.searchsorted(known, profiles.terms), len(known) - 1)
    named = np.flatnonzero((known[at] == profiles.terms) & profiles.lead)
    found = np.zeros(len(profiles), np.uint64)
    np.bitwise_or.at(found, profiles.story[named], bits[at[named]])
    return found


def weekdays(found: Profile) -> tuple[str, ...]:
    """Names of the weekdays that a story mentions anywhere, Monday first."""
    known, bits = calendar_hashes()
    mentioned = int(np.bitwise_or.reduce(bits[np.isin(known, found.terms)], initial=np.uint64(0)))
    return tuple(name for day, name in enumerate(DAYS) if mentioned >> day & 1)


def agreement(a: Calendar, b: Calendar, bits: np.uint64) -> NDArray[np.float64]:
    """1 where both name one in common, -1 where both name some but none in common, else 0: float64 (m,)."""
    a, b = a & bits, b & bits
    common = (a & b) > 0
    return common.astype(np.float64) - ((a > 0) & (b > 0) & ~common)


HEAVY = 30
"""Terms of a story that are indexed: 20 find .05 fewer of the pairs, 40 cost twice the time and find .01
more."""

PARTIAL = 0.03
"""Cosine over the heaviest terms alone from which a pair is compared in full: from .05 on .90 of the pairs of
one event are found, from .08 on .76, in a third and a ninth of the comparisons."""

_STORIES_AT_ONCE = 1000  # stories whose partial cosines with all others are held at once

Integers = NDArray[np.int64]


def neighbours(rows: csr_array, reach: Integers | None = None, always: int | None = None) -> Integers:
    """Pairs of rows whose heaviest terms agree.

    Parameters
    ----------
    rows
        Unit rows of weighted terms, shape (n, terms).
    reach
        int64, shape (n,), ascending: the row up to which (exclusive) each is paired with those behind it;
        with all when None.
    always
        The row from which on all rows are paired with each, whatever its reach; n when None.

    Returns
    -------
    ndarray
        int64, shape (m, 2): distinct pairs, the smaller number first, ascending; around the reach there may
        be some that are not asked for.
    """
    heavy = _heaviest(rows)
    columns = heavy.T.tocsr()
    n = heavy.shape[0]
    found = [np.zeros((0, 2), np.int64)]
    for first in range(0, n, _STORIES_AT_ONCE):
        last = min(first + _STORIES_AT_ONCE, n)
        middle = n if reach is None else int(reach[last - 1])
        spans = (first, middle), (max(middle, n if always is None else always), n)
        near = np.concatenate([_near(heavy[first:last], columns, first, *span) for span in spans])
        found.append(near[np.lexsort((near[:, 1], near[:, 0]))])
    return np.concatenate(found)


def _near(block: csr_array, columns: csr_array, first: int, low: int, high: int) -> Integers:
    """Pairs of the rows of a block, which are numbered from `first`, and of rows from `low` to `high`."""
    partial = (block @ columns[:, low:high]).tocoo()
    a, b = partial.row + np.int64(first), partial.col + np.int64(low)
    near = (partial.data >= PARTIAL) & (a < b)
    return np.column_stack([a[near], b[near]])


def _heaviest(rows: csr_array) -> csr_array:
    """The rows cut to their heaviest terms; of equally heavy ones the first."""
    values, columns, sizes = [rows.data[:0]], [rows.indices[:0]], [np.zeros(1, np.int64)]
    for first in range(0, rows.shape[0], _STORIES_AT_ONCE):
        ends = rows.indptr[first : first + _STORIES_AT_ONCE + 1]
        data, lengths = rows.data[ends[0] : ends[-1]], np.diff(ends)
        row = np.repeat(np.arange(len(lengths)), lengths)
        order = np.argsort(2 * row - data.astype(np.float64), kind="stable")
        kept = np.sort(order[np.arange(len(order)) - np.repeat(ends[:-1] - ends[0], lengths) < HEAVY])
        values.append(data[kept])
        columns.append(rows.indices[ends[0] + kept])
        sizes.append(np.bincount(row[kept], minlength=len(lengths)))
    ends = np.cumsum(np.concatenate(sizes))
    return csr_array((np.concatenate(values), np.concatenate(columns), ends), shape=rows.shape)


PRIOR = 500.0
"""Texts that the background counts for beside the stories of a run (500 and 1000 do equally well)."""

UNSURPRISING = 10.0
"""So many stories with a term are expected of one event, and do not make the term common."""

DIN = 0.03
"""Mean cosine of strangers in mixed news, and the least that is assumed."""

KNOWN = 0.1
"""Share of a story's terms that the background must hold to know its language: .16 and more of the stories in
languages that it was counted over, at most .03 of Arabic and Hindi ones."""

UNKNOWN_DIN = 0.35
"""Mean cosine of strangers where it does not: common words weigh as much as rare ones there (.33 to .37 in
English, French and Dutch without a background)."""

DIN_PRIOR = 50.0
"""Stories that `DIN` or `UNKNOWN_DIN` counts for beside those of a run."""

CROWD = 400.0
"""Stories (of one window) among which chance look-alikes do not count: the sets of the fit have 50 to 1,000.
With ten times as many strangers around them the best threshold rises by 1.2 in log-odds, of which the
doubt takes a third."""

PAIR_WORK = 200
"""Characters of text that take as long (5 microseconds) as the product of two rows without kernels."""

_PAIRS_AT_ONCE = 20_000  # pairs multiplied at once

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Profiles of n stories as unit rows of weighted terms, float32, shape (n, terms of the run).

    `terms`, `idf`: uint32 and float64, the terms of the run, ascending, and their IDF. `calendar`: what the
    leads name, uint64 (n,). `din`: float64 (n,), mean cosine of a story with the others of the run. `known`:
    bool (n,), whether the background knows its language. `crowd`: log of how often the stories around one are
    `CROWD`, at least 0.
    """

    all: csr_array
    lead: csr_array
    numbers: csr_array
    terms: Hashes
    idf: Floats
    calendar: Calendar
    din: Floats
    known: NDArray[np.bool_]
    crowd: float


def rows(
    profiles: Profiles,
    near: float | None = None,
    table: Background | None = None,
    copies: Integers | None = None,
) -> Rows:
    """Weighted rows of the stories of one run.

    Parameters
    ----------
    profiles
        Evidence of n stories.
    near
        How many stories lie within the window of one, on average; n when None.
    table
        Background to use instead of the one that is shipped.
    copies
        int64, shape (n,): stories that each one stands for, itself included; 1 when None. They tell of the
        language of the run, too; up to `UNSURPRISING` of them, so that no story makes its terms common.
    """
    n = len(profiles)
    columns = np.unique(profiles.terms)
    column = [np.searchsorted(columns, part.terms).astype(np.int32) for part in profiles.parts()]
    told = np.ones(n) if copies is None else np.minimum(copies, UNSURPRISING).astype(np.float64)
    having, first = np.zeros(len(columns)), 0
    for part, own in zip(profiles.parts(), column, strict=True):
        np.add.at(having, own, told[first + part.story])
        first += len(part)
    table = table or background()
    idf = _mixed(table.term_idf_hashed(columns), having, told.sum())
    numbers, held = np.isin(columns, number_hashes()), np.isin(columns, table.terms)
    knowing = [
        np.bincount(part.story, held[own], len(part))
        for part, own in zip(profiles.parts(), column, strict=True)
    ]
    known = np.concatenate([np.zeros(0), *knowing]) >= KNOWN * np.diff(profiles.offsets)
    units: tuple[list[_Unit], ...] = ([], [], [])
    for part, own in zip(profiles.parts(), column, strict=True):
        weights, every = (1 + np.log(part.counts)) * idf[own], np.ones(len(own), np.bool_)
        for unit, where, values in zip(
            units, (every, part.lead, numbers[own]), (weights, weights, idf[own]), strict=True
        ):
            unit.append(_unit(part.story[where], len(part), own[where], values[where]))
    del column
    whole, leads, numbered = (_joined(unit, len(columns)) for unit in units)
    sums = np.zeros(len(columns))
    np.add.at(sums, whole.indices, whole.data)
    others = whole @ sums - 1
    return Rows(
        all=whole,
        lead=leads,
        numbers=numbered,
        terms=columns,
        idf=idf,
        calendar=calendar(profiles),
        din=np.maximum((others + DIN_PRIOR * np.where(known, DIN, UNKNOWN_DIN)) / (n - 1 + DIN_PRIOR), DIN),
        known=known,
        crowd=float(np.log(max(n if near is None else near, CROWD) / CROWD)),
    )


_Unit = tuple[NDArray[np.float32], NDArray[np.int32], Integers]  # values, columns, and how many a row has


def _unit(story: Integers, n: int, column: NDArray[np.int32], values: Floats) -> _Unit:
    """The rows of n stories, each of length 1."""
    norm = np.sqrt(np.bincount(story, values**2, n))
    unit = (values / np.where(norm > 0, norm, 1)[story]).astype(np.float32)
    return unit, column, np.bincount(story, minlength=n)


def _joined(parts: list[_Unit], width: int) -> csr_array:
    """One matrix of its parts, which are let go."""
    none = np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(1, np.int64)
    values, columns, sizes = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    parts.clear()
    return csr_array((values, columns, np.cumsum(sizes)), shape=(len(sizes) - 1, width))


def _mixed(known: Floats, stories: Floats, n: float) -> Floats:
    """IDF of terms that have the IDF `known` at large and occur in so many of n stories."""
    share = (PRIOR * np.exp(-known) + np.maximum(stories - UNSURPRISING, 0)) / (PRIOR + n)
    return np.asarray(np.maximum(-np.log(share), 0))


def cosine(of: Rows, pairs: Integers) -> Floats:
    """TF-IDF cosine of pairs, int64 (m, 2): float64, shape (m,), 0 to 1."""
    return dot(of.all, pairs)


def dot(of: csr_array, pairs: Integers) -> Floats:
    """Inner products of pairs of rows, int64 (m, 2): float64, shape (m,), 0 to 1."""
    if kernels(PAIR_WORK * len(pairs)) is not None:
        from dedup.kernels.hash_rows import dots

        return np.asarray(np.clip(dots(of.indptr, of.indices, of.data, pairs, of.shape[1]), 0, 1))
    found = np.zeros(len(pairs))
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        a, b = pairs[first : first + _PAIRS_AT_ONCE].T
        products = of[a].multiply(of[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(products.indptr))
        found[first : first + _PAIRS_AT_ONCE] = np.bincount(pair, products.data, len(a))
    return np.clip(found, 0, 1)
