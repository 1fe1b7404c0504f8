"""What the comparer knows of a language: word lists and tables, one `Lexicon` in one module a language.

The logic of the comparer reads nothing but these fields, so a language is added by a module of this package
whose name is the language's two letters and which holds one value, `LEXICON`, and by its tests. What such a
module leaves out is empty: the readings that need it find nothing, and the comparer is silent there instead
of wrong. Two stories in a language without a module, or in two languages, are compared by numbers, calendar
digits, quotation marks, capitals and structure alone.

All words are written as they are compared (`tokens.key`): in small letters, without accents that
`dedup.text.normalise` removes, in the spelling to which `spellings` and `respelled` lead.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from dedup.comparison.number_words import NumberWords
from dedup.text.normalise import listed, normalise
from dedup.text.sentences import ENGLISH_STOPS, Stops

Words = frozenset[str]
Phrase = tuple[str, ...]

_NONE: Words = frozenset()

SYMBOLS: dict[str, str] = {
    "%": "percent", "$": "dollar", "usd": "dollar", "€": "euro", "eur": "euro", "£": "pound", "gbp": "pound",
    "¥": "yen", "km": "kilometer", "kms": "kilometer", "kg": "kilogram", "kgs": "kilogram",
    "cm": "centimeter", "mm": "millimeter",
}  # fmt: skip
"""Signs and abbreviations of units and currencies that every language writes alike: part of all
`spellings`."""

CURRENCY_CODES = listed("rs inr pkr usd eur gbp jpy chf cad aud rm rp tk ksh tsh ngn zar")
"""Letters for a currency that are written right before an amount ("Rs500,000"), in small letters."""

CURRENCIES = CURRENCY_CODES | listed("dollar euro pound yen ¥ ₹")
METRIC_UNITS = listed("kilometer centimeter millimeter kilogram")

METRIC_SIZES: Mapping[str, tuple[str, float]] = {
    "kilometer": ("length", 1000.0),
    "centimeter": ("length", 0.01),
    "millimeter": ("length", 0.001),
    "kilogram": ("weight", 1.0),
}

CURRENCY_SIGNS = frozenset("$€£¥₹")

WEEKDAYS_ABROAD = listed(
    "lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi "
    "dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lunedì martedì "
    "mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira "
    "sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среду "
    "четверг пятницу субботу воскресенье الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد"
)
"""Weekdays of languages that have no module yet; none is a word of another kind elsewhere."""

ZONES = listed("gmt utc est edt cet bst pst local uhr")
"""Words behind four digits that make them a clock time."""


@dataclass(frozen=True, slots=True)
class State:
    """Words of a state: `telling` ones say it by themselves, `near` ones may."""

    telling: Words
    near: Words = _NONE

    @property
    def any(self) -> Words:
        return self.telling | self.near


@dataclass(frozen=True)
class Fate:
    """Words for what became of people: `verbs` take those counted for an object ("killing"), `states` are
    said of them ("killed", "dead"), `nouns` are counted themselves ("deaths")."""

    verbs: Words = _NONE
    states: Words = _NONE
    nouns: Words = _NONE


@dataclass(frozen=True, kw_only=True)
class SlotWords:
    """The words by which a sentence puts a value into a slot of its event (`comparison.slots`)."""

    fates: Mapping[str, Fate] = field(default_factory=dict)
    """What becomes of people, by the slot of its toll."""
    copulas: Words = _NONE
    """Forms of "to be"."""
    perfect: Words = _NONE
    """Forms of "to have", which stand before them."""
    before_people: Words = _NONE
    """Words between a verb of harm and the count of those harmed, or behind the count ("another", "more")."""
    reported: Words = _NONE
    """Words that stand between a count and a fate beside forms of "to be" ("confirmed", "still")."""
    counting: Words = _NONE
    """Words before a number of deaths that make it the toll ("reported 12 deaths")."""
    not_done: Words = _NONE
    """Words before a verb that make it one of what is not done ("to kill")."""
    governing: Words = _NONE
    """Prepositions before a count that is not what a clause speaks of ("father to two boys")."""
    here: Words = _NONE
    """Words behind a fate that make a toll that of one place of several."""
    further: Words = _NONE
    """Words that make a count one that comes on top of another."""
    per: Words = _NONE
    """Words that make a count a rate."""
    anyone: Words = _NONE
    """Nouns for people that say no more than that they are people."""
    unpeopled: Words = _NONE
    """Nouns that a fate may be said of and that are not people ("birds")."""
    toll_nouns: Words = _NONE
    toll_links: Words = _NONE
    """Words between such a noun and its number ("rose to")."""
    sum_links: Words = _NONE
    """Words between a sum and what it is a sum of ("$3 million in damage")."""
    no_nouns: Words = _NONE
    """Small words that no sum is a sum of ("more", "ago")."""
    suspecting: Words = _NONE
    """Participles said of suspects ("charged")."""
    suspects: Words = _NONE
    """What a suspect is called before the name."""
    arresting: Words = _NONE
    """Verbs whose object is a suspect."""
    caused: frozenset[Phrase] = frozenset()
    """Participle and preposition before a cause ("caused by")."""
    open: Words = _NONE
    """Words between a subject and its cause that leave open whether it is one ("whether", "may")."""
    cause_nouns: Words = _NONE
    remained: Words = _NONE
    """Verbs that stand for "to be" behind such a noun."""
    inquiries: Words = _NONE
    """Words by which a cause is not known yet."""
    where: Words = _NONE
    """Prepositions of the place where something happens."""
    ahead: Words = _NONE
    """Words of a sentence that tells of what is to come."""
    posting: Words = _NONE
    """Words of a line that says when a page was put up."""
    days_back: Mapping[str, int] = field(default_factory=dict)
    """Days from a relative day to the day of publication."""
    recent: Words = _NONE
    """Units of time behind which such a word says no more than that it was just now ("two days ago")."""
    other_times: Words = _NONE
    """Words of a sentence that speaks of other times than the event's."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """One language. Two lexicons are equal only if they are the same object, so that they can be cached by.

    Every set is of single words and every table maps single words, unless its type says `Phrase` (a tuple of
    words in their order). Fields without a value are empty.
    """

    code: str = ""
    """Two letters of the language; also names its stemmer."""

    # Spelling, tokens and sentences
    spellings: Mapping[str, str] = field(default_factory=lambda: SYMBOLS)
    """Abbreviations and variant spellings, with the one word that they are compared by; `SYMBOLS` included.
    Number words of one word lead to their digits."""
    respelled: Callable[[str], str] = str
    """Rules of spelling that no table can hold: a word of five ASCII letters and more, to its compared
    form."""
    accents: bool = True
    """Whether accents tell words apart; where they stand in foreign names alone, papers drop them."""
    initialisms: Mapping[str, str] = field(default_factory=dict)
    """Names in capitals that a small-letter word would collide with ("US"), without stops, to their key."""
    phrases: tuple[str, ...] = ()
    """Expressions of two words that are one token ("per cent")."""
    whole_words: Words = _NONE
    """Words of a script without spaces that are one token, as written."""
    clitics: tuple[str, ...] = ()
    """Contractions that end a word, apostrophe included, and are a token of their own ("n't", "'s")."""
    elisions: Words = _NONE
    """Words that lose their vowel and stand before an apostrophe and the next word: "l", "d" and "qu" in
    French and Italian."""
    shortened: Mapping[str, str] = field(default_factory=dict)
    """What is left of a word before its clitic, to the word ("wo" before "n't": "will")."""
    contractions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Words that fall into several tokens in another way: (as written, compared by) for each of these."""
    stops: Stops = ENGLISH_STOPS
    """Abbreviations that do not end a sentence, and words that often begin one."""

    # Numbers and what they count
    number_words: Mapping[str, int] = field(default_factory=dict)
    """Cardinals of one word without a scale."""
    numerals: NumberWords | None = None
    """The grammar of numerals; where it is given, a numeral is one token, and numbers are compared by their
    value however they are written."""
    ordinal_prefixes: Words = _NONE
    """Signs before a number that make it an ordinal ("第")."""
    percent_first: bool = False
    """Whether the word of percent stands before its number ("yüzde 18", "百分之十八")."""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    unsure_ordinals: Words = _NONE
    """Ordinals that mostly mean something else ("second")."""
    ordinal_ends: Words = _NONE
    """Letters behind digits that make an ordinal ("1st")."""
    scales: Mapping[str, float] = field(default_factory=dict)
    """Words that multiply what stands before them; hundreds and dozens multiply only the last part."""
    scale_letters: Mapping[str, float] = field(default_factory=dict)
    """The same as letters right behind digits ("$3m")."""
    number_joiners: Words = _NONE
    """Words inside a number ("two hundred and fifty")."""
    before_scales: Words = _NONE
    """Words before a scale that stand for one of it ("a dozen")."""
    not_counted: Words = _NONE
    """Words before "one" that make it a pronoun."""
    decimal_point: str = "."
    """The sign of decimals, "." or ","; the other one groups thousands."""
    qualifiers: Mapping[Phrase, str] = field(default_factory=dict)
    """Phrases before a number that say how exact it is, to their class: least, more, less, most, few, nearly,
    about, exactly."""
    currencies: Words = CURRENCIES
    """Currencies as they are compared, codes included."""
    units: Words = METRIC_UNITS
    """Units of measure and of time."""
    singular: Mapping[str, str] = field(default_factory=dict)
    """Plurals of units that `spellings` does not already turn into their singular."""
    sizes: Mapping[str, tuple[str, float]] = field(default_factory=lambda: METRIC_SIZES)
    """What a unit measures, and its size in metres (also square), kilograms, minutes or km an hour."""
    speeds: Mapping[str, str] = field(default_factory=dict)
    """The units of speed by their length."""
    per_hour: frozenset[Phrase] = frozenset()
    """What makes a length a speed: "an hour"."""
    percentage: Phrase = ()
    """The words of a percentage point, each in all its forms separated by "|"."""
    weights: Words = _NONE
    """Currencies that are units of weight, too ("pound")."""
    money_words: Words = _NONE
    """Words beside such an amount that make it one of money."""
    fractions: Mapping[str, int] = field(default_factory=dict)
    """Words for a part, to the number of parts ("third": 3)."""
    part_links: Phrase = ()
    """Signs between the number of parts and that of those meant ("三分之二")."""
    half: Words = _NONE
    """Words for half of a scale, or behind a number ("half a million", "two and a half")."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Words that are a part of a whole by themselves ("Hälfte"), in percent."""
    durations: Words = _NONE
    """Units of time (singular)."""
    harm: Words = _NONE
    """Words that make a count of people one of casualties."""
    tolls: Words = _NONE
    """Nouns of harm that may have a verb between them and their count."""
    unharmed: Words = _NONE
    """Words that say of a count that it was no harm to life (evacuated, arrested)."""
    single_harms: Words = _NONE
    """Nouns among them for one case, which behind a larger number are part of something else ("40 death
    threats")."""
    survival: Words = _NONE
    """Further words of life and death that show that a story speaks of casualties."""
    vague: Words = _NONE
    """Words for a number that is not given."""
    clauses: Words = _NONE
    """Words that begin a clause."""
    consequences: Words = _NONE
    """Words between an act and what it led to ("leaving")."""
    auxiliaries: Words = _NONE
    """Verbs that part a count from what stands before them."""
    coordinators: Words = _NONE
    """And, or."""
    including: Words = _NONE
    no_words: Words = _NONE
    """Words right before a word of harm that undo it."""
    frequencies: Mapping[Words, Words] = field(default_factory=dict)
    """Words before units of time that make an amount one of every such time ("a year")."""
    yearly: Words = _NONE
    """Adverbs that do the same."""

    unit_links: Words = _NONE
    """Words between a scale and its unit ("2 millones de euros")."""

    # Days and times
    hours: Words = _NONE
    """Words behind, or between, the figures of a clock time ("h", "Uhr", "час")."""
    long_hours: Words = _NONE
    """Words for an hour that count hours too, and make a clock time behind a cue or before minutes only."""
    minutes: Words = _NONE
    clock_cues: Words = _NONE
    """Words before figures with a stop, "20.45", that make them a clock time; also words before an hour."""
    hour_cues: Words = _NONE
    """Words before a lone hour, in figures or as an ordinal, that make it a clock time ("alle 15")."""
    afternoon: Words = _NONE
    """Words before or behind a clock time that move it into the second half of the day."""
    forenoon: Words = _NONE
    night: Words = _NONE
    """The same for the hours around midnight: nine is in the evening, two in the morning."""
    twelve_hours: bool = False
    """Whether figures up to twelve leave open which half of the day is meant."""
    ordinal_hours: bool = False
    """Whether hours are ordinals ("الساعة الرابعة")."""
    minutes_past: Mapping[Phrase, int] = field(default_factory=dict)
    """Words before an hour, to the minutes that they add to it or take away ("half past", "halb")."""
    minutes_behind: Mapping[Phrase, int] = field(default_factory=dict)
    """Words behind an hour, to the same ("et demie", "menos cuarto", "半")."""
    time_ends: Words = _NONE
    """Endings behind an apostrophe that make figures a clock time ("05.30'da")."""
    week: tuple[str, ...] = ()
    """The weekdays as they are compared, Monday first; empty where dates are not held against them."""
    weekdays: Mapping[str, str] = field(default_factory=lambda: {day: day for day in sorted(WEEKDAYS_ABROAD)})
    """Full names of weekdays to what they are compared by; short forms are in `spellings`."""
    weekday_stems: tuple[str, ...] = (
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    )  # fmt: skip
    """Weekdays that may begin a longer word ("Freitagabend")."""
    months: Mapping[str, int] = field(default_factory=dict)
    """Full names of months; short forms are in `spellings`."""
    months_capital: bool = True
    """Whether months begin with a capital inside a sentence."""
    month_after: Mapping[str, Words] = field(default_factory=dict)
    """Months that are another word too, to the words that must stand before a lone one ("in May")."""
    no_month_after: Mapping[str, Words] = field(default_factory=dict)
    """Months that are another word too, to the words that must not stand before a lone one ("the march")."""
    date_links: Words = _NONE
    """Words between the parts of a date ("3 de mayo de 2020")."""
    year_words: Words = _NONE
    """Words behind a year ("года")."""
    ranges: Words = _NONE
    """Words between two days of one month ("18 and 19 March")."""
    relative_days: Words = _NONE
    periods: Words = _NONE
    period_heads: Words = _NONE
    """Words before a period that say which one ("last week")."""
    before_years: Words = _NONE
    """Words before four digits that make them a year."""
    named_times: Mapping[str, str] = field(default_factory=dict)
    """Names of a time of day, to the clock: "noon"."""
    halves_of_day: Mapping[str, int] = field(default_factory=dict)
    """Words behind a clock time, to the hours that they add: am, pm."""
    before_counts: Words = _NONE
    """Words before four digits that make them an amount."""
    counted: Words = _NONE
    """Words behind four digits that make them an amount."""

    # Names
    caseless: bool = False
    """Whether the script has no capitals: names are known by the words around them alone."""
    name_letters: Words = _NONE
    """Signs that foreign names are written with."""
    surnames: Words = _NONE
    linkers: Words = _NONE
    """Particles between what somebody belongs to and their name ("の")."""
    honorifics: Words = _NONE
    """Titles that follow a name, in scripts without capitals."""
    name_ends: Words = _NONE
    """Words behind which no name of a script without capitals goes on, beside all others of the lexicon."""
    particles: Words = _NONE
    """Small words that join the parts of a name ("Bank of England"), as written."""
    not_names: Words = _NONE
    """Words that begin sentences, or stand before names, and are no names."""
    name_fillers: Words = _NONE
    """Words inside a name that are not compared."""
    articles: Words = _NONE
    place_cues: Words = _NONE
    """Prepositions before the name of a place."""
    titles: Words = _NONE
    """Honorifics and offices before a name: no part of it when two names are compared."""
    title_endings: tuple[str, ...] = ()
    """Endings of further titles ("-minister")."""
    definite_beginnings: tuple[str, ...] = ()
    """The article where it is written together with its noun: no name begins so ("ال")."""
    aliases: Mapping[Phrase, str] = field(default_factory=dict)
    """Names with an established second form, to the form that they are compared by."""
    nouns_capital: bool = False
    """Whether all nouns begin with a capital (German): then capitals prove no name."""
    parties: Words = _NONE
    """Names that many people bear."""

    # Who says it
    reporting: Words = _NONE
    """Verbs of saying that take no side."""
    vouching: Words = _NONE
    doubting: Words = _NONE
    warning: Words = _NONE
    denying: Words = _NONE
    always_speech: Words = _NONE
    """Verbs of saying that may stand before their subject behind a quotation."""
    according: frozenset[Phrase] = frozenset()
    """Phrases that attribute to what stands behind them ("according to", "laut", "selon")."""
    hedges: Words = _NONE
    second_hand: Words = _NONE
    """Words of a source that itself reports what others said."""
    institutions: Words = _NONE
    """Words for an institution that was named before ("the bank", "the force")."""
    anonymous: Words = _NONE
    """Words of sources that name nobody."""
    speech_auxiliaries: Words = _NONE
    """Words between a source and its verb."""
    stops_before: Words = _NONE
    """Words at which a source that ends before its verb cannot go on to the left."""
    stops_behind: Words = _NONE
    """Words at which a source behind its verb ends."""
    speaking_places: Words = _NONE
    """Prepositions between a verb of saying and the institution that speaks ("сообщили в больнице")."""
    verb_beginnings: tuple[str, ...] = ()
    """Beginnings of verbs, behind a word with its article ("definite_beginnings")."""
    pronouns: Words = _NONE
    third_person: Words = _NONE
    """Pronouns that tell one third person from another."""
    finite: Words = _NONE
    """Finite verbs: no noun phrase holds one."""
    no_speech_before: Mapping[str, Words] = field(default_factory=dict)
    """Verbs of attribution, with objects that make them something else ("claimed" six "lives")."""
    no_speech_after: Words = _NONE
    """Words right before a verb of saying that make it no attribution."""
    pending: Words = _NONE
    """Words that deny before an infinitive ("is yet to begin")."""
    infinitive_marks: Words = _NONE
    """Words before an infinitive that no noun phrase holds."""
    relatives: Words = _NONE
    determiners: Words = _NONE
    """Words that two sources are compared without."""

    verb_first: bool = False
    """Whether a verb of saying may open its sentence, its subject behind it."""
    adverbial_openers: Words = _NONE
    """Words that open an adverbial, never a source."""
    according_after_comma: Words = _NONE
    """Words that attribute behind a comma only ("so der Sprecher")."""
    according_behind: frozenset[Phrase] = frozenset()
    """Phrases that attribute to what stands before them ("göre")."""
    topics: Words = _NONE
    """Particles that end the subject of a sentence whose verb of saying stands at its end."""

    # Words that turn a statement
    concord: bool = False
    """Whether several negators in a clause are one negation ("no vino nadie")."""
    prefixed: tuple[str, ...] = ()
    """Conjunctions of one letter that are written together with the next word."""
    free_order: bool = False
    """Whether a sentence may put its parts in another order without saying anything else."""
    planned_endings: tuple[str, ...] = ()
    """Endings of verbs of what is to come."""
    planned_beginnings: tuple[str, ...] = ()
    """Beginnings of verbs of what is to come ("س")."""
    negators: Words = _NONE
    implicit_negators: Words = _NONE
    """Words that deny without a negating word ("lack", "skip", "decline", "unable")."""
    refusals: Words = _NONE
    """Verbs that negate an act ("refused", "failed")."""
    negative_infixes: tuple[str, ...] = ()
    """Letters inside a verb that negate it (Turkish "-me-")."""
    hardened: Mapping[int, int] = field(default_factory=dict)
    """Letters that change beside such an infix, by their code, to the one that they are compared by."""
    negative_prefixes: tuple[str, ...] = ()
    poles: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Words at a pole of an axis of opposites: (axis, side 0 or 1) for each that they stand on; see
    `poles`."""
    statuses: Mapping[str, str] = field(default_factory=dict)
    """Words to planned, possible, required, done or ongoing."""
    weak_statuses: Words = _NONE
    """Those that alone change no status."""
    signs: Words = _NONE
    """Words that are the sign of the amounts behind them: profit, loss."""
    quantifiers: Words = _NONE
    directions: Words = _NONE
    locatives: Words = _NONE
    strong_locatives: Words = _NONE
    """Prepositions of place that never mean the same as another one."""

    # Style and direct speech
    function_words: Words = _NONE
    contentful: Words = _NONE
    """Function words, and others, whose change may change the meaning."""
    either: Mapping[str, Words] = field(default_factory=dict)
    """Clitics that stand for one of several words."""
    turned: Mapping[str, Words] = field(default_factory=dict)
    """Words of direct speech to what indirect speech makes of them."""
    turned_endings: tuple[str, ...] = ()
    """Endings that do the same."""
    complementizers: Words = _NONE
    """Words that open indirect speech ("that")."""

    # Retold stories
    synonyms: tuple[Words, ...] = ()
    """Words by which two reporters call one act or thing."""
    countries: tuple[Words, ...] = ()
    """Names by which a country and its officials are called."""
    planned: Words = _NONE
    """Auxiliaries of an act to come."""
    done: Words = _NONE
    """Auxiliaries of an act done."""
    between_act: Words = _NONE
    """Words between such an auxiliary and its verb."""
    causes: Words = _NONE
    unknown: Words = _NONE
    known: Words = _NONE
    """Words that a negation turns into unknown."""
    likely: Words = _NONE
    no_modifiers: Words = _NONE
    """Words before a noun that do not say what it is like."""

    # Amounts and times
    parts_of_day: Words = _NONE
    """Words that may stand for a clock time: "morning", "midnight"."""
    time_bounds: Words = _NONE
    """Words before a clock time at which something ends or begins to be possible: "until", "before"."""
    time_spans: Words = _NONE
    """Words behind a clock time that make it a length of time, on a clock of a game or of a film: "left"."""
    others: Words = _NONE
    """Words behind a number that make its things further ones: "two other victims"."""
    parents: Words = _NONE
    """Words before "of" and a number that make it one of children: "a mother of three"."""
    rough_times: Words = _NONE
    """Words before a clock time that make it a rough one: "about", "shortly"."""
    numbered: Words = _NONE
    """Words behind which digits are a name: "route", "flight", "page"."""
    old: Words = _NONE
    """Words behind a length of time that make it an age."""
    aged: Words = _NONE
    """Words before a number that make it an age."""
    harms: Mapping[str, Words] = field(default_factory=dict)
    """Classes of harm to people, with their words."""
    partitives: Words = _NONE
    """Words between a number and the whole that it is part of."""
    possessives: Words = _NONE
    """Determiners that refer to somebody named before."""
    definite: Words = _NONE
    """Words that open a definite noun phrase."""
    plurals: Words = _NONE
    """Plurals that no ending shows."""

    # Slots of an event
    slots: SlotWords = SlotWords()

    # People and acts
    given_names: Words = _NONE
    """First names that are hardly anything else: a capitalised run that begins with one is a person."""
    roles: Words = _NONE
    """What people are called before or behind their name: offices, ranks, callings, kin."""
    organisation_words: Words = _NONE
    """Words that make a capitalised run no person; behind a title, what it is the title of."""
    role_modifiers: Words = _NONE
    """Words before a role that belong to it ("press secretary")."""
    works: Words = _NONE
    """What a name before them is the title of ("Harry Potter films")."""
    name_suffixes: Words = _NONE
    """What stands behind a last name: "jr", "iii"."""
    appositives: Words = _NONE
    """Words that open an apposition behind a name."""
    acts: Mapping[str, Words] = field(default_factory=dict)
    """Acts of news by class: every form, nouns too, and words that come near to it."""
    beginnings: Words = _NONE
    """Verbs of violence that may say, with a word of `firsts` behind them, who began."""
    firsts: Words = _NONE
    """Words behind such a verb that say that nobody had done so before."""
    opposed: tuple[tuple[State, State], ...] = ()
    """States of one thing that exclude each other."""
    act_phrases: Mapping[Phrase, str] = field(default_factory=dict)
    """Expressions of several words that report an act or a state, with its class; empty where they tell
    none."""
    tasks: Words = _NONE
    """Words behind a verb of accusing that make it one of commissioning ("charged with leading")."""
    act_verbs: Words = _NONE
    """Verb forms among those that are hardly anything else: they report an act."""
    progressive_ending: str = ""
    """Ending of a verb that says, behind a form of "to be", what is going on ("ing")."""
    clause_openers: Words = _NONE
    """Words behind which a new clause begins."""
    clause_closers: Words = _NONE
    """Words before which a clause ends."""

    verbs_of_saying: Words = field(init=False)
    """All verbs of attribution."""
    measures: Words = field(init=False)
    """Currencies, units and percent: what counts many things, and shows no common subject."""

    def __post_init__(self) -> None:
        verbs = self.reporting | self.vouching | self.doubting | self.warning | self.denying
        object.__setattr__(self, "verbs_of_saying", verbs)
        object.__setattr__(self, "measures", self.currencies | self.units | {"percent"})
        ordered = sorted(self.qualifiers.items(), key=lambda item: -len(item[0]))
        object.__setattr__(self, "qualifiers", dict(ordered))


def words(text: str) -> Words:
    """Words apart by white space, as they are compared.

    >>> sorted(words("Straße FEU"))
    ['feu', 'strasse']
    """
    return frozenset(map(normalise, text.split()))


def table(text: str) -> dict[str, str]:
    """A table from words apart by white space to what stands behind their "=", entries apart by ";".

    >>> table("marzo mar=marzo; abril abr=abril")
    {'marzo': 'marzo', 'mar': 'marzo', 'abril': 'abril', 'abr': 'abril'}
    """
    found: dict[str, str] = {}
    for entry in text.split(";"):
        forms, _, value = entry.partition("=")
        found |= {normalise(form): normalise(value.strip()) for form in forms.split()}
    return found


def figures(text: str) -> dict[str, int]:
    """The same to whole numbers.

    >>> figures("uno una=1; dos=2")
    {'uno': 1, 'una': 1, 'dos': 2}
    """
    return {word: int(value) for word, value in table(text).items()}


def phrases(text: str) -> frozenset[Phrase]:
    """Phrases apart by ";", as they are compared.

    >>> sorted(phrases("according to; per"))
    [('according', 'to'), ('per',)]
    """
    return frozenset(tuple(map(normalise, phrase.split())) for phrase in text.split(";"))


def qualifiers(text: str) -> dict[Phrase, str]:
    """The table of `Lexicon.qualifiers` from "phrase, phrase = class" entries apart by ";".

    >>> qualifiers("al menos, por lo menos = least")
    {('al', 'menos'): 'least', ('por', 'lo', 'menos'): 'least'}
    """
    found: dict[Phrase, str] = {}
    for entry in text.split(";"):
        listed_phrases, _, name = entry.partition("=")
        for phrase in listed_phrases.split(","):
            found[tuple(map(normalise, phrase.split()))] = name.strip()
    return found


def poles(axes: Iterable[tuple[Words, Words]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The table of `Lexicon.poles` from axes of opposites: the words of one side, those of the other.

    >>> poles([(frozenset({"rise"}), frozenset({"fall"}))])
    {'rise': ((0, 0),), 'fall': ((0, 1),)}
    """
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, axis in enumerate(axes):
        for side, words in enumerate(axis):
            for word in sorted(words):
                found[word] = (*found.get(word, ()), (number, side))
    return found


@cache
def lexicon_for(lang: str) -> Lexicon:
    """The lexicon of a language by its two letters; one without words for a language that has no module."""
    name = f"{__name__}.{lang}"
    if lang.isalpha() and lang.isascii() and find_spec(name) is not None:
        found = import_module(name).LEXICON
        assert isinstance(found, Lexicon)
        return found
    return Lexicon(code=lang)
